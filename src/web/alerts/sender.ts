import { createHash, timingSafeEqual } from 'node:crypto';

/** What a sender showed to be let in. */
export interface ShownToken {
  /** A name that it gave itself: the user of basic authorization. */
  name: string | undefined;
  /** In the same time whatever was shown. */
  fits(token: string): boolean;
  /** What to do when it does not fit. */
  advice: string;
}

const HOW =
  'Send the header "Authorization: Bearer <ALERT_TOKEN>", or basic authorization with the token as password and any name as user ' +
  '(https://name:<ALERT_TOKEN>@host/alerts/…). A token in the path or the query is never taken: addresses end up in logs.';

/** Reads an `Authorization` header: a bearer token, or basic authorization (RFC 7617) with the token as password. */
export function shownToken(header: string | undefined): ShownToken {
  const [, scheme = '', rest = ''] = /^(\w+) +(\S+)\s*$/.exec(header ?? '') ?? [];
  const kind = scheme.toLowerCase();
  if (kind === 'bearer') return shown(rest, undefined);
  if (kind === 'basic') {
    const [user = '', ...password] = Buffer.from(rest, 'base64').toString('utf8').split(':');
    return shown(password.join(':'), nameOf(user));
  }
  return { name: undefined, fits: () => false, advice: HOW };
}

/** An address as people write it: IPv4 without what IPv6 puts before it. */
export function addressOf(ip: string): string {
  return ip.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '');
}

function shown(token: string, name: string | undefined): ShownToken {
  return {
    name,
    fits: (wanted) => timingSafeEqual(digest(token), digest(wanted)),
    advice: `The token is not the one in ALERT_TOKEN. ${HOW}`,
  };
}

function nameOf(user: string): string | undefined {
  return /^[\w.@+-]{1,40}$/.test(user) ? user : undefined;
}

/** Of equal length whatever was shown, so that the comparison takes the same time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
