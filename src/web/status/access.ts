import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

const COOKIE = 'bongsu_status';
const COOKIE_LASTS_S = 30 * 86_400;

/** Whoever may see a status page that is not for everybody: by a token in the address, in a header, or in the cookie that a browser was given for it. */
export class StatusAccess {
  private readonly wanted: Buffer | undefined;
  private readonly cookie: string;
  private readonly isSecure: boolean;

  /** Without a token nobody may. */
  constructor({ token, publicUrl }: { token: string | undefined; publicUrl: string | undefined }) {
    this.wanted = token === undefined ? undefined : digest(token);
    // The cookie opens this page and is no token: who steals it has no more than that.
    this.cookie = token === undefined ? '' : digest(`cookie:${token}`).toString('base64url');
    this.isSecure = publicUrl?.startsWith('https:') ?? false;
  }

  isOpenTo(request: Pick<FastifyRequest, 'headers' | 'query'>): boolean {
    const { authorization, cookie } = request.headers;
    const bearer = /^bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1];
    return this.fits(this.tokenIn(request)) || this.fits(bearer) || this.fitsCookie(cookie);
  }

  /** A token that stands in the address. */
  tokenIn({ query }: Pick<FastifyRequest, 'query'>): string | undefined {
    const { token } = query as { token?: unknown };
    return typeof token === 'string' ? token : undefined;
  }

  fits(token: string | undefined): boolean {
    return token !== undefined && this.wanted !== undefined && timingSafeEqual(digest(token), this.wanted);
  }

  /** What keeps the token out of the address from then on. */
  cookieHeader(): string {
    return `${COOKIE}=${this.cookie}; Path=/; Max-Age=${COOKIE_LASTS_S}; HttpOnly; SameSite=Lax${this.isSecure ? '; Secure' : ''}`;
  }

  private fitsCookie(header: string | undefined): boolean {
    if (this.wanted === undefined || header === undefined) return false;
    const shown = header.split(';').map((pair) => pair.trim().split('='));
    return shown.some(([name, value = '']) => name === COOKIE && timingSafeEqual(digest(value), digest(this.cookie)));
  }
}

/** Of one length, whatever was shown. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
