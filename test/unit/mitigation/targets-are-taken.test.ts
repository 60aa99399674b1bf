import { target } from '../../../src/domain/playbook/mitigation-schema.ts';
import { TARGET_KINDS } from '../../../src/domain/playbook/targets/index.ts';
import { MITIGATIONS } from '../../../src/workflows/mitigation/kinds/index.ts';

/** Whatever a playbook may name as a target, some kind of mitigation takes; what none takes would be a promise of the docs that nobody keeps. */

const TARGETS: readonly Parameters<typeof target.parse>[0][] = [
  { http: { url: 'http://127.0.0.1:1/ops', field: 'poolSize' } },
  { kubernetes: { namespace: 'coupon', deployment: 'coupon-api' } },
  { kubernetes: { namespace: 'coupon', deployment: 'coupon-api', set: 'restart' } },
  { kubernetes: { namespace: 'coupon', configMap: 'coupon-jvm', key: 'profile', thenRestart: 'coupon-api' } },
  { redis: { key: 'coupon:limit' } },
  { redis: { key: 'coupon:settings', field: 'limit' } },
  { postgres: { setting: 'statement_timeout' } },
  { postgres: { setting: 'work_mem', role: 'coupon' } },
  { postgres: { sessions: 'coupon' } },
  { kafka: { topic: 'coupon-requests', set: 'partitions' } },
  { kafka: { topic: 'coupon-requests', set: 'offsets', group: 'coupon-issuer' } },
  { kubernetes: { namespace: 'coupon', deployment: 'coupon-api', set: 'revision' } },
  { consul: { key: 'shop/limit' } },
  { unleash: { feature: 'checkout', environment: 'production' } },
  { flagd: { url: 'http://127.0.0.1:1/flags.json', flag: 'checkout' } },
  { webhook: { url: 'http://127.0.0.1:1/run' } },
  { webhook: { url: 'http://127.0.0.1:1/run', state: 'http://127.0.0.1:1/state', field: 'version' } },
  { command: { read: ['/opt/ops/pool', 'show'], set: ['/opt/ops/pool', '{to}'] } },
  { command: { run: ['/opt/ops/drain'] } },
];

it.each(TARGETS.map((one) => [JSON.stringify(one), one] as const))('claim 5: a kind of mitigation takes %s', (_, written) => {
  const [kind = ''] = Object.keys(target.parse(written));
  const takers = MITIGATIONS.filter(
    ({ targets, targetTrouble }) =>
      (targets as readonly string[]).includes(kind) && [0, 1].some((place) => targetTrouble?.(written as never, place) === undefined),
  );
  expect(takers.map(({ name }) => name)).not.toEqual([]);
});

it('has every kind of target among them', () => {
  const named = new Set(TARGETS.flatMap((one) => Object.keys(target.parse(one))));
  expect([...named].sort()).toEqual([...TARGET_KINDS].sort());
});
