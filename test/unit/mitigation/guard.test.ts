import {
  type GuardInput,
  type KnownRun,
  type Presser,
  STEERINGS,
  type Steering,
  whyNot,
  whyNotSecond,
  whyNotSteer,
  whyNotUndo,
} from '../../../src/domain/mitigation/guard.ts';
import type { MitigationSpec } from '../../../src/domain/playbook/schema.ts';
import { presenterIn } from '../../support/examples/view-examples.ts';

/** Every rule of docs/guarantees.md about who may run what when. */

const NOW = new Date('2026-11-24T03:00:00Z'); // Tuesday, 12:00 in Seoul

const nobody: Presser = { id: 'U0OTHER', external: false, isResponder: false, isLead: false, isOncall: false, inGroup: false };
const responder: Presser = { ...nobody, id: 'U0MINJI', isResponder: true };
const oncall: Presser = { ...responder, isOncall: true };
const lead: Presser = { ...responder, id: 'U0LEAD', isLead: true };

function spec(guard: Partial<MitigationSpec['guard']> = {}, rest: Partial<MitigationSpec> = {}): MitigationSpec {
  return {
    title: { en: 'Scale', ko: '확장' },
    effect: { en: 'More', ko: '더' },
    rows: [],
    enabled: true,
    on: [],
    with: {},
    limits: {},
    guard: { who: 'responder', secondWithin: 600_000, cooldown: 120_000, forbidden: [], ...guard },
    verify: { signals: [], after: 300_000 },
    undo: 'offer',
    ...rest,
  };
}

function run(changes: Partial<KnownRun>): KnownRun {
  return { id: 1, name: 'scale', state: 'ended', by: 'U0MINJI', ...changes };
}

function asked(): GuardInput {
  return { name: 'scale', spec: spec(), atOnce: 2, presser: responder, now: NOW, zone: 'Asia/Seoul', runs: [] };
}

function ask(changes: Partial<GuardInput> = {}) {
  return whyNot({ ...asked(), ...changes })?.code;
}

describe('who may run a mitigation', () => {
  it('is off unless the playbook allows it, for everybody', () => {
    expect(ask({ spec: spec({}, { enabled: false }), presser: lead })).toBe('off');
    expect(ask()).toBeUndefined();
  });

  it.each([
    ['everyone', nobody, undefined],
    ['responder', nobody, 'not-allowed'],
    ['responder', responder, undefined],
    ['responder', { ...nobody, isOncall: true }, undefined],
    ['oncall', responder, 'not-allowed'],
    ['oncall', oncall, undefined],
    ['oncall', lead, undefined],
    ['lead', oncall, 'not-allowed'],
    ['lead', lead, undefined],
  ] as const)('who: %s', (who, presser, expected) => {
    expect(ask({ spec: spec({ who }), presser })).toBe(expected);
  });

  it('lets the members of a named group as well', () => {
    expect(ask({ spec: spec({ who: 'lead', group: 'S0OPS' }), presser: { ...nobody, inGroup: true } })).toBeUndefined();
    expect(ask({ spec: spec({ who: 'lead' }), presser: { ...nobody, inGroup: true } })).toBe('not-allowed');
  });

  it('never lets guests and people of other workspaces, whatever else they are', () => {
    expect(ask({ spec: spec({ who: 'everyone' }), presser: { ...lead, external: true } })).toBe('not-allowed');
    expect(ask({ spec: spec({ who: 'lead', group: 'S0OPS' }), presser: { ...nobody, inGroup: true, external: true } })).toBe('not-allowed');
  });
});

describe('the second person', () => {
  it('is never the first one again, lead or not', () => {
    expect(whyNotSecond(spec({ second: 'responder' }), lead, lead.id)?.code).toBe('same-person');
    expect(whyNotSecond(spec({ second: 'responder' }), responder, lead.id)).toBeUndefined();
  });

  it('is of the kind that the playbook wants', () => {
    expect(whyNotSecond(spec({ second: 'lead' }), oncall, 'U0X')?.code).toBe('not-allowed');
    expect(whyNotSecond(spec({ second: 'lead' }), lead, 'U0X')).toBeUndefined();
    expect(whyNotSecond(spec({ second: 'oncall' }), { ...oncall, external: true }, 'U0X')?.code).toBe('not-allowed');
  });

  it('may run it, when the playbook wants none any more by then', () => {
    expect(whyNotSecond(spec({ who: 'oncall' }), responder, 'U0X')?.code).toBe('not-allowed');
    expect(whyNotSecond(spec({ who: 'oncall' }), oncall, 'U0X')).toBeUndefined();
  });
});

describe('what may be done with a run that is there', () => {
  const first = 'U0FIRST';
  const table: readonly (readonly [who: string, presser: Presser, may: readonly Steering[]])[] = [
    ['a member', nobody, ['refuse', 'stop']],
    ['a member of whom Slack says nothing', { ...nobody, external: true, unknown: true }, ['refuse', 'stop']],
    ['a guest', { ...lead, external: true }, []],
    ['who asked for it', { ...nobody, id: first }, ['refuse', 'stop', 'undo']],
    ['a responder', responder, ['refuse', 'stop', 'undo']],
    ['whoever is on call', { ...nobody, isOncall: true }, [...STEERINGS]],
    ['a member of the named group', { ...nobody, inGroup: true }, ['refuse', 'stop', 'undo', 'keep']],
    ['a lead', lead, [...STEERINGS]],
    ['a lead who asked for it', { ...lead, id: first }, ['refuse', 'stop', 'undo', 'keep']],
  ];

  it.each(table)('met-K2: stopping needs less than starting: %s', (_, presser, may) => {
    const guard = spec({ who: 'oncall', second: 'oncall', group: 'S0OPS' });
    expect(STEERINGS.filter((what) => whyNotSteer(what, guard, presser, first) === undefined)).toEqual(
      STEERINGS.filter((what) => may.includes(what)),
    );
  });

  it('met-K1: a freeze stops what is taken back as well, but not who asks for it in spite of it', () => {
    const frozen = { id: 7, by: 'U0LEAD', reason: null };
    expect(whyNotUndo({ under: null })).toBeUndefined();
    expect(whyNotUndo({ frozen, under: null })?.code).toBe('frozen');
    expect(whyNotUndo({ frozen, under: 6 })?.code).toBe('frozen');
    expect(whyNotUndo({ frozen, under: 7 })).toBeUndefined();
  });
});

describe('when a mitigation may run', () => {
  it('met-K1: not once somebody stopped it, nor when its incident is over, whatever else stands in its way', () => {
    const frozen = { by: 'U0LEAD', reason: null };
    expect(whyNot({ ...asked(), stopBy: 'U0SORA', frozen })).toMatchObject({ code: 'stopped', by: 'U0SORA' });
    for (const state of ['resolved', 'closed', 'cancelled'] as const)
      expect(ask({ incident: { id: 7, state }, frozen })).toBe('not-active');
    for (const state of ['open', 'reopened', 'mitigated'] as const) expect(ask({ incident: { id: 7, state } })).toBeUndefined();
  });

  it('met-K1: not when whoever approved it may not any more', () => {
    expect(ask({ spec: spec({ second: 'lead' }), second: { ...oncall, id: 'U0X' } })).toBe('not-allowed');
    expect(ask({ spec: spec({ second: 'lead' }), second: lead })).toBeUndefined();
  });

  it('not while everything is frozen, not even by itself', () => {
    const frozen = { by: 'U0LEAD', reason: 'it scaled to zero' };
    expect(ask({ frozen })).toBe('frozen');
    expect(ask({ frozen, presser: { ...lead, id: 'bongsu' } })).toBe('frozen');
  });

  it('not while it is under way, and says who was first', () => {
    for (const state of ['waiting', 'announced', 'executing', 'undoing'] as const) {
      const refusal = whyNot({
        name: 'scale',
        spec: spec(),
        atOnce: 9,
        presser: lead,
        now: NOW,
        zone: 'UTC',
        runs: [run({ state, by: 'U0SORA' })],
      });
      expect(refusal).toMatchObject({ code: 'busy', by: 'U0SORA' });
      expect(refusal && presenterIn('en').refusal(refusal).en).toEqual(expect.arrayContaining([{ person: 'U0SORA' }]));
    }
    expect(ask({ runs: [run({ state: 'held' })] })).toBe('busy');
    expect(ask({ runs: [run({ state: 'running' })] })).toBeUndefined();
    expect(ask({ runs: [run({ state: 'executing', name: 'other' })] })).toBeUndefined();
  });

  it('not before its cool-down is over, whoever ran it', () => {
    const beganAt = (agoMs: number) => [run({ state: 'running', beganAt: new Date(NOW.getTime() - agoMs) })];
    expect(ask({ runs: beganAt(119_999) })).toBe('cooling-down');
    expect(ask({ runs: beganAt(120_000) })).toBeUndefined();
    expect(ask({ runs: beganAt(1_000), self: 1 })).toBeUndefined();
  });

  it('not beside as many others as may be under way at once', () => {
    const others = [run({ id: 2, name: 'a', state: 'executing' }), run({ id: 3, name: 'b', state: 'undoing' })];
    expect(ask({ runs: others })).toBe('too-many');
    expect(ask({ runs: others, atOnce: 3 })).toBeUndefined();
    expect(ask({ runs: others.map((one) => ({ ...one, state: 'running' as const })) })).toBeUndefined();
    // One that is being carried out goes on, whatever is taken back beside it; one that only waits does not begin.
    expect(ask({ runs: [...others, run({ id: 9, state: 'executing' })], self: 9 })).toBeUndefined();
    expect(ask({ runs: [...others, run({ id: 9, state: 'waiting' })], self: 9 })).toBe('too-many');
  });

  it.each([
    ['10:00', '13:00', undefined, 'forbidden-hours'],
    ['12:00', '13:00', undefined, 'forbidden-hours'],
    ['11:00', '12:00', undefined, undefined],
    ['10:00', '13:00', ['tue'], 'forbidden-hours'],
    ['10:00', '13:00', ['mon'], undefined],
    // Over midnight: belongs to the day on which it begins.
    ['22:00', '12:30', ['mon'], 'forbidden-hours'],
    ['22:00', '12:30', ['tue'], undefined],
  ] as const)('not between %s and %s (%s) in the team’s zone', (from, to, days, expected) => {
    const reason = { en: 'Lunch sale', ko: '점심 세일' };
    const forbidden = [{ from, to, reason, ...(days && { days: [...days] }) }];
    expect(ask({ spec: spec({ forbidden: forbidden as never }) })).toBe(expected);
  });
});
