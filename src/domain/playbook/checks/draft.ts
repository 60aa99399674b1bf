import { closest } from 'fastest-levenshtein';
import type { Finding, Path } from '../playbook-error.ts';

type Fields = Record<string, unknown>;

/** The sections of a playbook as it was written, whether or not its shape is right: what has the wrong shape reads as empty. */
export interface Draft {
  team: Fields;
  service: Fields;
  briefing: Fields;
  updates: Fields;
  signals: Fields;
  components: Fields;
  alerts: Fields;
  scenarios: Fields;
  rows: Fields;
  mitigations: Fields;
  followUps: Fields;
  messages: Fields;
  analysis: Fields;
  statusPage: Fields;
  permissions: Fields;
  escalation: Fields[];
}

export function draftOf(raw: unknown): Draft {
  const top = fieldsOf(raw);
  return {
    team: fieldsOf(top.team),
    service: fieldsOf(top.service),
    briefing: fieldsOf(top.briefing),
    updates: fieldsOf(top.updates),
    signals: fieldsOf(top.signals),
    components: fieldsOf(top.components),
    alerts: fieldsOf(top.alerts),
    scenarios: fieldsOf(top.scenarios),
    rows: fieldsOf(top.rows),
    mitigations: fieldsOf(top.mitigations),
    followUps: fieldsOf(top.followUps),
    messages: fieldsOf(top.messages),
    analysis: fieldsOf(top.analysis),
    statusPage: fieldsOf(top.statusPage),
    permissions: fieldsOf(top.permissions),
    escalation: listOf(top.escalation).map(fieldsOf),
  };
}

/** What `Object.entries` gives, with fields inside. */
export function sectionsOf(section: unknown): [string, Fields][] {
  return Object.entries(fieldsOf(section)).map(([key, value]) => [key, fieldsOf(value)]);
}

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The name must be among `known`. What is no text at all is the schema's business. */
export function unknownName(path: Path, name: unknown, known: readonly string[], what: string): Finding[] {
  if (typeof name !== 'string' || known.includes(name)) return [];
  const nearest = known.length === 0 ? undefined : closest(name, known);
  const message = `"${name}" is not ${what}${nearest === undefined ? '' : `: did you mean "${nearest}"?`}`;
  return [{ path, message, wanted: what, ...(nearest !== undefined && { nearest }) }];
}

/** Each name of the list must be among `known`, and stand there once. */
export function unknownNames(path: Path, names: unknown, known: readonly string[], what: string): Finding[] {
  const list = listOf(names);
  return list.flatMap((name, index) => {
    const twice = typeof name === 'string' && list.indexOf(name) < index;
    return twice ? [{ path: [...path, index], message: `"${name}" is listed twice` }] : unknownName([...path, index], name, known, what);
  });
}

/** Items after the first whose `value` an earlier one had already. */
export function repeated(path: Path, field: string, values: readonly unknown[]): Finding[] {
  return values.flatMap((value, index) =>
    value !== undefined && values.indexOf(value) < index ? [{ path: [...path, index, field], message: `"${value}" is there twice` }] : [],
  );
}
