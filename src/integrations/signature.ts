import { createHmac } from 'node:crypto';
import type { Clock } from '../domain/time/clock.ts';
import { worded } from '../languages/worded.ts';
import { account } from './accounts/account.ts';
import { secret } from './accounts/shapes.ts';

/** What the team's own addresses know Bongsu by; the addresses stand in the playbook. */
export const signatureAccount = account({
  title: 'The webhook',
  variables: {
    WEBHOOK_SECRET: {
      shape: secret('at least 16 characters', { matches: (text) => text.length >= 16 }),
      example: 'webhook-secret-example',
      said: worded(({ network }) => network.webhookSecret),
    },
  },
  needs: ['WEBHOOK_SECRET'],
  settings: ({ WEBHOOK_SECRET }) => WEBHOOK_SECRET,
});

/** The headers by which a team's own address knows that a request is Bongsu's and new (docs/paging.md). `body` is the text as it is sent, empty for a request without one. */
export function signedHeaders({ secret, clock, body }: { secret: string; clock: Clock; body: string }): Record<string, string> {
  const timestamp = String(Math.floor(clock.now().getTime() / 1_000));
  return { 'x-bongsu-timestamp': timestamp, 'x-bongsu-signature': webhookSignature(secret, timestamp, body) };
}

/** `v1=` and the hexadecimal HMAC-SHA256 over the timestamp (seconds), a dot and the body as it is sent. */
export function webhookSignature(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
