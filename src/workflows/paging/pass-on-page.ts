import { UserError } from '../../domain/errors.ts';
import { type Actor, writtenAs } from '../../domain/incident/actor.ts';
import { mention } from '../../domain/language/words.ts';
import { isHandedOver, takenBy } from '../../domain/paging/calls.ts';
import { worded } from '../../languages/worded.ts';
import { changeIncident } from '../incident/change-incident.ts';
import type { Cause } from '../runtime/once.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { mustNotBeOver } from './acknowledge-page.ts';
import { answeredPage } from './answered-page.ts';
import { handOver } from './hand-over.ts';

/** "Cannot help: pass on": the next person of the level is asked at once. */
export async function passOnPage(
  runtime: Runtime,
  input: { cause: Cause; actor: Actor; pageId: number; incidentId: number },
): Promise<{ incidentId: number; to: string | null }> {
  const { page: pressed, actor } = await answeredPage(runtime, input);
  const change = { cause: input.cause, actor, incidentId: pressed.incidentId };
  const outcome = await changeIncident(runtime, change, async ({ stores, incident, now }) => {
    const pages = await stores.pages.of(incident.id);
    const page = pages.find(({ id }) => id === pressed.id) ?? pressed;
    mustNotBeOver(page, incident);
    // It went to another one by itself already: passing it on once more would wake a third.
    if (takenBy(page, pages) || isHandedOver(page, pages) || !(await stores.pages.passOn(page.id, now))) {
      const by = takenBy(page, pages)?.by;
      throw new UserError(
        'page_settled',
        by === undefined
          ? worded(({ paging }) => paging.thisPageWasPassedOnBefore)
          : worded(({ paging }) => paging.hasThisPageAlready(mention(by))),
      );
    }
    const to = await handOver(runtime, stores, incident, page, { by: writtenAs(input.actor), why: 'asked' });
    return { incidentId: incident.id, to: to ?? null };
  });
  runtime.waker.wake('pages', runtime.clock.now());
  return outcome;
}
