import { ACTIVE_STATES, type Incident } from '../../domain/incident/incident.ts';
import { nextUpdateAt, offerUpdateAt } from '../../domain/updates/next-update-at.ts';
import { publicStage } from '../../domain/updates/told-text.ts';
import type { Stores, UpdateRow } from '../../storage/index.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';
import { closeOffer, offerDraft } from './offer-draft.ts';
import { tell, tellDrafted } from './write-update.ts';

/**
 * Decides about every regular update that is due (X1), or whose draft is to be shown: one transaction per incident, in which the clock moves on and the outbox gets what
 * follows. Two processes never decide about the same row, and the key makes a repeated decision harmless.
 */
export function updatesDrain(whole: WholeRuntime): () => Promise<void> {
  const { storage, waker, clock, crashPoint } = whole;
  return async () => {
    let decided = false;
    while (await storage.transaction((stores) => decideOne(whole, stores))) decided = true;
    if (!decided) return;
    crashPoint('updates:decided');
    waker.wake('outbox', clock.now());
  };
}

async function decideOne(whole: WholeRuntime, stores: Stores): Promise<boolean> {
  const now = whole.clock.now();
  const due = await stores.updates.claimDue(now);
  if (!due) return false;
  whole.crashPoint('updates:claimed');
  const incident = await stores.incidents.find(due.incidentId);
  if (!incident || !ACTIVE_STATES.includes(incident.state) || incident.private) {
    await stores.updates.stop(due.incidentId);
    return true;
  }
  const runtime = whole.services.of(incident);
  if (due.nextAt !== null && due.nextAt > now) {
    await stores.updates.offered(incident.id);
    await offerDraft(runtime, stores, incident, { ...due, nextAt: due.nextAt });
    runtime.waker.wake('updates', due.nextAt);
    return true;
  }
  const { every, draftBefore } = runtime.playbook.updates;
  const sequence = due.sequence + 1;
  const nextAt = nextUpdateAt(incident.detectedAt, every[incident.severity], now);
  const offerAt = offerUpdateAt(nextAt, draftBefore, now);
  await stores.updates.advance(incident.id, sequence, nextAt, offerAt);
  await queueUpdate(runtime, stores, incident, { sequence, nextAt, row: due });
  if (due.approved === null) await closeOffer(runtime, stores, incident, due, { how: 'sent' });
  runtime.waker.wake('updates', offerAt ?? nextAt);
  return true;
}

/** Has one update told: as somebody approved it, or drafted when it leaves. */
export async function queueUpdate(
  runtime: Runtime,
  stores: Stores,
  incident: Incident,
  { sequence, nextAt, row }: { sequence: number; nextAt: Date; row: UpdateRow },
): Promise<void> {
  // An earlier release kept one text for all languages.
  const texts = row.approved ?? (row.editedText === null ? undefined : { [runtime.playbook.team.language]: row.editedText });
  if (texts === undefined || row.editedBy === null)
    return await tellDrafted(runtime, stores, incident, { sequence, kind: 'update', nextAt });
  const stage = row.draft?.stage ?? publicStage({ state: incident.state, isUnderstood: false, isCalm: false });
  await tell(runtime, stores, incident, { sequence, kind: 'update', nextAt, texts, stage, approvedBy: row.editedBy });
}
