/**
 * An address without what is secret in it, and that as a header: `https://user:password@host` becomes basic authorization and
 * `https://:token@host` a bearer token. fetch refuses URLs with credentials, and errors must not show them.
 */
export function splitCredentials(text: string): { base: string; authorization?: string } {
  const url = new URL(text);
  const user = decoded(url.username);
  const password = decoded(url.password);
  url.username = '';
  url.password = '';
  const base = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  if (user) return { base, authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
  if (password) return { base, authorization: `Bearer ${password}` };
  return { base };
}

/** A stray % in a password is no reason to fail. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
