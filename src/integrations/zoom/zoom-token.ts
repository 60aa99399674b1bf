import { z } from 'zod';
import { errorText, TransientError } from '../../domain/errors.ts';
import type { Log } from '../../domain/ports/log.ts';
import { withoutEnd } from '../../domain/text/without-end.ts';
import type { Clock } from '../../domain/time/clock.ts';
import { worded } from '../../languages/worded.ts';
import { httpRequest, jsonOf } from '../http.ts';
import { HostError, zoomError } from './zoom-errors.ts';

export interface ZoomTokenOptions {
  accountId: string;
  clientId: string;
  clientSecret: string;
  /** `https://zoom.us`; the path is added. */
  authUrl: string;
  clock: Clock;
  log: Log;
  timeoutMs: number;
}

export interface ZoomToken {
  /** A token that is good for a while; waits only when there is none. */
  get(): Promise<string>;
  /** A token other than `refused`. */
  replace(refused: string): Promise<string>;
  /** Stops the refreshing. */
  close(): void;
}

const tokenBody = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** A token is fetched anew this long before it ends, and never used in its last half minute. */
const AHEAD_MS = 5 * 60_000;
const LAST_USE_MS = 30_000;
const RETRY_MS = 15_000;

/**
 * The token of a Server-to-Server OAuth app: one hour, no refresh token
 * (https://developers.zoom.us/docs/internal-apps/s2s-oauth/). Fetched once at a time, however many ask for it.
 */
export function createZoomToken({ accountId, clientId, clientSecret, authUrl, clock, log, timeoutMs }: ZoomTokenOptions): ZoomToken {
  let current: { token: string; expiresAtMs: number } | undefined;
  let fetching: Promise<string> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function request(): Promise<string> {
    const url = new URL(tokenPath(authUrl));
    url.searchParams.set('grant_type', 'account_credentials');
    url.searchParams.set('account_id', accountId);
    const reply = await httpRequest({
      vendor: 'Zoom',
      method: 'POST',
      url: url.href,
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
      timeoutMs,
    });
    if (reply.status !== 200) {
      const error = zoomError(reply, clock.now());
      throw error instanceof HostError ? error.failure : error;
    }
    const body = tokenBody.safeParse(jsonOf(reply.text));
    if (!body.success)
      throw new TransientError(
        'bad_answer',
        worded(({ messengers }) => messengers.zoomAnsweredTheRequestForATokenWith),
      );
    const lifeMs = body.data.expires_in * 1_000;
    current = { token: body.data.access_token, expiresAtMs: clock.now().getTime() + lifeMs };
    refreshIn(Math.max(lifeMs - AHEAD_MS, lifeMs / 2));
    return current.token;
  }

  function fetchOnce(): Promise<string> {
    fetching ??= request().finally(() => {
      fetching = undefined;
    });
    return fetching;
  }

  /** Refreshing ahead of time keeps the token off the path of a declaration. */
  function refreshIn(ms: number): void {
    clearTimeout(timer);
    if (closed) return;
    timer = setTimeout(() => {
      fetchOnce().catch((error) => {
        log.warn({ problem: errorText(error) }, 'could not refresh the Zoom token ahead of time; trying again');
        refreshIn(RETRY_MS);
      });
    }, ms);
    timer.unref();
  }

  return {
    async get() {
      if (current && clock.now().getTime() < current.expiresAtMs - LAST_USE_MS) return current.token;
      return fetchOnce();
    },
    async replace(refused) {
      // Another call may have replaced it already.
      if (current && current.token !== refused) return current.token;
      return fetchOnce();
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** `https://zoom.us`, `https://zoom.us/oauth` and the full address all mean the same. */
function tokenPath(authUrl: string): string {
  const base = withoutEnd(authUrl, '/');
  if (base.endsWith('/oauth/token')) return base;
  return base.endsWith('/oauth') ? `${base}/token` : `${base}/oauth/token`;
}
