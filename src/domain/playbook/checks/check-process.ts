import { parseDuration } from '../../time/duration.ts';
import type { Finding, Path } from '../playbook-error.ts';
import { PLACEHOLDERS } from '../schema.ts';
import { thresholdIds } from './check-signals.ts';
import { type Draft, fieldsOf, listOf, repeated, sectionsOf, unknownName, unknownNames } from './draft.ts';

/** Rows have times that make sense and something that can keep them; an id means one thing. */
export function checkRows(draft: Draft): Finding[] {
  const { rows, messages, followUps, mitigations, escalation } = draft;
  const thresholds = thresholdIds(draft);
  const causes = causeNames(draft);
  return sectionsOf(rows).flatMap(([id, row]) => {
    const path = ['rows', id];
    const [after, within, remindBefore] = [durationOf(row.after), durationOf(row.within), durationOf(row.remindBefore)];
    const findings: (Finding | false)[] = [
      after !== undefined &&
        within !== undefined &&
        after >= within && { path: [...path, 'within'], message: `must be longer than after (${row.after})` },
      row.from === 'continuous' &&
        row.within !== undefined && { path: [...path, 'within'], atKey: true, message: 'has no meaning for a row that runs all the time' },
      typeof row.from === 'string' &&
        row.from !== 'continuous' &&
        row.within === undefined && { path, message: `needs within, because it counts from ${row.from}` },
      remindBefore !== undefined &&
        remindBefore >= (within ?? 0) && {
          path: [...path, 'remindBefore'],
          message: `must be shorter than within (${row.within ?? 'none'})`,
        },
      row.keptBy === 'notice.posted' && row.message === undefined && { path, message: 'is kept by a notice, so it needs a message' },
      row.keptBy === 'page.sent' &&
        !escalation.some((step) => step.id === id) && {
          path: [...path, 'keptBy'],
          message: 'needs a step of escalation with this id: add one, or take the row out',
        },
      row.keptBy === 'mitigation' &&
        !sectionsOf(mitigations).some(([, { rows: served }]) => listOf(served).includes(id)) && {
          path: [...path, 'keptBy'],
          message: 'needs a mitigation that lists this row',
        },
      thresholds.has(id) && { path, atKey: true, message: 'is already the id of a threshold' },
      Object.hasOwn(followUps, id) && { path: ['followUps', id], atKey: true, message: 'is already the id of a row' },
    ];
    return [
      ...findings.filter((finding) => finding !== false),
      ...unknownName([...path, 'message'], row.message, Object.keys(messages), 'one of messages'),
      ...unknownNames([...path, 'causes'], row.causes, causes, 'a scenario, nor a cause of one'),
    ];
  });
}

/** `S2` and `S2/few-consumers`: each scenario, and each of its causes. */
function causeNames({ scenarios }: Pick<Draft, 'scenarios'>): string[] {
  return sectionsOf(scenarios).flatMap(([id, { causes }]) => [id, ...listOf(causes).map((cause) => `${id}/${fieldsOf(cause).key}`)]);
}

/** Each step comes later than the one before it, and before its row is due. */
export function checkEscalation({ escalation, rows }: Draft): Finding[] {
  const times = escalation.map(({ at }) => durationOf(at));
  const steps = escalation.flatMap((step, index): Finding[] => {
    const path = ['escalation', index];
    const at = times[index];
    const within = fieldsOf(rows[String(step.id)]).within;
    const due = durationOf(within);
    const before = Math.max(-1, ...times.slice(0, index).map((time) => time ?? -1));
    return [
      ...unknownName([...path, 'id'], step.id, Object.keys(rows), 'one of rows'),
      ...(at !== undefined && at <= before ? [{ path: [...path, 'at'], message: 'must be later than the steps before it' }] : []),
      ...(at !== undefined && due !== undefined && at >= due
        ? [{ path: [...path, 'at'], message: `must be earlier than ${within}, when row ${step.id} is due` }]
        : []),
    ];
  });
  return [
    ...steps,
    ...repeated(
      ['escalation'],
      'id',
      escalation.map(({ id }) => id),
    ),
  ];
}

/** Updates, mitigations and follow-ups refer to rows, people and scenarios that exist; texts use the placeholders there are. */
export function checkReferences({ updates, mitigations, followUps, messages, rows, scenarios, team }: Draft): Finding[] {
  const [rowIds, scenarioIds, people] = [Object.keys(rows), Object.keys(scenarios), Object.keys(fieldsOf(team.people))];
  return [
    ...unknownName(['updates', 'id'], updates.id, rowIds, 'one of rows'),
    ...sectionsOf(mitigations).flatMap(([name, { rows: served }]) =>
      unknownNames(['mitigations', name, 'rows'], served, rowIds, 'one of rows'),
    ),
    ...sectionsOf(followUps).flatMap(([id, { owner, scenarios: only, causes: against }]) => [
      ...unknownName(['followUps', id, 'owner'], owner, people, 'one of team.people'),
      ...unknownNames(['followUps', id, 'scenarios'], only, scenarioIds, 'one of scenarios'),
      ...unknownNames(['followUps', id, 'causes'], against, causeNames({ scenarios }), 'a scenario, nor a cause of one'),
    ]),
    ...Object.entries(messages).flatMap(([key, text]) => {
      if (typeof text === 'string') return unknownPlaceholders(['messages', key], text);
      return Object.entries(fieldsOf(text)).flatMap(([language, said]) => unknownPlaceholders(['messages', key, language], said));
    }),
  ];
}

function unknownPlaceholders(path: Path, text: unknown): Finding[] {
  return [...String(text).matchAll(/\{([^{}]*)\}/g)].flatMap(([, word]) => unknownName(path, word, PLACEHOLDERS, 'a placeholder'));
}

/** Who may use what is said of subcommands that there are. */
export function checkPermissions({ permissions }: Draft, commands: readonly string[]): Finding[] {
  return Object.keys(permissions).flatMap((name) =>
    unknownName(['permissions', name], name, commands, 'a subcommand').map((finding) => ({ ...finding, atKey: true })),
  );
}

function durationOf(value: unknown): number | undefined {
  return typeof value === 'string' ? parseDuration(value) : undefined;
}
