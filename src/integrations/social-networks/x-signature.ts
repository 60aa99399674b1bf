import { createHmac } from 'node:crypto';

/** Who signs: the application and the account that it posts as. */
export interface XKeys {
  apiKey: string;
  apiSecret: string;
  accessToken: string;
  accessSecret: string;
}

/** What makes a signature its own. */
export interface Once {
  nonce: string;
  /** Seconds since 1970. */
  timestamp: number;
}

/** The header `authorization` of one request after OAuth 1.0a (RFC 5849, 3.4 and 3.5.1): a body of JSON is no part of it, the query is. */
export function xAuthorization(keys: XKeys, { method, url }: { method: string; url: URL }, { nonce, timestamp }: Once): string {
  const own: [string, string][] = [
    ['oauth_consumer_key', keys.apiKey],
    ['oauth_nonce', nonce],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', String(timestamp)],
    ['oauth_token', keys.accessToken],
    ['oauth_version', '1.0'],
  ];
  const sorted = [...own, ...url.searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
  const base = [method, `${url.origin}${url.pathname}`, sorted].map(encoded).join('&');
  const key = `${encoded(keys.apiSecret)}&${encoded(keys.accessSecret)}`;
  const signature = createHmac('sha1', key).update(base).digest('base64');
  const shown = [...own, ['oauth_signature', signature] as const].map(([name, value]) => `${encoded(name)}="${encoded(value)}"`);
  return `OAuth ${shown.join(', ')}`;
}

/** RFC 3986 to the letter, which `encodeURIComponent` is not. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
