import { takenBy } from '../domain/paging.ts';
import type { OncallLevel } from '../domain/views.ts';
import type { IncidentRow, PageRow, Stores } from '../storage/index.ts';
import { send } from './deliver-outbox.ts';
import { presentFor } from './present-for.ts';
import type { Runtime } from './runtime/runtime.ts';

/** Edits every message of a page, so that whoever reads one sees who has it and is offered nothing any more. Asked for twice, a message is edited once. */
export async function showTaken(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  page: PageRow,
  acknowledged: { by: string; at: Date },
): Promise<void> {
  if (page.channelId === null || page.ts === null) return;
  const message = presentFor(runtime, { person: page.userId }).page({
    incident,
    level: page.level as OncallLevel,
    ...(incident.channelId !== null && incident.threadTs === null && { channelId: incident.channelId }),
    ...(incident.bridgeUrl !== null && { bridgeUrl: incident.bridgeUrl }),
    readings: [],
    pageId: String(page.id),
    acknowledged,
    now: acknowledged.at,
  });
  for (const { channel, ts } of [...page.earlier, { channel: page.channelId, ts: page.ts }]) {
    const destination = { to: 'edit' as const, channel, ts };
    await send(runtime, stores, { key: `ack:${page.id}:${ts}`, incidentId: incident.id, lane: 'ack', destination, message });
  }
}

/** For a page that left while somebody was taking it: it must not stand there as if nobody had. Call it in the transaction that wrote down where it is. */
export async function showIfTaken(runtime: Runtime, stores: Stores, pageId: number): Promise<{ by: string; at: Date } | undefined> {
  const page = await stores.pages.find(pageId);
  const incident = page && (await stores.incidents.find(page.incidentId));
  const taken = incident && takenBy(page, await stores.pages.of(incident.id));
  if (!taken) return undefined;
  await showTaken(runtime, stores, incident, page, taken);
  runtime.waker.wake('outbox', runtime.clock.now());
  return taken;
}
