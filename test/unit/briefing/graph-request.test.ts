import { findSignal, isGraphSpan } from '../../../src/domain/signals/graph-request.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

const playbook = couponPlaybook();

it.each([
  [60_000, true],
  [14 * 86_400_000, true],
  [10_000, false],
  [60 * 86_400_000, false],
])('a chart over %i ms can be drawn: %p', (ms, can) => {
  expect(isGraphSpan(ms)).toBe(can);
});

it.each([
  ['kafka_lag', 'kafka_lag'],
  ['KAFKA-LAG', 'kafka_lag'],
  ['Response time (p95)', 'response_time_p95'],
  ['응답 시간 (p95)', 'response_time_p95'],
])('%j is the signal %s', (name, key) => {
  expect(findSignal(playbook, name)).toBe(key);
});

it.each([
  ['kafka_lagg', /no signal `kafka_lagg`, such as `kafka_lag`/],
  ['lag', /such as `kafka_lag`/],
  ['memroy', /such as `memory`/],
  ['', /^Say which signal, such as `/],
  ['`<!channel>`', /no signal `'<!channel>'`/],
])('%j is none; the nearest are named', (name, words) => {
  expect(() => findSignal(playbook, name)).toThrow(words);
});
