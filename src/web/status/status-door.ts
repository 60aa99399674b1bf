import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Language } from '../../domain/language/bilingual.ts';
import { spreadSeconds } from '../../domain/updates/public-status.ts';
import type { Runtime } from '../../workflows/runtime/runtime.ts';
import { PublicStatusReader } from '../../workflows/updates/public-status-reader.ts';
import { preferredLanguage } from './preferred-language.ts';
import { etagOf, isKnown, statusJson } from './status-json.ts';
import { STATUS_PAGE_POLICY, statusPage } from './status-page.ts';

/** Short, because a notice must be seen soon; long enough that a CDN in front answers almost everybody. */
const CACHE = 'public, max-age=2';
/** When nobody knows the status: come back so much later, at the earliest. */
const UNKNOWN_RETRY_MS = 15_000;

/**
 * `GET /status` for people and `GET /status.json` for the service's front end (docs/status-page.md). Both are for everybody and tell only what was posted for
 * everybody. However many ask, the database is asked once a second.
 */
export function openStatusDoor(
  app: FastifyInstance,
  runtime: Pick<Runtime, 'storage' | 'clock' | 'log' | 'pause' | 'playbook' | 'present' | 'random'>,
): void {
  const { service, team, statusPage: page } = runtime.playbook;
  const languages = page.languages ?? [team.language];
  const words = (language: Language) => runtime.present.in(language).statusWords();
  const reader = new PublicStatusReader(runtime);
  const retryAfter = (ms: number) => spreadSeconds(ms, runtime.random.fraction());

  app.get('/status', async (request, reply) => {
    const seen = await reader.look();
    const first = preferredLanguage(request.headers['accept-language'], languages);
    const inOrder = [first, ...languages.filter((language) => language !== first)];
    void reply
      .header('vary', 'accept-language')
      .header('content-language', inOrder.join(', '))
      .header('content-security-policy', STATUS_PAGE_POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8');
    if (seen) void reply.header('cache-control', CACHE);
    else void unknown(reply, retryAfter(UNKNOWN_RETRY_MS));
    return reply.send(statusPage({ service: service.name, seen, languages: inOrder, words, zone: team.zone }));
  });

  app.get('/status.json', async (request, reply) => {
    const seen = await reader.look();
    // Browsers hide Retry-After and ETag of another origin unless they are named.
    void reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', 'Retry-After, ETag');
    if (!seen) {
      const retryAfterSeconds = retryAfter(UNKNOWN_RETRY_MS);
      return unknown(reply, retryAfterSeconds).send({
        error: 'The status is not known at the moment; ask again later.',
        retryAfterSeconds,
      });
    }
    const content = statusJson(seen, service, { languages, words });
    const retryAfterSeconds = retryAfter(seen.status.retryAfterMs);
    const etag = etagOf([content, seen.status.retryAfterMs]);
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

function unknown(reply: FastifyReply, retryAfterSeconds: number): FastifyReply {
  return reply.code(503).header('cache-control', 'no-store').header('retry-after', retryAfterSeconds);
}
