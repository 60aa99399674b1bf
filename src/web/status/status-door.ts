import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { spreadSeconds } from '../../domain/updates/public-status.ts';
import type { Runtime } from '../../workflows/runtime/runtime.ts';
import { offersMail } from '../../workflows/subscribers/subscribe.ts';
import { StatusAccess } from './access.ts';
import { isKnown } from './etag.ts';
import { atomFeed } from './feeds/atom.ts';
import { badge } from './feeds/badge.ts';
import { calendar } from './feeds/calendar.ts';
import { KeptAnswers } from './kept-answers.ts';
import { lookOf } from './page/look.ts';
import { closedPage, statusOverview, statusPage } from './page/status-page.ts';
import { statusJson } from './status-json.ts';
import { type Asked, Telling } from './told.ts';

/** Short, because a notice must be seen soon; long enough that a CDN in front answers almost everybody. */
const MAX_AGE_S = 2;
/** When nobody knows the status: come back so much later, at the earliest. */
const UNKNOWN_RETRY_MS = 15_000;
const DAY_MS = 86_400_000;

export interface StatusDoor {
  /** Opens pages that are not for everybody. */
  token: string | undefined;
  /** Under which people reach it. */
  publicUrl: string | undefined;
}

/** The same in other shapes, each at an address of its own. */
interface Shape {
  path: string;
  type: string;
  make: (asked: Asked) => string | Promise<string>;
}

/**
 * `GET /status` for people, `GET /status.json` for a service's front end, and the same as feeds and a badge (docs/status-page.md), with `?service=` for one of several and all of them without. They are
 * for everybody, unless the playbook says otherwise, and tell only what was told or posted for everybody. However many ask, the database is asked once a second for each service.
 */
export function openStatusDoor(
  app: FastifyInstance,
  runtime: Pick<Runtime, 'random' | 'services' | 'mailer' | 'publicUrl'>,
  door: StatusDoor,
): void {
  const { random, services } = runtime;
  const retryAfter = (ms: number) => spreadSeconds(ms, random.fraction());
  const access = new StatusAccess(door);
  const telling = new Telling(services, access);
  const kept = new KeptAnswers();

  /** What an answer is made of, and under which name it is kept. */
  const keptAs = (path: string, { all, seen, languages, query }: Asked, more = '') => ({
    name: [path, more, languages[0], query.service ?? ''].join(' '),
    of: [...all, ...seen.flatMap((one) => [one?.known, one?.stale])],
  });

  app.get('/status', async (request, reply) => {
    const token = access.tokenIn(request);
    // An address is copied, bookmarked and logged: the token leaves it at once.
    if (access.fits(token))
      return reply.header('set-cookie', access.cookieHeader()).header('cache-control', 'no-store').redirect(withoutToken(request.url), 303);
    const asked = await telling.asked(request, reply);
    if (asked === 'unknown') return reply;
    const first = 'closed' in asked ? asked.closed : asked.all[0];
    const look = lookOf(first.runtime.playbook);
    void reply
      .header('vary', 'accept-language, cookie')
      .header('content-security-policy', look.policy)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8');
    if ('closed' in asked)
      return reply
        .code(401)
        .header('cache-control', 'no-store')
        .send(closedPage({ ...first, look }));
    const { languages } = asked;
    void reply.header('content-language', languages.join(', '));
    const { name, of } = keptAs('/status', asked);
    const { body, etag } = kept.get(name, of, () => pageOf(asked, offersMail(runtime)));
    if (!asked.seen.every(Boolean)) return unknown(reply, retryAfter(UNKNOWN_RETRY_MS)).send(body);
    void reply.header('cache-control', cacheControl(asked)).header('etag', etag);
    if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.send(body);
  });

  app.get('/status.json', async (request, reply) => {
    const asked = await open(request, reply);
    if (!asked) return reply;
    const { all, seen, isPrivate } = asked;
    // Browsers hide Retry-After and ETag of another origin unless they are named.
    if (!isPrivate) void reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', 'Retry-After, ETag');
    const known = seen.flatMap((one) => one ?? []);
    if (known.length < all.length) {
      const retryAfterSeconds = retryAfter(UNKNOWN_RETRY_MS);
      return unknown(reply, retryAfterSeconds).send({
        error: 'The status is not known at the moment; ask again later.',
        retryAfterSeconds,
      });
    }
    const retryAfterMs = Math.min(...known.map(({ known: { status } }) => status.retryAfterMs));
    const retryAfterSeconds = retryAfter(retryAfterMs);
    const history = (request.query as { history?: unknown }).history === 'yes';
    const { name, of } = keptAs('/status.json', asked, history ? 'history' : '');
    const make = () => {
      const answers = all.map((one, index) => {
        const { playbook } = one.runtime;
        return statusJson(known[index] as (typeof known)[number], playbook.service, { ...one, history });
      });
      return JSON.stringify(answers.length === 1 ? answers[0] : { services: answers });
    };
    const { body, etag } = kept.get(name, of, make, `${retryAfterMs}`);
    void reply.header('cache-control', cacheControl(asked)).header('etag', etag).header('retry-after', retryAfterSeconds);
    if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
    // Each caller has a number of its own; all the rest is the same for everybody.
    return reply.type('application/json; charset=utf-8').send(`${body.slice(0, -1)},"retryAfterSeconds":${retryAfterSeconds}}`);
  });

  // A page that sends If-None-Match itself is asked this first.
  app.options('/status.json', async (_request, reply) =>
    reply
      .code(204)
      .header('access-control-allow-origin', '*')
      .header('access-control-allow-methods', 'GET')
      .header('access-control-allow-headers', 'If-None-Match')
      .header('access-control-max-age', '86400')
      .send(),
  );

  const atom = { type: 'application/atom+xml; charset=utf-8', make: (asked: Asked) => atomFeed(asked, door) };
  const shapes: Shape[] = [
    { path: '/status.atom', ...atom },
    { path: '/status/feed.atom', ...atom },
    { path: '/status.ics', type: 'text/calendar; charset=utf-8', make: (asked) => calendar(asked, door) },
    { path: '/status.svg', type: 'image/svg+xml; charset=utf-8', make: badge },
  ];
  for (const { path, type, make } of shapes) {
    app.get(path, async (request, reply) => {
      const asked = await open(request, reply);
      if (!asked) return reply;
      if (!asked.seen.every(Boolean))
        return unknown(reply, retryAfter(UNKNOWN_RETRY_MS))
          .type('text/plain; charset=utf-8')
          .send('The status is not known at the moment.\n');
      const { name, of } = keptAs(path, asked);
      const { body, etag } = await kept.later(name, of, async () => await make(asked));
      void reply
        .header('cache-control', cacheControl(asked))
        .header('etag', etag)
        .header('vary', 'accept-language, cookie')
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        .header('x-content-type-options', 'nosniff');
      // These shapes have no room for a sentence: old data says from when it is in the header.
      const stale = asked.seen.flatMap((one) => (one?.stale ? [one.known.readAt.getTime()] : []));
      if (stale.length > 0) void reply.header('last-modified', new Date(Math.min(...stale)).toUTCString());
      if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
      return reply.type(type).send(body);
    });
  }

  /** What is asked for, where it may be seen; everything else is answered here. */
  async function open(request: FastifyRequest, reply: FastifyReply): Promise<Asked | undefined> {
    const asked = await telling.asked(request, reply);
    if (asked === 'unknown') return undefined;
    if (!('closed' in asked)) return asked;
    void reply.code(401).header('cache-control', 'no-store').header('www-authenticate', 'Bearer realm="status"').send({
      error: 'This status is not open to everybody: send the token as "Authorization: Bearer …" or as ?token=….',
    });
    return undefined;
  }
}

function pageOf({ all, seen, languages, query }: Asked, byMail: boolean): string {
  const [one, ...others] = all;
  const { words, runtime } = one;
  const { service, team, statusPage: page } = runtime.playbook;
  const look = lookOf(runtime.playbook);
  if (others.length > 0) {
    const services = all.map(({ runtime: { playbook } }, index) => ({ ...playbook.service, seen: seen[index] }));
    return statusOverview({ services, languages, words, look, query, offersMail: byMail });
  }
  const pastDays = Math.max(1, Math.round(page.pastFor / DAY_MS));
  return statusPage({ service: service.name, look, seen: seen[0], languages, words, zone: team.zone, pastDays, query, offersMail: byMail });
}

function cacheControl({ isPrivate }: Asked): string {
  return `${isPrivate ? 'private' : 'public'}, max-age=${MAX_AGE_S}`;
}

function withoutToken(url: string): string {
  const [path = '/status', query = ''] = url.split('?', 2);
  const left = new URLSearchParams(query);
  left.delete('token');
  return left.size === 0 ? path : `${path}?${left}`;
}

function unknown(reply: FastifyReply, retryAfterSeconds: number): FastifyReply {
  return reply.code(503).header('cache-control', 'no-store').header('retry-after', retryAfterSeconds);
}
