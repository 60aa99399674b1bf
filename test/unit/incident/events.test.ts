import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { dataOf, EVENTS, type EventKind } from '../../../src/domain/timeline/index.ts';
import { ALSO_CALLED, KEPT_BY } from '../../../src/domain/timeline/kept-by.ts';
import { sampleData } from '../../support/examples/sample-events.ts';

const KINDS = Object.keys(EVENTS) as EventKind[];
const SOURCES = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
const textOf = (path: string) => readFileSync(join('src', path), 'utf8');

/** Lines that write the timeline, or settle a row of the process, past `happened`. */
function past(text: string): string[] {
  return text.match(/\btimeline\s*\.append\w*\(|\bdeadlines\s*\.(?:keep|settle|waive)\w*\(|insert into timeline/g) ?? [];
}

it('nothing but src/events writes the timeline or settles a row', () => {
  const elsewhere = SOURCES.filter((path) => !/^(events|storage)\//.test(path));
  expect(elsewhere.flatMap((path) => past(textOf(path)).map((found) => `${path}: ${found}`))).toEqual([]);
  expect(past('await stores.timeline.append({})\nawait stores.deadlines.settle(1)\nawait deadlines.waiveAll(1)')).toHaveLength(3);
});

it('every event is said somewhere, and every other name stands for one', () => {
  const said = SOURCES.filter((path) => /^(workflows|events)\//.test(path))
    .map(textOf)
    .join('\n');
  const composed = [/^incident\.(mitigated|resolved|closed|cancelled|reopened)$/, /^mitigation\.ended\./];
  expect(KINDS.filter((kind) => !composed.some((one) => one.test(kind)) && !said.includes(`'${kind}'`))).toEqual([]);
  expect(Object.values(ALSO_CALLED).filter(({ kind }) => !KINDS.includes(kind))).toEqual([]);
});

it('every name that a row may be kept by stands there once', () => {
  expect(new Set(KEPT_BY).size).toBe(KEPT_BY.length);
  expect(KEPT_BY.filter((name) => name.startsWith('deadline.'))).toEqual([]);
});

it('every event has a sentence for the reference, and data that JSON Schema can tell', () => {
  for (const kind of KINDS) {
    expect(EVENTS[kind].description).toMatch(/^[A-Z].+\.$/);
    expect(z.toJSONSchema(EVENTS[kind]).type).toBe('object');
    expect(dataOf(kind, { data: JSON.parse(JSON.stringify(sampleData('Q7')[kind])) })).toBeDefined();
  }
});

/** Entries as the last release (87b31af) wrote them. */
const OLD: [EventKind, Record<string, unknown>][] = [
  ['incident.declared', { title: 'late', severity: 'sev1', scenario: 'S2', private: false, via: 'alert' }],
  ['incident.resolved', { from: 'open', note: 'scaled out' }],
  ['people.invited', { users: ['U0MINJI'], failed: [] }],
  ['page.sent', { level: 'L1', user: 'U0MINJI', attempt: 1, used: ['slack'], problems: [] }],
  ['page.acknowledged', { level: 'L1', user: 'U0MINJI', how: 'page' }],
  ['deadline.kept', { row: 'R2', note: 'replayed', late: false }],
  ['deadline.missed', { row: 'T1', reason: 'No working hour was left before it was due.' }],
  [
    'analysis.collected',
    { row: 'G1', sources: ['consumer'], problems: [{ code: 'timeout', from: 'lock', text: { en: 'slow', ko: '느림' } }] },
  ],
  ['diagnosis.named', { scenario: 'S2', cause: 'few-consumers', begun: ['F1'], waived: [] }],
  ['readings.followed', { rows: ['V2'], signals: ['cpu'] }],
  ['mitigation.executed', { mitigation: 'rate-limit', run: 3 }],
  ['mitigation.begun', { mitigation: 'rate-limit', run: 3, changes: [{ where: 'x', from: null, to: 3 }] }],
  ['mitigation.ended.failed', { mitigation: 'rate-limit', run: 3, problem: { code: 'timeout', text: 'no answer' } }],
  ['notice.posted', { kind: 'notice', en: 'late', ko: '지연' }],
  ['update.sent', { sequence: 1 }],
  ['retro.held', { row: 'T1', kept: true }],
];

it.each(OLD)('an entry %s of the last release is still read', (kind, data) => {
  expect(dataOf(kind, { data })).toEqual(data);
});

it('an entry that has not the shape of its kind has no data to go by', () => {
  expect(dataOf('update.sent', { data: { sequence: 'one' } })).toBeUndefined();
  expect(dataOf('mitigation.executed', { data: {} })).toBeUndefined();
  expect(dataOf('note', { data: null })).toBeUndefined();
});
