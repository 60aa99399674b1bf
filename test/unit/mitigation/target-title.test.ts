import { titleOfTarget } from '../../../src/domain/mitigation/target-title.ts';
import type { TargetSpec } from '../../../src/domain/mitigation/targets.ts';
import { target } from '../../../src/domain/playbook/mitigation-schema.ts';

it.each<[Record<string, unknown>, string]>([
  [{ http: { url: 'http://127.0.0.1:4600/control/x', field: 'ops.consumersRestartedAt' } }, 'consumers restarted at'],
  [{ http: { url: 'http://a', field: 'pool_size' } }, 'pool size'],
  [{ kubernetes: { namespace: 'coupon', deployment: 'coupon-consumer' } }, 'Replicas of coupon-consumer'],
  [{ kubernetes: { namespace: 'coupon', deployment: 'coupon-consumer', set: 'restart' } }, 'coupon-consumer'],
  [{ kubernetes: { namespace: 'coupon', configMap: 'coupon-jvm', key: 'profile' } }, 'profile in coupon-jvm'],
  [{ redis: { key: 'coupon:lock:scripts', field: 'acquire' } }, 'acquire'],
  [{ postgres: { setting: 'statement_timeout', role: 'app' } }, 'statement_timeout of the role app'],
  [{ postgres: { setting: 'work_mem' } }, 'work_mem'],
  [{ postgres: { sessions: 'coupon' } }, 'Sessions of coupon'],
  [{ kafka: { topic: 'requests', set: 'partitions' } }, 'Partitions of requests'],
  [{ kafka: { topic: 'requests', set: 'offsets', group: 'issuer' } }, 'Offsets of issuer'],
  [{ command: { read: ['/opt/ops/pool', 'show'], set: ['/opt/ops/pool', 'resize', '--to={to}'] } }, 'What pool sets'],
  [{ command: { run: ['/opt/ops/drain', 'node-1'] } }, 'Run drain'],
  [{ kubernetes: { namespace: 'coupon', deployment: 'coupon-api', set: 'revision' } }, 'Version of coupon-api'],
  [{ consul: { key: 'shop/checkout/limit' } }, 'limit'],
  [{ unleash: { feature: 'checkout', environment: 'production' } }, 'checkout'],
  [{ flagd: { url: 'http://a/flags.json', flag: 'checkout' } }, 'checkout'],
  [{ webhook: { url: 'https://ci.example.com/job?token=x' } }, 'Webhook of ci.example.com'],
])('met newcomer 9: %j is called %p, without an address', (written, en) => {
  const title = titleOfTarget(target.parse(written) as TargetSpec);
  expect(title.en).toBe(en);
  expect(`${title.en} ${title.ko}`).not.toMatch(/https?:|127\.0|\//);
  expect(title.ko).not.toBe('');
});

it('is called as the playbook calls it', () => {
  const title = { en: 'Orders a second', ko: '초당 주문' };
  expect(titleOfTarget(target.parse({ title, http: { url: 'http://a', field: 'x' } }) as TargetSpec)).toEqual(title);
});
