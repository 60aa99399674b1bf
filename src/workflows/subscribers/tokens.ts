import { createHash, timingSafeEqual } from 'node:crypto';
import type { Random } from '../../domain/ports/random.ts';
import type { Stores, TokenOwner } from '../../storage/index.ts';

/** A secret for one address in a mail; only its digest is kept. */
export function newToken(random: Random): { secret: string; digest: string } {
  const secret = `${random.id()}${random.id()}`.replaceAll('-', '');
  return { secret, digest: digestOf(secret) };
}

/** As it stands in an address: the number of its delivery, by which it is found, and the secret. */
export function tokenOf(deliveryId: string, secret: string): string {
  return `${deliveryId}.${secret}`;
}

/** Whom a token speaks for; undefined for any that is not one of ours, in the same time whichever it is. */
export async function ownerOf(stores: Pick<Stores, 'deliveries'>, token: string): Promise<Omit<TokenOwner, 'tokens'> | undefined> {
  const [, id, secret] = /^(\d{1,18})\.([\w]{20,100})$/.exec(token) ?? [];
  const owner = id === undefined ? undefined : await stores.deliveries.tokensOf(id);
  const shown = Buffer.from(digestOf(secret ?? ''));
  // All of them, so that the time says nothing of which.
  const fits = (owner?.tokens ?? [digestOf('')]).filter(
    (kept) => kept.length === shown.length && timingSafeEqual(Buffer.from(kept), shown),
  );
  return owner !== undefined && secret !== undefined && fits.length > 0
    ? { subscriptionId: owner.subscriptionId, cause: owner.cause }
    : undefined;
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
