import { createHash } from 'node:crypto';

/** A line of mail may be 998 characters long; nobody wants to read that far. */
const LONGEST_READABLE = 120;

/**
 * The Message-ID (RFC 5322, 3.6.4) of the mail with this key: the same for the same key and sender, and different for different keys. Frozen: a
 * mail that is sent again after an upgrade must still be recognised.
 */
export function messageIdOf(key: string, from: string): string {
  const readable = encodeURIComponent(key).replace(/[!'()*.]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  const local = readable.length <= LONGEST_READABLE ? readable : createHash('sha256').update(key).digest('hex');
  return `<bongsu.${local}@${domainOf(from)}>`;
}

/** Of `bongsu@example.com` and of `Bongsu <bongsu@example.com>`. */
function domainOf(from: string): string {
  return /@([a-z0-9.-]+)>?\s*$/i.exec(from)?.[1]?.toLowerCase() ?? 'bongsu.invalid';
}
