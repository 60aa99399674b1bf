import { closest } from 'fastest-levenshtein';
import { causeLies } from '../../domain/deadlines/deadlines.ts';
import { UserError } from '../../domain/errors.ts';
import { writtenAs } from '../../domain/incident/actor.ts';
import { ACTIVE_STATES } from '../../domain/incident/incident.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import { STATE_WORDS } from '../../domain/language/state-words.ts';
import { mention } from '../../domain/language/words.ts';
import type { Event } from '../../domain/timeline/index.ts';
import { rowsKept } from '../../domain/timeline/rows-kept.ts';
import { happened } from '../../events/happened.ts';
import { worded } from '../../languages/worded.ts';
import type { DiagnosisRow } from '../../storage/index.ts';
import type { NamedDeadline } from '../../views/diagnosis.ts';
import { rowsFollowTheCause } from '../deadlines/follow-the-cause.ts';
import { type Change, changeIncident } from '../incident/change-incident.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { acknowledgeByActing } from '../paging/take-pages.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { refreshNotice } from '../standing/show-notice.ts';
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
 * the rows that it needs. Naming another one later counts: the rows follow it, but for those that people have settled. `first`: the person saw that nobody had named
 * one yet; when somebody was faster, nothing happens and a UserError `cause_named` says who.
 */
export async function nameCause(runtime: Runtime, change: Change & { name: string; note?: string; first?: true }): Promise<NamedCause> {
  const found = findCause(runtime, change.name);
  if (!found) throw unknownCause(runtime, change.name);
  const { scenario, spec } = found;
  return await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now, key } = changing;
    if (!ACTIVE_STATES.includes(incident.state)) {
      throw new UserError(
        'not_active',
        worded(({ incidents }, language) => incidents.incidentIsWriteANote(incident.id, pick(STATE_WORDS[incident.state], language))),
      );
    }
    const by = writtenAs(change.actor);
    const before = change.first && (await stores.diagnoses.of(incident.id));
    if (before) mustBeUnnamed(runtime, before);
    await stores.diagnoses.name(incident.id, { scenario, cause: spec.key, by, at: now, note: change.note ?? null });
    const data = { scenario, cause: spec.key, ...(change.note !== undefined && { note: change.note }) };
    const naming: Event<'diagnosis.named'> = { incidentId: incident.id, at: now, kind: 'diagnosis.named', actor: by, data };
    const keeps = rowsKept(runtime.playbook, naming).map(({ row }) => row);
    const moved = await rowsFollowTheCause(runtime, changing, causeLies(runtime.playbook, { scenario, cause: spec.key }), { keeps });
    await happened(runtime, stores, { ...naming, data: { ...data, ...moved } }, { reason: { code: 'named', scenario, cause: spec.key } });
    await acknowledgeByActing(runtime, changing, { by, how: 'cause' });
    const row = await stores.diagnoses.of(incident.id);
    const named = row && namedCause(runtime, row);
    const evidence = row?.result?.causes.find((cause) => cause.scenario === scenario && cause.key === spec.key)?.evidence ?? [];
    if (named) {
      const lines = evidence.flatMap((line) => evidenceView(runtime, line));
      const rows = (ids: readonly string[]) => ids.flatMap((id) => namedDeadline(runtime, id));
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
    const cause = `named-${scenario}/${spec.key}`;
    for (const what of ['likely-cause', 'missed'] as const) await refreshNotice(runtime, stores, { incidentId: incident.id, cause, what });
    return { scenario, cause: spec.key, title: spec.title, ...moved };
  });
}

function mustBeUnnamed(runtime: Runtime, row: DiagnosisRow): void {
  const named = namedCause(runtime, row);
  if (!named) return;
  throw new UserError(
    'cause_named',
    worded(({ incidents }, language) => incidents.namedTheCauseAlreadyTo(mention(named.by), pick(named.title, language))),
  );
}

function namedDeadline({ playbook }: Pick<Runtime, 'playbook'>, id: string): NamedDeadline[] {
  const row = playbook.rows[id];
  return row ? [{ id, title: row.title }] : [];
}

function unknownCause({ playbook }: Pick<Runtime, 'playbook'>, name: string): UserError {
  const all = Object.entries(playbook.scenarios).flatMap(([scenario, { causes }]) => causes.map(({ key }) => `${scenario}/${key}`));
  const near = closest(
    name.toLowerCase(),
    all.map((one) => one.split('/')[1] ?? one),
  );
  return new UserError(
    'no_such_cause',
    worded(({ incidents }) =>
      incidents.playbookHasNoCauseDid(
        name,
        near,
        all.map((one) => `\`${one}\``),
      ),
    ),
  );
}
