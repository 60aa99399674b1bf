import { fileURLToPath } from 'node:url';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { KNOWN_NAMES } from '../../../src/known-names.ts';
import { couponYml } from '../../support/scenario/shipped-playbook.ts';

/** What a kind of mitigation cannot be done with is found when the bot starts, not when somebody needs it. */

function parse(does: string, on: string, more = ''): () => unknown {
  const own = `  own:
    does: ${does}
    title: { en: One of ours, ko: 우리 조치 }
    rows: []
    effect: { en: Something., ko: 무언가 }
    enabled: true
    on: [{ ${on} }]
    ${more}
`;
  return () => parsePlaybook(couponYml(['\nmitigations:\n', `\nmitigations:\n${own}`]), 'coupon.yml', KNOWN_NAMES);
}

it.each([
  ['restart-consumers', 'kubernetes: { namespace: coupon, deployment: consumer }', /own\.on\[0\]: restart-consumers: is to be restarted/],
  ['scale-consumers', 'kubernetes: { namespace: coupon, deployment: consumer, set: restart }', /scale-consumers: is set to a value/],
  ['end-session', 'postgres: { setting: work_mem }', /end-session: names no database/],
  ['set-offsets', 'kafka: { topic: coupons, set: partitions }', /set-offsets: sets no offsets/],
  [
    'redefine-lock-script',
    'redis: { key: scripts, field: new } }, { redis: { key: scripts, field: share }',
    /own\.on: has 2 entries, but redefine-lock-script takes 1 or 3/,
  ],
  ['add-partitions', 'kafka: { topic: coupons, set: offsets, group: consumers }', /add-partitions: sets no partitions/],
])('%s on %s is refused', (does, on, expected) => {
  expect(parse(does, on)).toThrow(expected);
});

it.each([
  ['restart-consumers', 'kubernetes: { namespace: coupon, deployment: consumer, set: restart }'],
  ['restart-consumers', 'kubernetes: { namespace: coupon, configMap: marks, key: consumer }'],
  ['scale-consumers', 'kubernetes: { namespace: coupon, deployment: consumer }'],
  ['end-session', 'postgres: { sessions: coupon }'],
  ['set-offsets', 'kafka: { topic: coupons, set: offsets, group: consumers }'],
  ['add-partitions', 'kafka: { topic: coupons, set: partitions }'],
])('%s on %s is not', (does, on) => {
  expect(parse(does, on)).not.toThrow();
});

it('a script that cannot be read is found when the bot starts', () => {
  const withFile = (file: string) =>
    parse('redefine-lock-script', 'redis: { key: scripts, field: new }', `with: { file: ${JSON.stringify(file)} }`);
  expect(withFile('/nowhere/lock.lua')).toThrow(/own\.with\.file: cannot be read/);
  expect(withFile(fileURLToPath(import.meta.url))).not.toThrow();
});
