import { createHmac, timingSafeEqual } from 'node:crypto';
import type { StandInRequest } from '../stand-in-server.ts';

const OLDEST_SECONDS = 300;

/** Whether a request bears Bongsu's signature, as docs/executors.md tells the team's own addresses to look. */
export function isSigned({ headers, text }: StandInRequest, { secret, now }: { secret: string; now: () => Date }): boolean {
  const timestamp = headers['x-bongsu-timestamp'] ?? '';
  const expected = Buffer.from(`v1=${createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex')}`);
  const shown = Buffer.from(headers['x-bongsu-signature'] ?? '');
  if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return false;
  return Math.abs(now().getTime() / 1_000 - Number(timestamp)) <= OLDEST_SECONDS;
}
