import { UserError } from '../domain/errors.ts';
import type { Actor } from '../domain/permissions.ts';
import type { OncallLevel } from '../domain/views.ts';
import { changeIncident } from './change-incident.ts';
import { send } from './deliver-outbox.ts';
import type { Cause } from './runtime/once.ts';
import type { Runtime } from './runtime/runtime.ts';

export type Acknowledged = { first: true } | { first: false; by: string };

/** Takes a page: the first one counts, a second is told who was first. The page is edited wherever it stands. */
export async function acknowledgePage(runtime: Runtime, input: { cause: Cause; actor: Actor; pageId: number }): Promise<Acknowledged> {
  const page = await runtime.storage.pages.find(input.pageId);
  if (!page) throw new UserError('no_such_page', 'That page is not known here any more. See `list` for what is open.');
  const change = { cause: input.cause, actor: input.actor, incidentId: page.incidentId };
  return await changeIncident<Acknowledged>(runtime, change, async ({ stores, incident, now }) => {
    const first = await stores.pages.acknowledge(page.id, input.actor.id, now);
    const current = (await stores.pages.find(page.id)) ?? page;
    const by = current.acknowledgedBy ?? input.actor.id;
    if (!first) return { first: false, by };
    const data = { level: page.level, user: page.userId };
    await stores.timeline.append({ incidentId: incident.id, at: now, kind: 'page.acknowledged', actor: input.actor.id, data });
    if (current.channelId !== null && current.ts !== null) {
      const message = runtime.present.page({
        incident,
        level: page.level as OncallLevel,
        ...(incident.channelId !== null && incident.threadTs === null && { channelId: incident.channelId }),
        ...(incident.bridgeUrl !== null && { bridgeUrl: incident.bridgeUrl }),
        readings: [],
        pageId: String(page.id),
        acknowledged: { by, at: now },
        now,
      });
      const destination = { to: 'edit' as const, channel: current.channelId, ts: current.ts };
      await send(runtime, stores, { key: `ack:${page.id}`, incidentId: incident.id, lane: 'ack', destination, message });
    }
    return { first: true };
  });
}
