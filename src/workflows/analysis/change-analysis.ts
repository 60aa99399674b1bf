import type { Reason } from '../../domain/deadlines/reason.ts';
import { UserError } from '../../domain/errors.ts';
import { writtenAs } from '../../domain/incident/actor.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { mention } from '../../domain/language/words.ts';
import type { Event } from '../../domain/timeline/index.ts';
import { happened } from '../../events/happened.ts';
import { keepRow } from '../../events/settle.ts';
import { worded } from '../../languages/worded.ts';
import type { Stores } from '../../storage/index.ts';
import type { BoardRowView, BoardView, CheckView } from '../../views/analysis.ts';
import { settledAlready } from '../deadlines/settled-already.ts';
import { type Change, type Changing, changeIncident } from '../incident/change-incident.ts';
import { noSuchIncident } from '../incident/no-such-incident.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { refreshBoard } from './board-message.ts';
import { boardView } from './board-view.ts';

/** The board of an incident. Throws UserError `no_such_incident`. */
export async function describeAnalysis(runtime: Runtime, incidentId: number): Promise<BoardView> {
  const incident = await runtime.storage.incidents.find(incidentId);
  if (!incident) throw noSuchIncident(incidentId);
  return await boardView(runtime, runtime.storage, incident);
}

/** What a row or check is called, for the form that ticks it. */
export async function describeItem(runtime: Runtime, incidentId: number, item: string): Promise<{ item: string; title: Bilingual }> {
  const { row, check } = itemOf(await describeAnalysis(runtime, incidentId), item);
  return { item: (check ?? row).id, title: (check ?? row).title };
}

/** Gives a row, or one of its checks, to somebody. `first`: the person saw that nobody had it; when somebody was faster, a UserError `analysis_taken` says who. */
export async function takeItem(
  runtime: Runtime,
  change: Change & { item: string; owner: string; first?: true },
): Promise<{ item: string; owner: string }> {
  const { actor, owner } = change;
  return await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const { row, check } = await wantedItem(runtime, changing, change.item);
    const item = (check ?? row).id;
    const has = (check ?? row).owner;
    if (change.first && has !== null && has !== owner) {
      throw new UserError(
        'analysis_taken',
        worded(({ reviews }) => reviews.wasFasterAndHasTo(mention(has), item)),
      );
    }
    await stores.analysisItems.assign(incident.id, item, owner);
    await happened(runtime, stores, {
      incidentId: incident.id,
      at: now,
      kind: 'analysis.assigned',
      actor: writtenAs(actor),
      data: { item, owner },
    });
    return { item, owner };
  });
}

/**
 * A person has seen to a row or to one of its checks. A row with a list is kept when the last of it is ticked; ticking the row ticks what is
 * left of the list. A row that was missed stays missed; the note is in the timeline.
 */
export async function tickItem(
  runtime: Runtime,
  change: Change & { item: string; note: string | undefined },
): Promise<{ item: string; left: number; late: boolean }> {
  const { actor, note } = change;
  return await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const { row, check } = await wantedItem(runtime, changing, change.item);
    requireOpen(runtime, row);
    if (check?.doneBy !== undefined) {
      const { id, doneBy } = check;
      throw new UserError(
        'analysis_settled',
        worded(({ reviews }) => reviews.wasTickedAlreadyBy(id, mention(doneBy))),
      );
    }
    const ticked = check ? [check] : row.checks.filter(({ doneBy }) => doneBy === undefined);
    for (const { id } of ticked)
      await stores.analysisItems.tick(incident.id, id, { doneBy: writtenAs(actor), doneAt: now, note: note ?? null });
    const left = row.checks.filter(({ id, doneBy }) => doneBy === undefined && !ticked.some((each) => each.id === id)).length;
    const item = (check ?? row).id;
    const data = { item, ...(note !== undefined && { note }), left };
    const event = { kind: 'analysis.ticked', incidentId: incident.id, at: now, actor: writtenAs(actor), data } as const;
    const late = row.state === 'missed';
    if (left === 0) await keepItem(runtime, changing, row, { by: writtenAs(actor), note, late, told: event });
    else await happened(runtime, stores, event);
    return { item, left, late: late && left === 0 };
  });
}

/** Has a row collected now. */
export async function askForItem(runtime: Runtime, change: Change & { item: string }): Promise<{ item: string }> {
  const { actor } = change;
  const asked = await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const { row } = await wantedItem(runtime, changing, change.item);
    if (!row.collectable) {
      throw new UserError(
        'not_collectable',
        worded(({ reviews }) => reviews.nothingOfCanBeCollectedAutomatically(row.id)),
      );
    }
    await stores.analyses.want(incident.id, row.id, now, writtenAs(actor));
    await refreshBoard(runtime, stores, incident, changing.key);
    return { item: row.id };
  });
  runtime.waker.wake('collections', runtime.clock.now());
  return asked;
}

/** Throws UserError `analysis_settled` for a row that is kept or waived. */
export function requireOpen(runtime: Pick<Runtime, 'present'>, row: BoardRowView): void {
  if (row.state !== 'kept' && row.state !== 'waived') return;
  throw settledAlready(runtime, 'analysis_settled', row.id, row.state, row.reason);
}

/** The row is kept by what a person did (`told`); one that was missed stays so. */
export async function keepItem(
  runtime: Runtime,
  { stores, incident, now }: Changing,
  row: BoardRowView,
  { by, note, reason, late, told }: { by: string; note: string | undefined; reason?: Reason; late: boolean; told: Event },
): Promise<void> {
  const event = runtime.playbook.rows[row.id]?.keptBy;
  const data = { row: row.id, event, late, ...(note !== undefined && { note }) };
  const kept = { kind: 'deadline.kept', incidentId: incident.id, at: now, actor: by, data } as const;
  await keepRow(runtime, stores, kept, { reason: reason ?? (note === undefined ? null : { code: 'said', text: note }), told: [told] });
}

/** The row, or one of its list, as a person names it. Throws UserError `no_such_row`, `no_such_check`. */
export async function wantedItem(runtime: Runtime, { stores, incident }: { stores: Stores; incident: Changing['incident'] }, item: string) {
  return itemOf(await boardView(runtime, stores, incident), item);
}

/** `R3`, or `R3.partitions`, or `R3.2` for the second of its list. */
function itemOf({ incident, rows }: BoardView, item: string): { row: BoardRowView; check?: CheckView } {
  const [rowId = '', key] = item.split('.', 2);
  const row = rows.find(({ id }) => id === rowId.toUpperCase());
  if (!row) {
    const known = rows.map(({ id }) => id).join(', ');
    throw new UserError(
      'no_such_row',
      worded(({ reviews }) => reviews.analysisOfHasNoRowIt(incident.id, rowId, known)),
    );
  }
  if (key === undefined) return { row };
  const check = row.checks.find(({ id }, index) => id === `${row.id}.${key.toLowerCase()}` || String(index + 1) === key);
  if (check) return { row, check };
  const list = row.checks.map(({ id }) => id).join(', ');
  throw new UserError(
    'no_such_check',
    worded(({ reviews }) => reviews.hasNoInItsList(row.id, key, list)),
  );
}
