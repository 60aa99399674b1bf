import { UserError } from '../../domain/errors.ts';
import { type Actor, personOf, writtenAs } from '../../domain/incident/actor.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { requirePermission } from '../../domain/incident/permissions.ts';
import { isFor } from '../../domain/timeline/describe-entry.ts';
import { isWritten, type Recorded, readRecord, writtenText } from '../../domain/timeline/read-record.ts';
import { happened } from '../../events/happened.ts';
import { worded } from '../../languages/worded.ts';
import type { Stores } from '../../storage/index.ts';
import type { TimelineEditView } from '../../views/timeline.ts';
import { type Change, changeIncident } from '../incident/change-incident.ts';
import type { Runtime } from '../runtime/runtime.ts';

/**
 * Puts an entry that somebody wrote into other words; what it said before stays in the record. Whoever wrote it may, and whoever leads. Throws UserError `no_such_entry`,
 * `not_written`, `entry_removed`, `not_allowed`.
 */
export async function editEntry(runtime: Runtime, change: Change & { entry: number; text: string }): Promise<{ entry: number }> {
  return await changeIncident(runtime, change, async ({ stores, incident, now }) => {
    const found = await entryFor(runtime, stores, { incident, ...change });
    const actor = writtenAs(change.actor);
    const data = { entry: found.id, text: change.text };
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'entry.edited', actor, data });
    return { entry: change.entry };
  });
}

/** Strikes an entry out, with a reason; it stays in the record. Throws as `editEntry`. */
export async function removeEntry(runtime: Runtime, change: Change & { entry: number; reason: string }): Promise<{ entry: number }> {
  return await changeIncident(runtime, change, async ({ stores, incident, now }) => {
    const found = await entryFor(runtime, stores, { incident, ...change });
    const actor = writtenAs(change.actor);
    const data = { entry: found.id, reason: change.reason };
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'entry.removed', actor, data });
    return { entry: change.entry };
  });
}

/** What the form shows that edits an entry. Throws as `editEntry`. */
export async function entryToEdit(
  runtime: Runtime,
  { incident, actor, entry }: { incident: Incident; actor: Actor; entry: number },
): Promise<TimelineEditView> {
  const found = await entryFor(runtime, runtime.storage, { incident, actor, entry });
  const said = [writtenText(found), ...found.edits.map(({ text }) => text)];
  return { incident, entry: found.id, text: said.at(-1) ?? '', earlier: said.slice(0, -1) };
}

/** The entry, as far as it is there for whoever asks, somebody wrote it, and they may change it: asked again inside every change. */
async function entryFor(
  { playbook }: Pick<Runtime, 'playbook'>,
  stores: Pick<Stores, 'timeline' | 'roles'>,
  { incident, actor, entry: id }: { incident: Incident; actor: Actor; entry: number },
): Promise<Recorded> {
  const reader = personOf(actor);
  const found = readRecord(await stores.timeline.of(incident.id), { reader }).find((one) => one.id === String(id));
  if (!found || !isFor(found, reader)) {
    throw new UserError(
      'no_such_entry',
      worded(({ timeline }) => timeline.noSuchEntry(id)),
      { argument: 'entry' },
    );
  }
  if (found.removed) {
    throw new UserError(
      'entry_removed',
      worded(({ timeline }) => timeline.entryRemoved(id)),
    );
  }
  mustBeWritten(found);
  if (found.actor !== writtenAs(actor)) {
    requirePermission('lead', { actor, playbook, incident, roles: await stores.roles.of(incident.id) });
  }
  return found;
}

function mustBeWritten(entry: Recorded): void {
  if (isWritten(entry)) return;
  throw new UserError(
    'not_written',
    worded(({ timeline }) => timeline.notWritten(Number(entry.id))),
  );
}
