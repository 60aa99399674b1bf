import { BREAKABLE, type Breakable, causesOf } from '../../../sandbox/coupon/conditions.ts';
import { Simulation } from '../../../sandbox/coupon/simulation.ts';
import { type Diagnosis, diagnose } from '../../../src/domain/diagnosis/by-playbook/diagnose.ts';
import { judgeCause } from '../../../src/domain/diagnosis/by-playbook/judge-cause.ts';
import type { SignalJudgement } from '../../../src/domain/diagnosis/by-playbook/judge-signal.ts';
import { summarize } from '../../../src/domain/diagnosis/by-playbook/summary.ts';
import type { Sample } from '../../../src/domain/ports/metrics.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

const playbook = couponPlaybook();
const START = Date.parse('2026-03-02T05:00:00Z');
const MINUTE = 60_000;

interface Play {
  broken: readonly { scenario: Breakable; cause: string; strength?: number }[];
  seconds: number;
  seed?: number;
  /** Measured only in part, from the first value on. */
  parts?: readonly string[];
}

/** What the diagnosis says so many seconds after something broke, from half an hour of calm before. */
function diagnoseAfter({ broken, seconds, seed = 7, parts = [] }: Play): Diagnosis {
  let nowMs = START;
  const simulation = new Simulation({ seed, speed: 1, now: () => new Date(nowMs), calmMs: 30 * MINUTE });
  for (const { scenario, cause, strength = 1 } of broken) simulation.break(scenario, { cause, strength });
  nowMs += seconds * 1_000;
  simulation.catchUp();
  const histories = new Map(
    Object.keys(playbook.signals).map((key): [string, Sample[]] => {
      const history = historyOf(simulation, key, START - 30 * MINUTE, nowMs);
      return [key, parts.includes(key) ? history.map((sample) => ({ ...sample, doubts: DOUBTS })) : history];
    }),
  );
  const windows = { calmUntil: new Date(START - MINUTE), recentFrom: new Date(nowMs - MINUTE / 2) };
  return diagnose(playbook, histories, windows);
}

function historyOf(simulation: Simulation, key: string, fromMs: number, toMs: number): Sample[] {
  const samples: Sample[] = [];
  for (let at = fromMs; at <= toMs; at += 5_000) {
    const value = simulation.history.valueAt(key, at);
    if (value !== undefined && !Number.isNaN(value)) samples.push({ value, at: new Date(at) });
  }
  return samples;
}

const DOUBTS = [{ code: 'partial' as const, words: ['store-2 is down'] }];
const named = ({ causes }: Diagnosis): string[] => causes.map(({ scenario, key }) => `${scenario} ${key}`);

const EVERY_CAUSE = BREAKABLE.filter((scenario) => scenario !== 'S1').flatMap((scenario) =>
  causesOf(scenario).flatMap((cause) => [1, 2, 3].map((seed): [Breakable, string, number] => [scenario, cause, seed])),
);

it.each(EVERY_CAUSE)('names %s %s as the cause, and is sure of it (seed %i)', (scenario, cause, seed) => {
  const diagnosis = diagnoseAfter({ broken: [{ scenario, cause }], seconds: 150, seed });
  expect(named(diagnosis)[0]).toBe(`${scenario} ${cause}`);
  expect(diagnosis.causes[0]?.confidence).toBe('likely');
});

it.each([1, 2, 3, 4, 5])('says that nothing stands out when nothing does (seed %i)', (seed) => {
  const diagnosis = diagnoseAfter({ broken: [], seconds: 600, seed });
  expect(named(diagnosis)).toEqual([]);
  expect(diagnosis.components).toEqual([]);
});

const CLEAR = EVERY_CAUSE.filter(([, , seed]) => seed === 1).map(([scenario, cause]): [Breakable, string] => [scenario, cause]);

it.each(CLEAR)('finds the scenario of %s %s within a minute', (scenario, cause) => {
  expect(diagnoseAfter({ broken: [{ scenario, cause }], seconds: 60 }).causes[0]?.scenario).toBe(scenario);
});

it('names a spike by what causes it', () => {
  for (const [cause, scenario] of Object.entries({ 'redis-lock': 'S4', 'kafka-delay': 'S2', 'gc-pause': 'S5', 'db-pool': 'S3' })) {
    expect(diagnoseAfter({ broken: [{ scenario: 'S1', cause }], seconds: 150 }).causes[0]?.scenario).toBe(scenario);
  }
});

it('shows what the origin explains as explained, and by what', () => {
  const { components } = diagnoseAfter({ broken: [{ scenario: 'S3', cause: 'long-transactions' }], seconds: 150 });
  const [first, ...others] = components;
  expect(first).toMatchObject({ key: 'database', explained: 0 });
  expect(others.map(({ key }) => key).sort()).toEqual(['api', 'consumers']);
  for (const other of others) {
    expect(other).toMatchObject({ by: 'database' });
    expect(other.explained).toBeGreaterThan(0.9);
  }
});

it('keeps both of two things that broke at once', () => {
  const broken = [
    { scenario: 'S4', cause: 'lock-held-long' },
    { scenario: 'S3', cause: 'slow-queries' },
  ] as const;
  const { causes } = diagnoseAfter({ broken, seconds: 150 });
  expect(new Set(causes.slice(0, 2).map(({ scenario }) => scenario))).toEqual(new Set(['S3', 'S4']));
});

describe('a cause that is known by two things', () => {
  /** Calm, and since a minute the lock waits; what `others` does besides. */
  function confidence(others: (second: number) => number | undefined): string | undefined {
    const [at, broke] = [(second: number) => new Date(START + second * 1_000), 540];
    const series = (value: (second: number) => number | undefined): Sample[] =>
      Array.from({ length: 120 }, (_, index) => index * 5).flatMap((second) => {
        const found = value(second);
        return found === undefined ? [] : [{ value: found, at: at(second) }];
      });
    const histories = new Map([
      ['redis_lock_wait', series((second) => (second >= broke ? 3 : 0.01))],
      ['redis_lock_failures', series((second) => (second >= broke ? 40 : 0))],
      ['request_rate', series(others)],
    ]);
    const { causes } = diagnose(playbook, histories, { calmUntil: at(broke - 30), recentFrom: at(570) });
    return causes.find(({ key }) => key === 'late-release')?.confidence;
  }

  it('is likely while more than half of it speaks for it', () => {
    expect(confidence(() => 25)).toBe('likely');
    expect(confidence(() => undefined)).toBe('likely');
  });

  it('is not likely by the other one alone', () => {
    expect(confidence(() => 150)).not.toBe('likely');
  });
});

describe('met-E3: by signals that are measured only in part', () => {
  const broken = [{ scenario: 'S3', cause: 'long-transactions' }] as const;

  it.each([
    ['its own evidence', ['db_connection_hold_time']],
    ['what its component shows', ['db_pool_waiting']],
    ['what it depends on', ['gc_pause_ratio']],
    ['everything', Object.keys(playbook.signals)],
  ])('no cause is likely when %s is', (_, parts) => {
    const { causes } = diagnoseAfter({ broken, seconds: 150, parts });
    expect(causes[0]).toMatchObject({ scenario: 'S3', key: 'long-transactions', confidence: 'possible' });
  });

  it('a cause stays likely when another place is', () => {
    const { causes } = diagnoseAfter({ broken, seconds: 150, parts: ['kafka_lag', 'memory'] });
    expect(causes[0]).toMatchObject({ key: 'long-transactions', confidence: 'likely' });
  });

  it('the evidence says so, and how many signals there are', () => {
    const summary = summarize(diagnoseAfter({ broken, seconds: 150, parts: ['db_connection_hold_time', 'memory'] }));
    expect(summary.unsure).toBe(2);
    expect(summary.causes[0]?.evidence.find(({ signal }) => signal === 'db_connection_hold_time')).toMatchObject({ doubts: DOUBTS });
    expect(summarize(diagnoseAfter({ broken: [], seconds: 300, parts: ['memory'] }))).toEqual({ causes: [], troubled: [], unsure: 1 });
    expect(summarize(diagnoseAfter({ broken: [], seconds: 300 }))).toEqual({ causes: [], troubled: [] });
  });

  it.each<[string, Partial<SignalJudgement>, Partial<SignalJudgement>, number]>([
    ['a part that exceeds the whole', { value: 5, doubts: DOUBTS }, { value: 3 }, 1],
    ['a part that does not exceed it', { value: 2, doubts: DOUBTS }, { value: 3 }, 0.5],
    ['the whole that exceeds a part', { value: 5 }, { value: 3, doubts: DOUBTS }, 0.5],
    ['the whole that does not exceed a part', { value: 2 }, { value: 3, doubts: DOUBTS }, 0],
  ])('more than: %s', (_, sign, other, support) => {
    const judged = new Map<string, SignalJudgement>(
      Object.entries({ sign, other }).map(([key, one]) => [key, { key, state: 'normal', high: 0, low: 0, ...one }]),
    );
    expect(judgeCause({ when: [{ signal: 'sign', moreThan: 'other' }], unless: [] }, judged).support).toBe(support);
  });
});
