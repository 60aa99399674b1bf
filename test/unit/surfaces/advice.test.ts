import { advised, mitigationsAgainst } from '../../../src/domain/mitigation/advice.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

const playbook = couponPlaybook();
const NOTHING = { due: new Map<string, number>(), waived: new Set<string>(), inVain: new Set<string>() };
const first = (against: Parameters<typeof advised>[1], given: Partial<typeof NOTHING> = {}) =>
  advised(playbook, against, { ...NOTHING, ...given })[0];

it('met newcomer 5: what the cause asks for is advised first', () => {
  expect(first({ scenario: 'S2', cause: 'few-consumers' })).toBe('scale-consumers');
  expect(first({ scenario: 'S2', cause: 'few-partitions' })).toBe('add-partitions');
  expect(first({ scenario: 'S3', cause: 'slow-queries' })).toBe('offload-reads');
  expect(mitigationsAgainst(playbook, { scenario: 'S2', cause: 'few-consumers' }).slice(0, 2)).toEqual([
    'scale-consumers',
    'restart-consumers',
  ]);
});

it('met newcomer 5: without a cause the row that is due next decides, and what was tried in vain comes last', () => {
  const due = (rows: Record<string, number>) => new Map(Object.entries(rows));
  expect(first({ scenario: 'S2' })).toBe('restart-consumers');
  expect(first({ scenario: 'S2' }, { due: due({ I1: 5, I2: 9 }) })).toBe('rate-limit');
  expect(first({ scenario: 'S2' }, { due: due({ F1: 5, I1: 9 }) })).toBe('scale-consumers');
  expect(first({ scenario: 'S2' }, { due: due({ I1: 5 }), inVain: new Set(['rate-limit']) })).not.toBe('rate-limit');
});

it('met newcomer 5: what serves only rows that do not apply is not advised', () => {
  const all = (waived: string[]) => advised(playbook, { scenario: 'S2' }, { ...NOTHING, waived: new Set(waived) });
  expect(all([])).toContain('restart-consumers');
  expect(all(['I2'])).not.toContain('restart-consumers');
  expect(all(['I2'])).toContain('scale-consumers');
  // What serves no row of the process serves the service.
  expect(all(['I2'])).toContain('add-partitions');
});

it('names something against every cause that lies in its scenario', () => {
  const without = Object.entries(playbook.scenarios).flatMap(([scenario, { causes }]) =>
    causes.filter((cause) => cause.scenario === undefined && !cause.mitigations?.length).map(({ key }) => `${scenario}/${key}`),
  );
  expect(without).toEqual([]);
});

it('a row that helps against other causes is in no hurry', () => {
  const without = { ...playbook, scenarios: { ...playbook.scenarios } };
  const { S5 } = playbook.scenarios;
  if (!S5) throw new Error('the playbook has no S5');
  without.scenarios.S5 = { ...S5, causes: S5.causes.map((cause) => ({ ...cause, mitigations: [] })) };
  const due = new Map([
    ['I2', 5],
    ['F3', 9],
  ]);
  const order = advised(without, { scenario: 'S5', cause: 'gc-settings' }, { ...NOTHING, due });
  expect(order.indexOf('tune-gc')).toBeLessThan(order.indexOf('restart-consumers'));
});

it('knows nothing against what the playbook does not know', () => {
  expect(mitigationsAgainst(playbook, { scenario: 'constructor' })).toEqual([]);
});

it('V1: every mitigation of the shipped playbook is judged by response time, Kafka lag and DB pool', () => {
  for (const [name, { verify }] of Object.entries(playbook.mitigations))
    expect([name, verify.signals]).toEqual([name, expect.arrayContaining(['response_time_p95', 'kafka_lag', 'db_pool_used'])]);
});
