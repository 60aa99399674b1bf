import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Signatures after the Standard Webhooks specification (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md). */

export interface Signed {
  id: string;
  /** Seconds since 1970. */
  timestamp: number;
  /** As it is sent, byte for byte. */
  body: string;
}

const PREFIX = 'whsec_';
/** As the specification asks: from 24 to 64 bytes. */
const SECRET_BYTES = 32;
/** A message that is older, or newer, may be one that somebody recorded. */
const TOLERANCE_S = 5 * 60;

/** `v1,` and the HMAC-SHA256 over id, timestamp and body, in Base64. */
export function signatureOf(secret: string, { id, timestamp, body }: Signed): string {
  return `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

export function newSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** Whether it is a secret as the specification has it: `whsec_` and from 24 to 64 bytes in Base64. */
export function isSecret(text: string): boolean {
  if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  const { length } = keyOf(text);
  return length >= 24 && length <= 64;
}

/** Whether a message was signed with this secret a short while ago. Of several signatures, as while a secret is replaced, one is enough. */
export function isSigned(
  secret: string,
  { id, timestamp, signatures, body, now }: { id: string; timestamp: string; signatures: string; body: string; now: Date },
): boolean {
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now.getTime() / 1_000 - Number(timestamp)) > TOLERANCE_S) return false;
  const wanted = Buffer.from(signatureOf(secret, { id, timestamp: Number(timestamp), body }));
  return signatures.split(' ').some((one) => {
    const shown = Buffer.from(one);
    return shown.length === wanted.length && timingSafeEqual(shown, wanted);
  });
}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');
}
