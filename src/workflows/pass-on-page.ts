import { UserError } from '../domain/errors.ts';
import { type Actor, atHome, requirePermission } from '../domain/permissions.ts';
import { changeIncident } from './change-incident.ts';
import type { Cause } from './runtime/once.ts';
import type { Runtime } from './runtime/runtime.ts';
import { handOver } from './send-pages.ts';

/** "Cannot help: pass on": the next person of the level is asked at once. */
export async function passOnPage(
  runtime: Runtime,
  input: { cause: Cause; actor: Actor; pageId: number },
): Promise<{ incidentId: number; to: string | null }> {
  const page = await runtime.storage.pages.find(input.pageId);
  if (!page)
    throw new UserError('no_such_page', {
      en: 'That page is not known here any more. See `list` for what is open.',
      ko: '이 호출은 더는 남아 있지 않습니다. 진행 중인 장애: `list`.',
    });
  // Whom Bongsu itself paged need not be looked up: an answer must not hang on Slack.
  const actor = page.userId === input.actor.id ? atHome(input.actor) : await runtime.membership.of(input.actor);
  requirePermission('everyone', { actor, playbook: runtime.playbook });
  const change = { cause: input.cause, actor, incidentId: page.incidentId };
  const outcome = await changeIncident(runtime, change, async ({ stores, incident, now }) => {
    if (!(await stores.pages.passOn(page.id, now))) {
      throw new UserError('page_settled', {
        en: 'Somebody has this page already, or it was passed on before.',
        ko: '누군가 이미 이 호출을 맡았거나, 앞서 다른 사람에게 넘어갔습니다.',
      });
    }
    const to = await handOver(runtime, stores, incident, page, input.actor.id);
    return { incidentId: incident.id, to: to ?? null };
  });
  runtime.waker.wake('pages', runtime.clock.now());
  return outcome;
}
