import { closest } from 'fastest-levenshtein';
import type { RowView } from '../../domain/diagnosis-views.ts';
import { UserError } from '../../domain/errors.ts';
import { ACTIVE_STATES } from '../../domain/incident.ts';
import type { Bilingual } from '../../domain/playbook/schema.ts';
import { STATE_WORDS } from '../../domain/state-words.ts';
import { type Change, type Changing, changeIncident } from '../change-incident.ts';
import { send } from '../deliver-outbox.ts';
import { presentInIncident } from '../present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { deadlineRows, wakeForDeadlines } from '../start-clocks.ts';
import { evidenceView, findCause, namedCause } from './diagnosis-view.ts';

export interface NamedCause {
  scenario: string;
  cause: string;
  title: Bilingual;
  /** Rows that begin with the analysis (F1 …), and rows that the scenario does not need. */
  begun: string[];
  waived: string[];
}

/**
 * A person names the cause (R1): the row is kept, what is due after the analysis begins, and the incident takes the cause's scenario with
 * the rows that it needs. Naming another one later counts; what began stays begun.
 */
export async function nameCause(runtime: Runtime, change: Change & { name: string; note?: string }): Promise<NamedCause> {
  const found = findCause(runtime, change.name);
  if (!found) throw unknownCause(runtime, change.name);
  const { scenario, spec } = found;
  return await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now, key } = changing;
    if (!ACTIVE_STATES.includes(incident.state)) {
      throw new UserError('not_active', {
        en: `Incident #${incident.id} is ${incident.state}; write a \`note\` instead, or use \`reopen\` first.`,
        ko: `장애 #${incident.id} 상태: ${STATE_WORDS[incident.state].ko}. 대신 \`note\` 명령으로 기록하거나, 먼저 다시 열어 주세요: \`reopen\`.`,
      });
    }
    const by = change.actor.id;
    await stores.diagnoses.name(incident.id, { scenario, cause: spec.key, by, at: now, note: change.note ?? null });
    for (const [rowId, row] of Object.entries(runtime.playbook.rows)) {
      if (row.keptBy === 'diagnosis.named') await stores.deadlines.settle(incident.id, rowId, 'kept', now, spec.title);
    }
    const moved = await takeScenario(runtime, changing, scenario);
    const data = { scenario, cause: spec.key, ...(change.note !== undefined && { note: change.note }), ...moved };
    await stores.timeline.append({ incidentId: incident.id, at: now, kind: 'diagnosis.named', actor: by, data });
    const row = await stores.diagnoses.of(incident.id);
    const named = row && namedCause(runtime, row);
    const evidence = row?.result?.causes.find((cause) => cause.scenario === scenario && cause.key === spec.key)?.evidence ?? [];
    if (named) {
      const lines = evidence.flatMap((line) => evidenceView(runtime, line));
      const rows = (ids: readonly string[]) => ids.flatMap((id) => rowView(runtime, id));
      const message = presentInIncident(runtime, incident).causeNamed({
        incident,
        named,
        evidence: lines,
        begun: rows(moved.begun),
        waived: rows(moved.waived),
        now,
      });
      await send(runtime, stores, { key: `named:${key}`, incidentId: incident.id, lane: 'update', destination: { to: 'home' }, message });
    }
    return { scenario, cause: spec.key, title: spec.title, ...moved };
  });
}

function rowView({ playbook }: Pick<Runtime, 'playbook'>, id: string): RowView[] {
  const row = playbook.rows[id];
  return row ? [{ id, title: row.title }] : [];
}

/** The incident becomes one of this scenario: its rows after the analysis begin, rows it does not need are waived, others apply again. */
async function takeScenario(runtime: Runtime, changing: Changing, scenario: string): Promise<{ begun: string[]; waived: string[] }> {
  const { stores, incident, now } = changing;
  const after = { ...incident, scenario };
  if (incident.scenario !== scenario) await stores.incidents.change(incident.id, { scenario });
  const rows = await stores.deadlines.of(incident.id);
  const known = new Map(rows.map((row) => [row.rowId, row]));
  const planned = deadlineRows(runtime, after, 'detection', incident.clockStartedAt);
  const before = new Map(deadlineRows(runtime, incident, 'detection', incident.clockStartedAt).map((row) => [row.rowId, row.reason]));
  const waived: string[] = [];
  for (const { rowId, state, reason } of planned) {
    if (state !== 'waived' || known.get(rowId)?.state !== 'pending') continue;
    waived.push(...(await stores.deadlines.waive(incident.id, [rowId], now, reason)));
  }
  // What only the old scenario had waived applies again, as far as there is time left for it.
  const again = planned.filter(({ rowId, state, dueAt }) => {
    const row = known.get(rowId);
    return state === 'pending' && dueAt > now && row?.state === 'waived' && row.reason !== null && row.reason.en === before.get(rowId)?.en;
  });
  const begun = deadlineRows(runtime, after, 'analysis', now).filter(({ rowId, state }) => state === 'pending' && !known.has(rowId));
  const unneeded = deadlineRows(runtime, after, 'analysis', now).filter(({ rowId, state }) => state === 'waived' && !known.has(rowId));
  await stores.deadlines.begin([...again, ...begun, ...unneeded]);
  wakeForDeadlines(runtime, [...again, ...begun]);
  return { begun: [...again, ...begun].map(({ rowId }) => rowId), waived };
}

function unknownCause({ playbook }: Pick<Runtime, 'playbook'>, name: string): UserError {
  const all = Object.entries(playbook.scenarios).flatMap(([scenario, { causes }]) => causes.map(({ key }) => `${scenario}/${key}`));
  const near = closest(
    name.toLowerCase(),
    all.map((one) => one.split('/')[1] ?? one),
  );
  return new UserError('no_such_cause', {
    en: `The playbook has no cause "${name}"; did you mean \`${near}\`? It knows ${all.map((one) => `\`${one}\``).join(', ')}.`,
    ko: `플레이북에 "${name}" 원인이 없습니다. 혹시 \`${near}\` 인가요? 있는 원인: ${all.map((one) => `\`${one}\``).join(', ')}.`,
  });
}
