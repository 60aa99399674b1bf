import { closest } from 'fastest-levenshtein';
import { parseDuration } from '../duration.ts';
import type { Finding, Path } from './playbook-error.ts';
import { PLACEHOLDERS } from './schema.ts';

/**
 * What the schema cannot see: names that must exist elsewhere in the playbook, ids used twice, times in the wrong order.
 * Works on what was written, whether or not its shape is right, so that one run reports everything; what has the wrong shape is passed over.
 */
export function crossCheck(raw: unknown): Finding[] {
  const playbook = map(raw);
  const findings: Finding[] = [];
  const report = (path: Path, message: string, atKey = false): void => {
    findings.push({ path, message, atKey });
  };
  /** Each name of the list must be among `known`. */
  const mustExist = (path: Path, names: unknown, known: readonly string[], what: string): void => {
    list(names).forEach((name, index) => {
      checkName([...path, index], name, known, what);
      if (typeof name === 'string' && list(names).indexOf(name) < index) report([...path, index], `"${name}" is listed twice`);
    });
  };
  const checkName = (path: Path, name: unknown, known: readonly string[], what: string): void => {
    if (typeof name !== 'string' || known.includes(name)) return;
    report(path, `"${name}" is not ${what}${known.length === 0 ? '' : `: did you mean "${closest(name, known)}"?`}`);
  };

  const team = map(playbook.team);
  const people = Object.keys(map(team.people));
  const signals = map(playbook.signals);
  const scenarios = map(playbook.scenarios);
  const rows = map(playbook.rows);
  const mitigations = map(playbook.mitigations);
  const followUps = map(playbook.followUps);
  const messages = map(playbook.messages);
  const escalation = list(playbook.escalation).map(map);
  const [signalKeys, scenarioIds, rowIds, mitigationNames, messageKeys] = [signals, scenarios, rows, mitigations, messages].map(
    Object.keys,
  ) as [string[], string[], string[], string[], string[]];

  // People
  const bySlackId = new Map<unknown, string>();
  for (const [key, person] of Object.entries(map(team.people))) {
    const slack = map(person).slack;
    const other = bySlackId.get(slack);
    if (other !== undefined && slack !== undefined) report(['team', 'people', key, 'slack'], `is also the Slack id of ${other}`);
    bySlackId.set(slack, key);
  }
  for (const group of ['oncall', 'notify']) {
    for (const [name, keys] of Object.entries(map(team[group]))) mustExist(['team', group, name], keys, people, 'one of team.people');
  }
  mustExist(['team', 'leads'], team.leads, people, 'one of team.people');
  const hours = map(team.workingHours);
  if (typeof hours.from === 'string' && typeof hours.to === 'string' && hours.from >= hours.to) {
    report(['team', 'workingHours', 'to'], `must be later than from (${hours.from}); a night shift is not supported`);
  }

  // Signals
  const thresholdIds = new Set<string>();
  for (const [key, signal] of Object.entries(signals)) {
    const seen = new Set<string>();
    list(map(signal).thresholds).forEach((item, index) => {
      const threshold = map(item);
      const path = ['signals', key, 'thresholds', index];
      if ((threshold.above === undefined) === (threshold.below === undefined)) report(path, 'needs either above or below');
      const name = `${threshold.id} ${threshold.level}`;
      if (seen.has(name)) report(path, `${name} is there twice`);
      if (
        typeof threshold.id === 'string' &&
        !seen.has(name) &&
        thresholdIds.has(threshold.id) &&
        ![...seen].some((s) => s.startsWith(`${threshold.id} `))
      ) {
        report([...path, 'id'], `${threshold.id} already stands at another signal`);
      }
      seen.add(name);
      if (typeof threshold.id === 'string') thresholdIds.add(threshold.id);
      checkName([...path, 'scenario'], threshold.scenario, scenarioIds, 'one of scenarios');
    });
    for (const bound of ['above', 'below'] as const) {
      const at = (level: string): unknown =>
        list(map(signal).thresholds)
          .map(map)
          .find((t) => t.level === level)?.[bound];
      const [warning, critical] = [at('warning'), at('critical')];
      if (typeof warning !== 'number' || typeof critical !== 'number') continue;
      if (bound === 'above' ? critical <= warning : critical >= warning) {
        report(['signals', key, 'thresholds'], `critical (${critical}) must lie beyond warning (${warning})`);
      }
    }
  }
  mustExist(['briefing', 'signals'], map(playbook.briefing).signals, signalKeys, 'one of signals');

  // Scenarios
  for (const [id, item] of Object.entries(scenarios)) {
    const scenario = map(item);
    const path = ['scenarios', id];
    const causes = new Set<unknown>();
    list(scenario.causes).forEach((entry, index) => {
      const cause = map(entry);
      mustExist([...path, 'causes', index, 'signals'], cause.signals, signalKeys, 'one of signals');
      checkName([...path, 'causes', index, 'scenario'], cause.scenario, scenarioIds, 'one of scenarios');
      if (causes.has(cause.key)) report([...path, 'causes', index, 'key'], `"${cause.key}" is there twice`);
      causes.add(cause.key);
    });
    mustExist([...path, 'evidence'], scenario.evidence, signalKeys, 'one of signals');
    mustExist([...path, 'mitigations'], scenario.mitigations, mitigationNames, 'one of mitigations');
    for (const row of Object.keys(map(scenario.waive))) {
      if (!rowIds.includes(row)) report([...path, 'waive', row], `"${row}" is not one of rows`, true);
    }
    // A button that keeps a row which was waived from the start would contradict itself.
    const waived = Object.keys(map(scenario.waive));
    list(scenario.mitigations).forEach((name, index) => {
      const kept = list(map(mitigations[String(name)]).rows);
      if (kept.length > 0 && kept.every((row) => waived.includes(String(row)))) {
        report([...path, 'mitigations', index], `"${name}" only serves ${kept.join(', ')}, which this scenario waives`);
      }
    });
  }

  // Rows
  for (const [id, item] of Object.entries(rows)) {
    const row = map(item);
    const [after, within] = [row.after, row.within].map((text) => (typeof text === 'string' ? parseDuration(text) : undefined));
    if (after !== undefined && within !== undefined && after >= within)
      report(['rows', id, 'within'], `must be longer than after (${row.after})`);
    if (row.from !== 'continuous' && row.from !== undefined && row.within === undefined)
      report(['rows', id], `needs within, because it counts from ${row.from}`);
    if (row.from === 'continuous' && row.within !== undefined)
      report(['rows', id, 'within'], 'has no meaning for a row that runs all the time', true);
    checkName(['rows', id, 'message'], row.message, messageKeys, 'one of messages');
    if (row.keptBy === 'notice.posted' && row.message === undefined) report(['rows', id], 'is kept by a notice, so it needs a message');
    if (row.keptBy === 'page.sent' && !escalation.some((step) => step.id === id))
      report(['rows', id, 'keptBy'], 'needs a step of escalation with this id');
    if (row.keptBy === 'mitigation' && !Object.values(mitigations).some((m) => list(map(m).rows).includes(id))) {
      report(['rows', id, 'keptBy'], 'needs a mitigation that lists this row');
    }
    if (thresholdIds.has(id)) report(['rows', id], 'is already the id of a threshold', true);
    if (Object.hasOwn(followUps, id)) report(['followUps', id], 'is already the id of a row', true);
  }

  // Escalation
  let before = -1;
  const steps = new Set<unknown>();
  escalation.forEach((step, index) => {
    const path = ['escalation', index];
    checkName([...path, 'id'], step.id, rowIds, 'one of rows');
    if (steps.has(step.id)) report([...path, 'id'], `"${step.id}" is there twice`);
    steps.add(step.id);
    const at = typeof step.at === 'string' ? parseDuration(step.at) : undefined;
    if (at === undefined) return;
    if (at <= before) report([...path, 'at'], 'must be later than the step before it');
    before = Math.max(before, at);
    const within = map(rows[String(step.id)]).within;
    const due = typeof within === 'string' ? parseDuration(within) : undefined;
    if (due !== undefined && at >= due) report([...path, 'at'], `must be earlier than ${within}, when row ${step.id} is due`);
  });

  checkName(['updates', 'id'], map(playbook.updates).id, rowIds, 'one of rows');
  for (const [name, mitigation] of Object.entries(mitigations))
    mustExist(['mitigations', name, 'rows'], map(mitigation).rows, rowIds, 'one of rows');
  for (const [id, item] of Object.entries(followUps)) {
    checkName(['followUps', id, 'owner'], map(item).owner, people, 'one of team.people');
    mustExist(['followUps', id, 'scenarios'], map(item).scenarios, scenarioIds, 'one of scenarios');
  }
  for (const [key, texts] of Object.entries(messages)) {
    for (const [language, text] of Object.entries(map(texts))) {
      if (typeof text !== 'string') continue;
      for (const [, word = ''] of text.matchAll(/\{([^{}]*)\}/g))
        checkName(['messages', key, language], word, PLACEHOLDERS, 'a placeholder');
    }
  }
  return findings;
}

function map(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
