import { withoutEnd } from '../domain/text/without-end.ts';

/** The address of a service as its variable gives it, for building the addresses of requests. */
export interface Endpoint {
  /** The address of `path` below it. Its own parameters go along with every request, `fields` after them. */
  at(path: string, fields?: Readonly<Record<string, string>> | URLSearchParams): string;
  /** Its credentials as a header, if it has any. */
  readonly headers: Readonly<{ authorization?: string }>;
}

/**
 * Reads `https://user:password@host/prefix?tenant=a`: the prefix comes before every path, the parameters go along with every request, and the credentials
 * become basic authorization (`https://:token@host`: a bearer token), because fetch refuses them in an address and errors must not show them.
 */
export function endpointAt(text: string): Endpoint {
  const url = new URL(text);
  const prefix = withoutEnd(`${url.origin}${url.pathname}`, '/');
  const own = url.search.slice(1);
  return {
    at: (path, fields = {}) => {
      const query = [own, new URLSearchParams(fields).toString()].filter((part) => part !== '').join('&');
      return `${prefix}${path}${query === '' ? '' : `?${query}`}`;
    },
    headers: authorizationIn(url),
  };
}

/** Basic authorization for a user (with a password), a bearer token for a password alone. */
export function authorizationIn({ username, password }: URL): { authorization?: string } {
  const user = decoded(username);
  const secret = decoded(password);
  if (user) return { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` };
  return secret ? { authorization: `Bearer ${secret}` } : {};
}

/** A stray % in a password is no reason to fail. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
