import fc from 'fast-check';
import type { DeadlineSpec, Playbook } from '../../../src/domain/playbook/schema.ts';
import { EVENTS, type Event, type EventKind } from '../../../src/domain/timeline/index.ts';
import { ALSO_CALLED, BY_HAND, KEPT_BY, type KeptBy } from '../../../src/domain/timeline/kept-by.ts';
import { rowsKept } from '../../../src/domain/timeline/rows-kept.ts';
import { sampleData } from '../../support/examples/sample-events.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

const isByHand = (keptBy: KeptBy) => BY_HAND.some((one) => one === keptBy);

fc.configureGlobal({ seed: testSeed() });

const shipped = couponPlaybook();
const at = new Date('2026-03-03T05:00:00Z');
const KINDS = Object.keys(EVENTS) as EventKind[];

function event(kind: EventKind, row = 'Q7', data: Record<string, unknown> = {}): Event {
  return { kind, incidentId: 1, at, actor: 'bongsu', data: { ...sampleData(row)[kind], ...data } } as Event;
}

/** The event behind a name that a playbook may have for it. */
function behind(keptBy: KeptBy): EventKind {
  return Object.hasOwn(ALSO_CALLED, keptBy) ? ALSO_CALLED[keptBy as keyof typeof ALSO_CALLED].kind : (keptBy as EventKind);
}

const row = (keptBy: KeptBy, more: Partial<DeadlineSpec> = {}): DeadlineSpec => ({
  title: { en: 'x', ko: 'x' },
  phase: 'communicate',
  from: 'detection',
  within: 300_000,
  keptBy,
  publicOnly: false,
  causes: [],
  who: 'operations',
  ...more,
});

/** A playbook with nothing but this row, and what the shape of a playbook wants beside it: a step of escalation for a page, a mitigation, a notice. */
function withRow(id: string, spec: DeadlineSpec): Pick<Playbook, 'rows' | 'escalation' | 'mitigations'> {
  const [first] = shipped.escalation;
  const limit = shipped.mitigations['rate-limit'];
  if (!first || !limit) throw new Error('The shipped playbook has neither.');
  return {
    rows: { [id]: spec },
    escalation: spec.keptBy === 'page.sent' ? [{ ...first, id, level: 'L1' }] : [],
    mitigations: { 'rate-limit': { ...limit, rows: spec.keptBy === 'mitigation' ? [id] : [] } },
  };
}

const rowIds = fc
  .tuple(fc.constantFrom(...'ABCDEFGHIJKMNOPQRSTUVWXYZ'), fc.integer({ min: 0, max: 9_999 }))
  .map(([letter, number]) => `${letter}${number}`);

describe('a row of any name', () => {
  const names = KEPT_BY.filter((name) => !isByHand(name));

  it.each(names)('is kept by %s, and by nothing that is called otherwise', (keptBy) => {
    fc.assert(
      fc.property(
        rowIds,
        fc.constantFrom('communicate' as const, 'analyse' as const, 'detect' as const, 'recover' as const),
        (id, phase) => {
          // What people tick or accept keeps its own row by their word (keepRow).
          fc.pre(phase !== 'analyse' || !['path.accepted', 'checklist.done'].includes(keptBy));
          const playbook = withRow(id, row(keptBy, { phase, ...(keptBy === 'notice.posted' && { message: 'notice.delayed' }) }));
          expect(rowsKept(playbook, event(behind(keptBy), id))).toEqual([{ row: id, by: keptBy }]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(KEPT_BY.filter(isByHand))('kept by %s is kept by no event', (keptBy) => {
    for (const kind of KINDS) expect(rowsKept(withRow('Q7', row(keptBy)), event(kind))).toEqual([]);
  });
});

it('an event keeps rows of its own names only', () => {
  const may: Partial<Record<EventKind, readonly KeptBy[]>> = {
    'page.acknowledged': ['page.sent'],
    'incident.escalated': ['page.sent'],
    'mitigation.executed': ['mitigation'],
    'analysis.collected': ['logs.collected', 'metrics.collected', 'heap-dump.analysed', 'path.proposed'],
    'analysis.accepted': ['path.accepted'],
    'analysis.ticked': ['checklist.done'],
  };
  for (const kind of KINDS) {
    const keeps = KEPT_BY.filter((keptBy) => {
      const spec = row(keptBy, keptBy === 'notice.posted' ? { message: 'notice.delayed' } : {});
      return rowsKept(withRow('Q7', spec), event(kind)).length > 0;
    });
    const own = kind.startsWith('deadline.') ? [] : [kind];
    expect([kind, [...keeps].sort()]).toEqual([kind, [...own, ...(may[kind] ?? [])].sort()]);
  }
});

describe('the shipped playbook', () => {
  const kept = (kind: EventKind, data: Record<string, unknown> = {}, own = 'Q7') =>
    rowsKept(shipped, event(kind, own, data)).map((each) => each.row);

  it.each<[EventKind, Record<string, unknown>, string[]]>([
    ['briefing.posted', {}, ['C1']],
    ['bridge.opened', {}, ['C2']],
    ['bridge.opened', { kind: 'fallback' }, ['C2']],
    ['people.invited', {}, ['C3']],
    ['people.invited', { whom: undefined }, ['C3']],
    ['people.invited', { whom: 'declarer' }, []],
    ['people.invited', { whom: 'paged' }, []],
    ['people.invited', { failed: [{ user: 'U0MINJI', code: 'is_restricted' }] }, []],
    ['update.sent', {}, ['X1']],
    ['diagnosis.named', {}, ['R1']],
    ['diagnosis.likely', {}, []],
    ['readings.followed', {}, ['V2']],
    ['mitigation.verified', { verdict: 'worse' }, ['V1']],
    ['mitigation.verified', { verdict: 'unknown' }, []],
    ['mitigation.executed', { mitigation: 'scale-consumers' }, ['I2', 'F1']],
    ['mitigation.executed', { mitigation: 'delay-notice' }, ['P2']],
    ['mitigation.executed', { mitigation: 'end-session' }, []],
    ['mitigation.executed', { mitigation: 'offload-reads', row: 'F4' }, []],
    ['mitigation.executed', { mitigation: 'gone' }, []],
    // Left to the end of its run, as above.
    ['notice.posted', { mitigation: 'delay-notice' }, []],
    ['notice.posted', { mitigation: 'other', message: undefined }, []],
    ['notice.posted', { mitigation: 'other', message: 'notice.spread' }, ['P3']],
    ['notice.posted', { mitigation: 'other', message: 'waitingScreen' }, []],
    ['page.sent', { level: 'L1', levels: ['L1'] }, ['A1']],
    ['page.sent', { level: 'L2', levels: ['L2', 'L1'] }, ['A1', 'A2']],
    ['page.sent', { level: 'operations', levels: undefined }, ['A3']],
    ['page.sent', { level: 'L1', levels: [] }, []],
    ['page.acknowledged', { level: 'L2', levels: ['L2'] }, ['A2']],
    ['incident.escalated', { level: 'operations', users: [], have: ['U0MINJI'] }, ['A3']],
    ['incident.escalated', { level: 'operations', users: ['U0MINJI'] }, []],
    ['retro.held', {}, ['T1']],
  ])('%s %j keeps %j', (kind, data, rows) => {
    expect(kept(kind, data)).toEqual(rows);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['G1', { read: ['logs'], whole: true }, ['G1']],
    ['G3', { read: ['logs'], path: undefined, whole: false }, []],
    ['M1', { read: ['signals'], whole: true }, ['M1']],
    ['M2', { read: ['jvm'], whole: true }, ['M2']],
    ['R2', { read: ['traffic'], whole: false }, []],
  ])('what was collected for %s %j keeps %j', (own, data, rows) => {
    expect(kept('analysis.collected', data, own)).toEqual(rows);
  });
});

/** The names that a playbook may have for what is collected. */
const COLLECTED = KEPT_BY.filter((keptBy) => !isByHand(keptBy) && behind(keptBy) === 'analysis.collected');

it.each(COLLECTED)('a row kept by %s is kept when all that it needs was read, whatever that is, and no other is', (keptBy) => {
  const kept = (spec: DeadlineSpec, data: Record<string, unknown>) =>
    rowsKept({ ...withRow('M3', spec), rows: { M3: spec, M4: spec } }, event('analysis.collected', 'M3', { path: undefined, ...data }));
  for (const read of [['logs'], ['signals'], ['jvm'], ['pools'], ['logs', 'traffic']]) {
    expect(kept(row(keptBy, { phase: 'analyse' }), { read, whole: true })).toEqual([{ row: 'M3', by: keptBy }]);
  }
  // Of an earlier release, which did not say.
  if (keptBy !== 'analysis.collected') expect(kept(row(keptBy, { phase: 'analyse' }), { read: undefined, whole: undefined })).toEqual([]);
});

it('what was read whole keeps no row that waits for something else', () => {
  for (const keptBy of KEPT_BY.filter((name) => !COLLECTED.includes(name))) {
    expect(rowsKept(withRow('M3', row(keptBy, { phase: 'analyse' })), event('analysis.collected', 'M3'))).toEqual([]);
  }
});

describe('a row that is a step of the escalation', () => {
  const [first] = shipped.escalation;
  const stepOf = (keptBy: KeptBy) => ({
    ...withRow('A1', row(keptBy, { phase: 'detect' })),
    escalation: [{ ...(first as NonNullable<typeof first>), id: 'A1', level: 'L1' as const }],
  });
  const ofLevel: readonly KeptBy[] = ['page.asked', 'page.refused', 'page.handed-over', 'page.acknowledged', 'incident.escalated'];
  const PAGED: readonly (readonly [EventKind, Record<string, unknown>])[] = [
    ['page.sent', {}],
    ['page.acknowledged', {}],
    ['incident.escalated', { users: [], have: ['U0MINJI'] }],
  ];

  it.each(KEPT_BY.filter((keptBy) => !ofLevel.includes(keptBy)))('and has keptBy %s is kept by its page all the same', (keptBy) => {
    for (const [kind, data] of PAGED) {
      expect(rowsKept(stepOf(keptBy), event(kind, 'Q7', data))).toEqual([{ row: 'A1', by: 'page.sent' }]);
      expect(rowsKept(stepOf(keptBy), event(kind, 'Q7', { ...data, level: 'L2', levels: ['L2'] }))).toEqual([]);
    }
    expect(rowsKept(stepOf(keptBy), event('incident.escalated', 'Q7', { users: ['U0MINJI'] }))).toEqual([]);
  });

  it.each(ofLevel)('and waits for %s of its level is kept by that alone', (keptBy) => {
    const keeps = KINDS.filter((kind) => rowsKept(stepOf(keptBy), event(kind)).length > 0);
    expect(keeps).toEqual([keptBy]);
    expect(rowsKept(stepOf(keptBy), event(behind(keptBy), 'Q7', { level: 'L2', levels: ['L2'] }))).toEqual([]);
  });
});

describe('a notice', () => {
  const delay = shipped.mitigations['delay-notice'] as NonNullable<(typeof shipped.mitigations)[string]>;
  const playbook = {
    ...shipped,
    rows: {
      Z1: row('notice.posted', { message: 'notice.delayed' }),
      Z2: row('notice.posted', { message: 'notice.spread' }),
      Z3: row('notice.posted', { message: 'notice.delayed' }),
    },
    mitigations: { lists: { ...delay, rows: ['Z1'] }, free: { ...delay, rows: [] } },
  };
  const kept = (kind: EventKind, data: Record<string, unknown>) => rowsKept(playbook, event(kind, 'Q7', data)).map((each) => each.row);

  it('of nobody’s text keeps no row', () => {
    expect(kept('notice.posted', { mitigation: 'free', message: undefined })).toEqual([]);
    expect(kept('notice.posted', { mitigation: undefined, message: undefined })).toEqual([]);
  });

  it('keeps the rows of its text, but those of the mitigation that posts it only when that is done', () => {
    expect(kept('notice.posted', { mitigation: 'lists', message: 'notice.delayed' })).toEqual(['Z3']);
    expect(kept('mitigation.executed', { mitigation: 'lists' })).toEqual(['Z1']);
    expect(kept('notice.posted', { mitigation: 'free', message: 'notice.delayed' })).toEqual(['Z1', 'Z3']);
    expect(kept('notice.posted', { mitigation: 'lists', message: 'notice.spread' })).toEqual(['Z2']);
  });
});

it('a row that mitigations list waits for one of those, another for any', () => {
  const playbook = {
    ...shipped,
    rows: { Z1: row('mitigation.executed'), Z2: row('mitigation.ended.undone'), Z3: row('mitigation.begun') },
    mitigations: { ...shipped.mitigations, 'tune-gc': { ...(shipped.mitigations['tune-gc'] as NonNullable<object>), rows: ['Z3'] } },
  } as unknown as typeof shipped;
  const kept = (kind: EventKind, mitigation: string) => rowsKept(playbook, event(kind, 'Q7', { mitigation })).map((each) => each.row);
  expect(kept('mitigation.executed', 'rate-limit')).toEqual(['Z1']);
  expect(kept('mitigation.ended.undone', 'rate-limit')).toEqual(['Z2']);
  expect(kept('mitigation.begun', 'rate-limit')).toEqual([]);
  expect(kept('mitigation.begun', 'tune-gc')).toEqual(['Z3']);
});
