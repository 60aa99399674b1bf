import { UserError } from '../domain/errors.ts';
import { handedOverCause, takenBy } from '../domain/paging.ts';
import type { Actor } from '../domain/permissions.ts';
import { answeredPage } from './answered-page.ts';
import { changeIncident } from './change-incident.ts';
import type { Cause } from './runtime/once.ts';
import type { Runtime } from './runtime/runtime.ts';
import { handOver } from './send-pages.ts';

/** "Cannot help: pass on": the next person of the level is asked at once. */
export async function passOnPage(
  runtime: Runtime,
  input: { cause: Cause; actor: Actor; pageId: number },
): Promise<{ incidentId: number; to: string | null }> {
  const { page, actor } = await answeredPage(runtime, input);
  const change = { cause: input.cause, actor, incidentId: page.incidentId };
  const outcome = await changeIncident(runtime, change, async ({ stores, incident, now }) => {
    const pages = await stores.pages.of(incident.id);
    // Asked often enough in vain, it went to another one by itself: passing it on once more would wake a third.
    const handedOver = pages.some(({ cause }) => cause === handedOverCause(page));
    if (takenBy(page, pages) || handedOver || !(await stores.pages.passOn(page.id, now))) {
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
