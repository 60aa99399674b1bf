import { isDeepStrictEqual } from 'node:util';
import type { Incident } from '../../../domain/incident/incident.ts';
import type { PostedRef } from '../../../domain/ports/chat.ts';
import type { Drift } from '../../../domain/updates/page-drift.ts';
import { happened } from '../../../events/happened.ts';
import type { ExternalPageRow, Stores } from '../../../storage/index.ts';
import type { PageDriftView } from '../../../views/updates.ts';
import { send } from '../../messages/chat-message.ts';
import { presentInIncident } from '../../messages/present-for.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { titleOf } from './page-effect.ts';

/** Writes down that somebody changed by hand what we had told on a page, and says it once in the incident's channel, theirs beside ours. The same change is said once. */
export async function noteDrift(runtime: Runtime, stores: Stores, incident: Incident, page: string, drift: Drift): Promise<void> {
  const { clock, waker } = runtime;
  const which = { incidentId: incident.id, page };
  const row = await stores.externalPages.lock(which);
  if (!row || row.leftAt || isDeepStrictEqual(row.drift, stored(drift))) return;
  if (row.drift) await closeDrift(runtime, stores, incident, row, {});
  const now = clock.now();
  const name = await stores.externalPages.drifted(which, drift, now);
  const message = presentInIncident(runtime, incident).pageDrift(viewOf(runtime, incident, { page, name, drift }));
  await send(runtime, stores, {
    key: messageKey(incident, page, name),
    incidentId: incident.id,
    lane: 'update',
    destination: { to: 'home' },
    message,
  });
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'page.drifted', actor: 'bongsu', data: { page, drift: name } });
  waker.wake('outbox', now);
}

/** Has the message that said it say what became of it, without its buttons. */
export async function closeDrift(
  runtime: Runtime,
  stores: Stores,
  incident: Incident,
  { page, drift, drifts }: ExternalPageRow,
  over: NonNullable<PageDriftView['over']>,
): Promise<void> {
  if (!drift) return;
  const posted = (await stores.outbox.of(incident.id)).find(({ key }) => key === messageKey(incident, page, drifts));
  const { channel, ts } = (posted?.outcome ?? {}) as Partial<PostedRef>;
  if (channel === undefined || ts === undefined) return;
  const view = { ...viewOf(runtime, incident, { page, name: drifts, drift }), over };
  const message = presentInIncident(runtime, incident).pageDrift(view);
  const key = `${messageKey(incident, page, drifts)}:over`;
  await send(runtime, stores, { key, incidentId: incident.id, lane: 'cosmetics', destination: { to: 'edit', channel, ts }, message });
  runtime.waker.wake('outbox', runtime.clock.now());
}

function viewOf(runtime: Runtime, incident: Incident, { page, name, drift }: { page: string; name: number; drift: Drift }): PageDriftView {
  return { incident, page, title: titleOf(runtime, page), seen: name, drift };
}

function messageKey({ id }: Pick<Incident, 'id'>, page: string, drift: number): string {
  return `page-drift:${id}:${page}:${drift}`;
}

/** As it comes back from the table. */
function stored(drift: Drift): unknown {
  return JSON.parse(JSON.stringify(drift));
}
