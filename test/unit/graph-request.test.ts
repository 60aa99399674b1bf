import { findSignal, readGraphRequest } from '../../src/domain/graph-request.ts';
import { couponPlaybook } from '../support/shipped-playbook.ts';

const playbook = couponPlaybook();

it.each([
  ['kafka_lag', 'kafka_lag', 60],
  ['kafka_lag 2h', 'kafka_lag', 120],
  ['2h  kafka_lag', 'kafka_lag', 120],
  ['Kafka lag 90m', 'Kafka lag', 90],
  ['', '', 60],
])('%j is %j over %i minutes', (words, name, minutes) => {
  expect(readGraphRequest(words)).toEqual({ name, durationMs: minutes * 60_000 });
});

it.each(['kafka_lag 2x', 'kafka_lag 5', 'kafka_lag 1h 2h', 'kafka_lag 10s', 'kafka_lag 60d'])('%j has no usable duration', (words) => {
  expect(() => readGraphRequest(words)).toThrow(/`30m`|`14d`/);
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
