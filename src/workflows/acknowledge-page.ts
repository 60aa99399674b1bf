import { sameCall, takenBy } from '../domain/paging.ts';
import type { Actor } from '../domain/permissions.ts';
import type { OncallLevel } from '../domain/views.ts';
import { answeredPage } from './answered-page.ts';
import { changeIncident } from './change-incident.ts';
import { send } from './deliver-outbox.ts';
import { presentInIncident } from './present-for.ts';
import type { Cause } from './runtime/once.ts';
import type { Runtime } from './runtime/runtime.ts';
import { keepPageRows } from './send-pages.ts';
import { settleLevel } from './settle-pagers.ts';
import { showTaken } from './show-taken.ts';

export type Acknowledged = { first: true } | { first: false; by: string };

/** Takes a page: the first one counts, a second is told who was first. The page is edited wherever it stands, as often as it was repeated. */
export async function acknowledgePage(runtime: Runtime, input: { cause: Cause; actor: Actor; pageId: number }): Promise<Acknowledged> {
  const { page, actor } = await answeredPage(runtime, input);
  const change = { cause: input.cause, actor, incidentId: page.incidentId };
  return await changeIncident<Acknowledged>(runtime, change, async ({ stores, incident, now }) => {
    const taken = takenBy(page, await stores.pages.of(incident.id));
    if (taken) return { first: false, by: taken.by };
    const by = input.actor.id;
    await stores.pages.acknowledge(page.id, by, now);
    const data = { level: page.level, user: page.userId };
    await stores.timeline.append({ incidentId: incident.id, at: now, kind: 'page.acknowledged', actor: input.actor.id, data });
    // Who answers was paged, even if whoever sent it died before writing that down.
    await keepPageRows(runtime, stores, page, now);
    const called = (await stores.pages.of(incident.id)).filter((other) => sameCall(page, other));
    await stores.pages.silence(called.map(({ id }) => id));
    for (const other of called) await showTaken(runtime, stores, incident, other, { by, at: now });
    const level = page.level as OncallLevel;
    await send(runtime, stores, {
      key: `acknowledged:${page.id}`,
      incidentId: incident.id,
      lane: 'ack',
      destination: { to: 'home' },
      message: presentInIncident(runtime, incident).acknowledgedNotice({ incident, level, by, now }),
    });
    await settleLevel(runtime, stores, page, { by, cause: `page:${page.id}` });
    return { first: true };
  });
}
