import { UserError } from '../../domain/errors.ts';
import { writtenAs } from '../../domain/incident/actor.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { STATE_WORDS } from '../../domain/language/state-words.ts';
import { nextUpdateAt } from '../../domain/updates/next-update-at.ts';
import { happened } from '../../events/happened.ts';
import type { UpdateRow } from '../../storage/index.ts';
import type { NextUpdateView } from '../../views/updates.ts';
import { type Change, type Changing, changeIncident } from '../incident/change-incident.ts';
import { saying, whoWasFirst } from '../incident/who-was-first.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { queueUpdate } from './send-updates.ts';

/** Which update the person saw as the next one. */
interface Seen {
  seen?: string;
}

/** When the next regular update is due, and what somebody wrote for it. */
export async function nextUpdateOf(runtime: Runtime, incident: Incident): Promise<NextUpdateView> {
  const row = await runtime.storage.updates.of(incident.id);
  return {
    incident,
    ...(row?.nextAt && { nextAt: row.nextAt, seen: nameOf(row) }),
    ...(row?.editedText && row.editedBy && { edited: { text: row.editedText, by: row.editedBy } }),
    now: runtime.clock.now(),
  };
}

/** Posts an update now, besides the regular ones: their clock goes on as it was. */
export async function postUpdateNow(runtime: Runtime, change: Change & Seen): Promise<{ sequence: number }> {
  return await steer(runtime, change, async (changing) => {
    const row = await running(changing);
    await mustBeSeen(changing, row, change);
    const sequence = row.sequence + 1;
    await changing.stores.updates.advance(changing.incident.id, sequence, row.nextAt);
    await queueUpdate(runtime, changing.stores, changing.incident, { sequence, dueAt: changing.now, nextAt: row.nextAt, row });
    const data = { sequence };
    await happened(runtime, changing.stores, {
      incidentId: changing.incident.id,
      at: changing.now,
      kind: 'update.asked',
      actor: writtenAs(change.actor),
      data,
    });
    return { sequence };
  });
}

/** Leaves out the next one; the one after it keeps its time. Each skip stands in the timeline with its actor. */
export async function skipUpdate(runtime: Runtime, change: Change & Seen): Promise<{ nextAt: string }> {
  return await steer(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const row = await running(changing);
    await mustBeSeen(changing, row, change);
    const nextAt = nextUpdateAt(incident.detectedAt, runtime.playbook.updates.every[incident.severity], row.nextAt);
    await stores.updates.advance(incident.id, row.sequence, nextAt);
    runtime.waker.wake('updates', nextAt);
    const data = { skipped: row.nextAt.toISOString(), nextAt: nextAt.toISOString() };
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'update.skipped', actor: writtenAs(change.actor), data });
    return { nextAt: nextAt.toISOString() };
  });
}

/** Writes what the next update begins with; used once. */
export async function editUpdate(runtime: Runtime, change: Change & { text: string }): Promise<{ nextAt: string }> {
  return await steer(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const row = await running(changing);
    await stores.updates.edit(incident.id, change.text, writtenAs(change.actor));
    const data = { text: change.text };
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'update.edited', actor: writtenAs(change.actor), data });
    return { nextAt: row.nextAt.toISOString() };
  });
}

function nameOf({ sequence, nextAt }: Pick<UpdateRow, 'sequence' | 'nextAt'>): string {
  return `${sequence}.${nextAt?.getTime() ?? 0}`;
}

/** The first wins: throws UserError when the next update is another one than the person saw, because somebody posted or skipped it. */
async function mustBeSeen({ stores, incident }: Changing, row: UpdateRow, { seen, actor }: Change & Seen): Promise<void> {
  if (seen === undefined || seen === nameOf(row)) return;
  const first = await whoWasFirst(stores, { incidentId: incident.id, kinds: ['update.skipped', 'update.asked'], asks: writtenAs(actor) });
  throw saying(
    first,
    new UserError('update_moved', {
      en: `That update of #${incident.id} was posted or skipped already. \`update\` shows the next one.`,
      ko: `장애 #${incident.id} 해당 업데이트는 이미 게시되었거나 건너뛰었습니다. 다음 업데이트: \`update\`.`,
    }),
  );
}

/** One that came due while its row was held was passed over: it is looked at right after. */
async function steer<T>(runtime: Runtime, change: Change, work: (changing: Changing) => Promise<T>): Promise<T> {
  try {
    return await changeIncident(runtime, change, work);
  } finally {
    runtime.waker.wake('updates', runtime.clock.now());
  }
}

/** The clock of the updates, held: one that comes due meanwhile waits for what is decided here. */
async function running({ stores, incident }: Changing): Promise<UpdateRow & { nextAt: Date }> {
  const row = await stores.updates.lock(incident.id);
  if (row?.nextAt) return { ...row, nextAt: row.nextAt };
  const why = incident.private ? { en: 'private', ko: '비공개' } : STATE_WORDS[incident.state];
  throw new UserError('no_updates', {
    en: `Incident #${incident.id} has no updates to come, because it is ${why.en}.`,
    ko: `장애 #${incident.id} 업데이트는 더 없습니다: ${why.ko}.`,
  });
}
