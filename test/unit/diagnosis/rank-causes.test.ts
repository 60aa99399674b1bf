import { join } from 'node:path';
import fc from 'fast-check';
import { type Cause, type DiagnosisInput, rankCauses } from '../../../src/domain/diagnosis/by-call-graph/rank-causes.ts';
import type { Samples } from '../../../src/domain/diagnosis/by-call-graph/samples.ts';
import { readCallGraph } from '../../../src/integrations/metric-tables/read-call-graph.ts';
import { readSamples } from '../../../src/integrations/metric-tables/read-samples.ts';
import { type Chain, chainGraph, chainSamples, nameOf } from '../../support/examples/metric-tables.ts';

const PETSHOP = join(import.meta.dirname, '../../data/petshop/low_traffic');
const SEARCH = 'PetSearch_AWS::ECS::Fargate';
const graph = readCallGraph(join(PETSHOP, 'graph.csv'));
const baseline = readSamples(join(PETSHOP, 'noissue/metrics.csv.gz'));
const rowsOf = (samples: Samples, from: number, to: number): Samples => ({
  times: samples.times.slice(from, to),
  columns: samples.columns.map((column) => ({ ...column, values: column.values.slice(from, to) })),
});
const incidents: DiagnosisInput[] = [
  ['issue_1', 'latency'],
  ['issue_5', 'availability'],
].map(([issue = '', metric = '']) => ({
  graph,
  baseline,
  window: readSamples(join(PETSHOP, 'train', issue, 'metrics.csv')),
  target: { component: 'PetSite', metric, statistic: 'Average' },
}));

/** The same with a shorter memory, for the many runs of the properties. */
const short = incidents.map((input) => ({ ...input, baseline: rowsOf(baseline, 100, 250) }));

const chains = fc.record({
  own: fc.array(fc.double({ min: 0.01, max: 0.5, noNaN: true }), { minLength: 2, maxLength: 6 }),
  requests: fc.integer({ min: 100, max: 5000 }),
});

describe('rankCauses on incidents of PetShop', () => {
  it.each(incidents.map((input) => [input.target.metric, input] as const))('finds what slowed or failed: %s', (_, input) => {
    const [first, ...others] = rankCauses(input);
    expect(first?.component).toBe(SEARCH);
    expect(first?.evidence.join('\n')).toMatch(/times its usual spread[\s\S]*PetSite suffers[\s\S]*Would rule it out/);
    expect(others.every(({ score }) => score < (first?.score ?? 0))).toBe(true);
  });

  it('is silent about ordinary hours', () => {
    for (const from of [120, 350]) {
      for (const { target } of incidents)
        expect(rankCauses({ graph, baseline, window: rowsOf(baseline, from, from + 5), target })).toEqual([]);
    }
  });

  it('does not depend on names or on the order of columns and components', () => {
    const rename = (name: string) => `x${[...name].reverse().join('')}`;
    fc.assert(
      fc.property(fc.constantFrom(...short), fc.infiniteStream(fc.nat()), (input, keys) => {
        const shuffled = <T>(list: readonly T[]): T[] =>
          list
            .map((item) => ({ item, key: keys.next().value ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
        const disguised = (samples: Samples): Samples => ({
          ...samples,
          columns: shuffled(samples.columns).map((column) => ({ ...column, component: rename(column.component) })),
        });
        const answer = rankCauses({
          graph: new Map(shuffled([...input.graph]).map(([caller, callees]) => [rename(caller), shuffled(callees).map(rename)])),
          baseline: disguised(input.baseline),
          window: disguised(input.window),
          target: { ...input.target, component: rename(input.target.component) },
        });
        expectAlike(
          answer,
          rankCauses(input).map((cause) => ({ ...cause, component: rename(cause.component) })),
        );
      }),
      { numRuns: 4 },
    );
  });

  it('does not depend on the unit of time', () => {
    const slower = (samples: Samples): Samples => ({
      ...samples,
      columns: samples.columns.map((column) =>
        column.metric === 'latency' ? { ...column, values: column.values.map((value) => value * 1000) } : column,
      ),
    });
    for (const input of short) {
      expectAlike(rankCauses({ ...input, baseline: slower(input.baseline), window: slower(input.window) }), rankCauses(input));
    }
  });

  it('never names a component of which nothing is known', () => {
    fc.assert(
      fc.property(fc.constantFrom(...short), fc.constantFrom(...graph.keys()), fc.boolean(), (input, silent, always) => {
        fc.pre(silent !== 'PetSite');
        const without = (samples: Samples): Samples => ({
          ...samples,
          columns: samples.columns.map((column) =>
            column.component === silent ? { ...column, values: column.values.map(() => Number.NaN) } : column,
          ),
        });
        const answer = rankCauses({ ...input, baseline: always ? without(input.baseline) : input.baseline, window: without(input.window) });
        expect(answer.map(({ component }) => component)).not.toContain(silent);
      }),
      { numRuns: 8 },
    );
  });
});

describe('rankCauses on a chain without noise', () => {
  const input = (chain: Chain, metric: string, fault: { at: number; slower: number; failing: number }): DiagnosisInput => ({
    graph: chainGraph(chain),
    baseline: chainSamples(chain, 100),
    window: chainSamples(chain, 6, { ...fault, onset: 3 }),
    target: { component: nameOf(0), metric, statistic: 'Average' },
  });

  it('puts the cause before those who only wait for it', () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.double({ min: 0.5, max: 5, noNaN: true }), (chain, place, times) => {
        const at = place % chain.own.length;
        const slower = times * chain.own.reduce((sum, seconds) => sum + seconds, 0);
        expect(rankCauses(input(chain, 'latency', { at, slower, failing: 0 }))[0]?.component).toBe(nameOf(at));
      }),
      { numRuns: 40 },
    );
  });

  it('puts the cause before those who only fail because of it', () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.integer({ min: 5, max: 100 }), (chain, place, failing) => {
        const at = place % chain.own.length;
        expect(rankCauses(input(chain, 'availability', { at, slower: 0, failing }))[0]?.component).toBe(nameOf(at));
      }),
      { numRuns: 40 },
    );
  });

  it('puts the cause before those who fail because they gave up on it', () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.integer({ min: 5, max: 100 }), (chain, place, failing) => {
        const at = 1 + (place % (chain.own.length - 1));
        const slower = 10 * chain.own.reduce((sum, seconds) => sum + seconds, 0);
        const given = input(chain, 'availability', { at, slower, failing });
        const columns = given.window.columns.map((column) =>
          column.component === nameOf(at) && column.metric === 'availability'
            ? { ...column, values: column.values.map(() => 100) }
            : column,
        );
        const [first] = rankCauses({ ...given, window: { ...given.window, columns } });
        expect(first?.component).toBe(nameOf(at));
        expect(first?.evidence.join('\n')).toMatch(/gave up on it/);
      }),
      { numRuns: 40 },
    );
  });

  it('has nothing to say about a quiet chain, a metric it does not know and an empty window', () => {
    const chain = { own: [0.1, 0.2], requests: 1000 };
    const quiet = input(chain, 'latency', { at: 1, slower: 0, failing: 0 });
    expect(rankCauses(quiet)).toEqual([]);
    const slow = input(chain, 'latency', { at: 1, slower: 3, failing: 0 });
    expect(rankCauses(slow)).not.toEqual([]);
    expect(rankCauses({ ...slow, target: { ...slow.target, metric: 'requests' } })).toEqual([]);
    expect(rankCauses({ ...slow, window: { times: [], columns: [] } })).toEqual([]);
  });

  it('ends on a circle of calls', () => {
    const slow = input({ own: [0.1, 0.2, 0.3], requests: 1000 }, 'latency', { at: 2, slower: 3, failing: 0 });
    const circle = new Map([...slow.graph, [nameOf(2), [nameOf(0)]]]);
    expect(rankCauses({ ...slow, graph: circle })[0]?.component).toBe(nameOf(2));
  });
});

function expectAlike(answer: readonly Cause[], wanted: readonly Cause[]): void {
  expect(answer.map(({ component }) => component)).toEqual(wanted.map(({ component }) => component));
  for (const [at, { score }] of answer.entries()) expect(score).toBeCloseTo(wanted[at]?.score ?? Number.NaN, 3);
}
