import type { BoardRowView, BoardView, CheckView } from '../../domain/analysis-views.ts';
import { UserError } from '../../domain/errors.ts';
import type { Bilingual } from '../../domain/playbook/schema.ts';
import { ROW_STATE_WORDS } from '../../domain/state-words.ts';
import { verbatim } from '../../domain/verbatim.ts';
import type { Stores } from '../../storage/index.ts';
import { type Change, type Changing, changeIncident } from '../change-incident.ts';
import { noSuchIncident } from '../no-such-incident.ts';
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

/** Gives a row, or one of its checks, to somebody. */
export async function takeItem(
  runtime: Runtime,
  change: Change & { item: string; owner: string },
): Promise<{ item: string; owner: string }> {
  const { actor, owner } = change;
  return await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const { row, check } = await wanted(runtime, changing, change.item);
    const item = (check ?? row).id;
    await stores.analysisItems.assign(incident.id, item, owner);
    await stores.timeline.append({ incidentId: incident.id, at: now, kind: 'analysis.assigned', actor: actor.id, data: { item, owner } });
    await refreshBoard(runtime, stores, incident, changing.key);
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
    const { row, check } = await wanted(runtime, changing, change.item);
    if (row.state === 'kept' || row.state === 'waived') {
      throw new UserError('analysis_settled', {
        en: `${row.id} is ${row.state} already${row.reason ? ` (${row.reason.en})` : ''}.`,
        ko: `${row.id} 항목은 이미 처리되었습니다: ${ROW_STATE_WORDS[row.state].ko}${row.reason ? ` (${row.reason.ko})` : ''}.`,
      });
    }
    const ticked = check ? [check] : row.checks.filter(({ doneBy }) => doneBy === undefined);
    for (const { id } of ticked) await stores.analysisItems.tick(incident.id, id, { doneBy: actor.id, doneAt: now, note: note ?? null });
    const left = row.checks.filter(({ id, doneBy }) => doneBy === undefined && !ticked.some((each) => each.id === id)).length;
    const item = (check ?? row).id;
    const data = { item, ...(note !== undefined && { note }), left };
    await stores.timeline.append({ incidentId: incident.id, at: now, kind: 'analysis.ticked', actor: actor.id, data });
    const late = row.state === 'missed';
    if (left === 0) await keep(runtime, changing, row, { by: actor.id, note, late });
    await refreshBoard(runtime, stores, incident, changing.key);
    return { item, left, late: late && left === 0 };
  });
}

/** Has a row collected now. */
export async function askForItem(runtime: Runtime, change: Change & { item: string }): Promise<{ item: string }> {
  const { actor } = change;
  const asked = await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const { row } = await wanted(runtime, changing, change.item);
    if (!row.collectable) {
      throw new UserError('not_collectable', {
        en: `Nothing of ${row.id} can be collected by itself. Take it with \`analysis take ${row.id}\`.`,
        ko: `${row.id} 항목은 자동으로 수집할 수 있는 것이 없습니다. 직접 맡으려면: \`analysis take ${row.id}\`.`,
      });
    }
    await stores.analyses.want(incident.id, row.id, now, actor.id);
    await refreshBoard(runtime, stores, incident, changing.key);
    return { item: row.id };
  });
  runtime.waker.wake('collections', runtime.clock.now());
  return asked;
}

async function keep(
  runtime: Runtime,
  { stores, incident, now }: Changing,
  row: BoardRowView,
  { by, note, late }: { by: string; note: string | undefined; late: boolean },
): Promise<void> {
  const event = runtime.playbook.rows[row.id]?.keptBy;
  if (!late) await stores.deadlines.settle(incident.id, row.id, 'kept', now, note === undefined ? null : verbatim(note));
  const data = { row: row.id, event, late, ...(note !== undefined && { note }) };
  await stores.timeline.append({ incidentId: incident.id, at: now, kind: 'deadline.kept', actor: by, data });
}

async function wanted(runtime: Runtime, { stores, incident }: { stores: Stores; incident: Changing['incident'] }, item: string) {
  return itemOf(await boardView(runtime, stores, incident), item);
}

/** `R3`, or `R3.partitions`, or `R3.2` for the second of its list. */
function itemOf({ incident, rows }: BoardView, item: string): { row: BoardRowView; check?: CheckView } {
  const [rowId = '', key] = item.split('.', 2);
  const row = rows.find(({ id }) => id === rowId.toUpperCase());
  if (!row) {
    const known = rows.map(({ id }) => id).join(', ');
    throw new UserError('no_such_row', {
      en: `The analysis of #${incident.id} has no row ${rowId}. It has ${known || 'none'}.`,
      ko: `장애 #${incident.id} 분석에는 ${rowId} 항목이 없습니다. 있는 항목: ${known || '없음'}.`,
    });
  }
  if (key === undefined) return { row };
  const check = row.checks.find(({ id }, index) => id === `${row.id}.${key.toLowerCase()}` || String(index + 1) === key);
  if (check) return { row, check };
  const list = row.checks.map(({ id }) => id).join(', ');
  throw new UserError('no_such_check', {
    en: `${row.id} has no ${key} in its list. ${list ? `It has ${list}.` : 'It has no list.'}`,
    ko: `${row.id} 목록에 ${key} 항목이 없습니다. ${list ? `있는 항목: ${list}.` : '이 항목에는 목록이 없습니다.'}`,
  });
}
