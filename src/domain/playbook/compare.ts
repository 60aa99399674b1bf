import { levelAt } from '../oncall/index.ts';
import { DAY_MS } from '../oncall/wall-time.ts';
import { fieldsOf } from './checks/draft.ts';
import { ONCALL_LEVELS } from './oncall-schema.ts';
import type { Playbook } from './schema.ts';

/** A playbook with what was written of it: values are compared as they are read, and told as they are written. */
export interface Compared {
  playbook: Playbook;
  raw: unknown;
}

/** A time in which somebody else would be paged first; nobody where a name is absent. */
export interface PagedInstead {
  level: string;
  from: Date;
  to: Date;
  before?: string;
  after?: string;
}

/** One value that differs, where it stands. `undefined` on one side: it is not there. */
export interface ChangedValue {
  path: string;
  before: unknown;
  after: unknown;
}

export interface Comparison {
  paged: PagedInstead[];
  changes: ChangedValue[];
}

/** How far ahead the levels are looked at. */
const AHEAD_MS = 7 * DAY_MS;

/** What is for people and clocks, by its way from the top; texts for people to read are left out, whatever they are called. */
const SECTIONS: readonly string[][] = [
  ['team', 'zone'],
  ['team', 'language'],
  ['team', 'languages'],
  ['team', 'workingHours'],
  ['team', 'channels'],
  ['team', 'people'],
  ['team', 'oncall'],
  ['team', 'paging'],
  ['team', 'notify'],
  ['team', 'leads'],
  ['team', 'bridge'],
  ['service', 'key'],
  ['escalation'],
  ['updates'],
  ['rows'],
  ['retro'],
  ['followUps'],
  ['signals'],
  ['watch'],
  ['alerts'],
  ['scenarios'],
  ['mitigations'],
  ['mitigating'],
  ['statusPage'],
  ['permissions'],
];
const WORDS = new Set(['title', 'description', 'effect', 'reason', 'waive']);

/** What would change for people and clocks when the newer playbook takes the place of the older one. */
export function comparePlaybooks(older: Compared, newer: Compared, now: Date): Comparison {
  const changes = SECTIONS.flatMap((path) =>
    differences(path, [at(older.playbook, path), at(newer.playbook, path)], [at(keyed(older.raw), path), at(keyed(newer.raw), path)]),
  );
  return { paged: ONCALL_LEVELS.flatMap((level) => pagedInstead(older.playbook, newer.playbook, { level, now })), changes };
}

function pagedInstead(
  older: Playbook,
  newer: Playbook,
  { level, now }: { level: (typeof ONCALL_LEVELS)[number]; now: Date },
): PagedInstead[] {
  const end = now.getTime() + AHEAD_MS;
  const spans: PagedInstead[] = [];
  for (let time = now.getTime(); time < end; ) {
    const [was, is] = [older, newer].map((playbook) => levelAt(playbook, level, new Date(time))) as [
      ReturnType<typeof levelAt>,
      ReturnType<typeof levelAt>,
    ];
    // Who stands in a user group only Slack knows.
    if (was.source === 'user-group' || is.source === 'user-group') return [];
    const edges = [was.next?.at.getTime(), is.next?.at.getTime()].filter((edge): edge is number => edge !== undefined && edge > time);
    const next = Math.min(end, ...edges);
    const [before, after] = [personIn(older, was.turn.person), personIn(newer, is.turn.person)];
    const last = spans.at(-1);
    if (before?.slack !== after?.slack) {
      const isSame = last && last.to.getTime() === time && last.before === before?.name && last.after === after?.name;
      if (isSame) last.to = new Date(next);
      else {
        const names = { ...(before && { before: before.name }), ...(after && { after: after.name }) };
        spans.push({ level, from: new Date(time), to: new Date(next), ...names });
      }
    }
    time = next;
  }
  return spans;
}

function personIn({ team }: Playbook, key: string | undefined): { slack: string; name: string } | undefined {
  return key === undefined ? undefined : (team.people[key] ?? { slack: key, name: key });
}

/** Where two values differ, as deep as both have fields. `written`: what stands in the files there, where something does. */
function differences(path: readonly string[], [before, after]: [unknown, unknown], written: [unknown, unknown]): ChangedValue[] {
  const [was, is] = [keyed(before), keyed(after)];
  if (isFields(was) && isFields(is)) {
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => !WORDS.has(key));
    return keys.flatMap((key) => {
      const next = written.map((side) => fieldsOf(side)[key]) as [unknown, unknown];
      return differences([...path, key], [was[key], is[key]], next);
    });
  }
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const told = ([value, own]: [unknown, unknown]) => (value === undefined ? undefined : withoutWords(own ?? value));
  return [{ path: path.join('.'), before: told([before, written[0]]), after: told([after, written[1]]) }];
}

/** Lists whose items have names as records by these names, so that an item that moved is not another one. */
function keyed(value: unknown): unknown {
  if (Array.isArray(value)) {
    const names = value.map(nameOf);
    const isNamed = names.length > 0 && names.every((name) => name !== undefined) && new Set(names).size === names.length;
    return isNamed ? Object.fromEntries(value.map((item, index) => [names[index], keyed(item)])) : value.map(keyed);
  }
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keyed(inner)]));
}

function nameOf(item: unknown): string | undefined {
  const { id, key, name, level } = fieldsOf(item);
  const own = id ?? key ?? name;
  if (typeof own !== 'string') return undefined;
  return id !== undefined && (level === 'warning' || level === 'critical') ? `${own} ${level}` : own;
}

function withoutWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWords);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (WORDS.has(key) ? [] : [[key, withoutWords(inner)]])));
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, key) => fieldsOf(inner)[key], value);
}
