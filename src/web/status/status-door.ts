import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../../domain/language/bilingual.ts';
import { spreadSeconds } from '../../domain/updates/public-status.ts';
import type { StatusWords } from '../../languages/en/surfaces/status-page.ts';
import type { Runtime } from '../../workflows/runtime/runtime.ts';
import { PublicStatusReader } from '../../workflows/updates/public-status-reader.ts';
import { preferredLanguage } from './preferred-language.ts';
import { etagOf, isKnown, statusJson } from './status-json.ts';
import { STATUS_PAGE_POLICY, statusOverview, statusPage } from './status-page.ts';

/** Short, because a notice must be seen soon; long enough that a CDN in front answers almost everybody. */
const CACHE = 'public, max-age=2';
/** When nobody knows the status: come back so much later, at the earliest. */
const UNKNOWN_RETRY_MS = 15_000;

type StatusRuntime = Pick<Runtime, 'storage' | 'clock' | 'log' | 'pause' | 'playbook' | 'present' | 'random'>;

/** One service as it is told of: in which languages, and how it is read. */
interface Told {
  runtime: StatusRuntime;
  reader: PublicStatusReader;
  languages: readonly Language[];
  words: (language: Language) => StatusWords;
}

/**
 * `GET /status` for people and `GET /status.json` for a service's front end (docs/status-page.md), with `?service=` for one of several and all of them without. Both are for everybody and tell only
 * what was posted for everybody. However many ask, the database is asked once a second for each service.
 */
export function openStatusDoor(app: FastifyInstance, { random, services }: Pick<Runtime, 'random' | 'services'>): void {
  const retryAfter = (ms: number) => spreadSeconds(ms, random.fraction());
  const known = new WeakMap<StatusRuntime, Told>();
  const told = (runtime: StatusRuntime): Told => {
    const found = known.get(runtime) ?? toldOf(runtime);
    known.set(runtime, found);
    return found;
  };

  /** Those that are asked for; none when there is no such service, which is answered here. */
  const asked = ({ query }: FastifyRequest, reply: FastifyReply): Told[] => {
    const key = (query as { service?: unknown }).service;
    if (key === undefined) return services.all.map(told);
    const found = typeof key === 'string' ? services.find(key) : undefined;
    if (found) return [told(found)];
    const keys = services.all.map(({ playbook }) => playbook.service.key).join(', ');
    void reply.code(404).send({ error: `There is no such service. There are: ${keys}.` });
    return [];
  };

  app.get('/status', async (request, reply) => {
    const [one, ...others] = asked(request, reply);
    if (!one) return reply;
    const all = [one, ...others];
    const seen = await Promise.all(all.map(({ reader }) => reader.look()));
    const { languages, words } = one;
    const first = preferredLanguage(request.headers['accept-language'], languages);
    const inOrder = [first, ...languages.filter((language) => language !== first)];
    void reply
      .header('vary', 'accept-language')
      .header('content-language', inOrder.join(', '))
      .header('content-security-policy', STATUS_PAGE_POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8');
    if (seen.every(Boolean)) void reply.header('cache-control', CACHE);
    else void unknown(reply, retryAfter(UNKNOWN_RETRY_MS));
    const { service, team } = one.runtime.playbook;
    if (others.length === 0)
      return reply.send(statusPage({ service: service.name, seen: seen[0], languages: inOrder, words, zone: team.zone }));
    const listed = all.map(({ runtime: { playbook } }, index) => ({ ...playbook.service, seen: seen[index] }));
    return reply.send(statusOverview({ services: listed, languages: inOrder, words }));
  });

  app.get('/status.json', async (request, reply) => {
    const all = asked(request, reply);
    if (all.length === 0) return reply;
    const looks = await Promise.all(all.map(async (one) => ({ one, seen: await one.reader.look() })));
    // Browsers hide Retry-After and ETag of another origin unless they are named.
    void reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', 'Retry-After, ETag');
    const answers = looks.flatMap(({ one, seen }) => (seen ? [{ seen, json: statusJson(seen, one.runtime.playbook.service, one) }] : []));
    const [only, ...others] = answers;
    if (!only || answers.length < looks.length) {
      const retryAfterSeconds = retryAfter(UNKNOWN_RETRY_MS);
      return unknown(reply, retryAfterSeconds).send({
        error: 'The status is not known at the moment; ask again later.',
        retryAfterSeconds,
      });
    }
    const content = looks.length === 1 ? only.json : { services: [only, ...others].map(({ json }) => json) };
    const retryAfterMs = Math.min(...answers.map(({ seen }) => seen.status.retryAfterMs));
    const retryAfterSeconds = retryAfter(retryAfterMs);
    const etag = etagOf([content, retryAfterMs]);
    void reply.header('cache-control', CACHE).header('etag', etag).header('retry-after', retryAfterSeconds);
    if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return { ...content, retryAfterSeconds };
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
}

function toldOf(runtime: StatusRuntime): Told {
  const { team, statusPage: page } = runtime.playbook;
  return {
    runtime,
    reader: new PublicStatusReader(runtime),
    languages: page.languages ?? [team.language],
    words: (language) => runtime.present.in(language).statusWords(),
  };
}

function unknown(reply: FastifyReply, retryAfterSeconds: number): FastifyReply {
  return reply.code(503).header('cache-control', 'no-store').header('retry-after', retryAfterSeconds);
}
