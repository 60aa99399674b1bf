import type { FastifyInstance } from 'fastify';
import type { Language } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import { own } from '../../domain/text/own.ts';
import { spreadSeconds } from '../../domain/updates/public-status.ts';
import type { Runtime } from '../../workflows/runtime/runtime.ts';
import { StatusAccess } from './access.ts';
import { FOLLOW_SCRIPT } from './follow-script.ts';
import { lookOf } from './page/look.ts';
import { closedPage } from './page/status-page.ts';
import { waitingPage } from './page/waiting-page.ts';
import type { StatusDoor } from './status-door.ts';
import { Telling, type Told } from './told.ts';

/** How soon a preview, or a page whose status nobody knows, looks again. */
const LOOKS_AGAIN_MS = 20_000;
const DAY_S = 86_400;

/**
 * `GET /waiting`: the waiting screen (P1) as a page, for a front end that has none of its own, in the reader's language and without a script. While it is on the answer is 503 with `Retry-After`, as a proxy passes it on; else it is a
 * preview and says so. `GET /waiting.js`: what a front end of one's own follows `/status.json` with (docs/telling/waiting-screen.md).
 */
export function openWaitingDoor(app: FastifyInstance, { random, services }: Pick<Runtime, 'random' | 'services'>, door: StatusDoor): void {
  const telling = new Telling(services, new StatusAccess(door));

  app.get('/waiting', async (request, reply) => {
    const asked = await telling.asked(request, reply);
    if (asked === 'unknown') return reply;
    const told = 'closed' in asked ? asked.closed : asked.all[0];
    const look = lookOf(told.runtime.playbook);
    void reply
      .header('vary', 'accept-language, cookie')
      .header('cache-control', 'no-store')
      .header('content-security-policy', look.policy)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8');
    if ('closed' in asked) return reply.code(401).send(closedPage({ ...told, look }));
    const [seen] = asked.seen;
    const screen = seen?.known.status.waitingScreen;
    const [language = 'en'] = asked.languages;
    const seconds = spreadSeconds(screen && seen ? seen.known.status.retryAfterMs : LOOKS_AGAIN_MS, random.fraction());
    if (screen) void reply.code(503).header('retry-after', seconds);
    return reply.header('content-language', language).send(
      waitingPage({
        look,
        words: told.words(language),
        text: screen ? pick(screen.text, language) : textOf(told, language),
        isOn: screen !== undefined,
        seconds,
        statusPath: `/status?${new URLSearchParams({ ...asked.query, lang: language })}`,
      }),
    );
  });

  app.get('/waiting.js', async (_request, reply) =>
    reply
      .header('cache-control', `public, max-age=${DAY_S}`)
      .header('access-control-allow-origin', '*')
      .header('x-content-type-options', 'nosniff')
      .type('text/javascript; charset=utf-8')
      .send(FOLLOW_SCRIPT),
  );
}

/** What users would read: the playbook's own text, else that they are asked to wait. */
function textOf({ runtime: { playbook }, words }: Told, language: Language): string {
  const text = own(playbook.messages, 'waitingScreen');
  return text === undefined ? words(language).state.waiting(pick(playbook.service.name, language)) : pick(text, language);
}
