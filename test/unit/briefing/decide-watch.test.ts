import { decideWatch, type Threshold, UNWATCHED, type WatchNews, type WatchSpec } from '../../../src/domain/watch/decide-watch.ts';

const START = new Date('2026-03-02T05:00:00Z').getTime();
const warning: Threshold = { id: 'D2', above: 2, level: 'warning' };
const critical: Threshold = { id: 'D2', above: 4, level: 'critical', severity: 'sev1' };
const SPEC: WatchSpec = { for: 30_000, clearAfter: 300_000, hysteresis: 0.1, missingAfter: 300_000, thresholds: [warning, critical] };

/** Looks every 15 seconds at these values (undefined: no value; a number of milliseconds more than 15,000 in `pause` first). */
function play(values: readonly (number | undefined | { pause: number })[], spec: WatchSpec = SPEC): (WatchNews & { second: number })[] {
  let state = UNWATCHED;
  let atMs = START;
  const heard: (WatchNews & { second: number })[] = [];
  for (const value of values) {
    if (typeof value === 'object') {
      atMs += value.pause;
      continue;
    }
    const decided = decideWatch(state, value, spec, new Date(atMs));
    state = decided.state;
    heard.push(...decided.news.map((news) => ({ ...news, second: (atMs - START) / 1_000 })));
    atMs += 15_000;
  }
  return heard;
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

it('says nothing of a value that is normal, however long', () => {
  expect(play(times(1_000, 1.9))).toEqual([]);
});

it('waits until a threshold was crossed for its time, and says since when', () => {
  expect(play([1, 2.5, 2.5])).toEqual([]);
  expect(play([1, 2.5, 2.5, 2.5])).toEqual([
    { kind: 'crossed', level: 'warning', threshold: warning, since: new Date(START + 15_000), second: 45 },
  ]);
});

it('does not cross by being equal', () => {
  expect(play(times(10, 2))).toEqual([]);
});

it('begins anew when the value comes back for a moment', () => {
  expect(play([2.5, 2.5, 1.95, 2.5, 2.5])).toEqual([]);
});

it('lets a threshold have a time of its own', () => {
  const thresholds = [{ ...warning, for: 0 }];
  expect(play([2.5], { ...SPEC, thresholds })).toMatchObject([{ kind: 'crossed', second: 0 }]);
});

it('says once that it is critical, also when it was a warning before', () => {
  expect(play([2.5, 2.5, 2.5, 5, 5, 5, 5, 2.5, 5, 5, 5])).toMatchObject([
    { kind: 'crossed', level: 'warning', second: 30 },
    { kind: 'crossed', level: 'critical', second: 75, since: new Date(START + 45_000) },
  ]);
  expect(play([5, 5, 5, 5])).toMatchObject([{ kind: 'crossed', level: 'critical' }]);
});

it('counts the time below critical for the warning', () => {
  expect(play([2.5, 5, 2.5])).toMatchObject([{ kind: 'crossed', level: 'warning', second: 30 }]);
});

it('takes a flapping value for one disturbance', () => {
  const flapping = Array.from({ length: 400 }, (_, n) => (n % 8 < 4 ? 2.5 : 1.85));
  expect(play(flapping)).toMatchObject([{ kind: 'crossed', level: 'warning' }]);
  const wild = Array.from({ length: 400 }, (_, n) => (n % 8 < 4 ? 2.5 : 0.5));
  expect(play(wild)).toMatchObject([{ kind: 'crossed', level: 'warning' }]);
});

it('is over only when the value stayed well inside for a while; then it may begin again', () => {
  const once = [...times(3, 2.5), ...times(21, 1.7)];
  expect(play(once)).toMatchObject([{ kind: 'crossed' }, { kind: 'cleared', second: 345 }]);
  expect(play([...times(3, 2.5), ...times(100, 1.85)])).toHaveLength(1);
  expect(play([...once, ...times(3, 2.5)])).toMatchObject([{ kind: 'crossed' }, { kind: 'cleared' }, { kind: 'crossed' }]);
});

it('watches limits from above as well', () => {
  const thresholds: Threshold[] = [{ id: 'D5', below: 3, level: 'warning' }];
  expect(play([...times(3, 2), ...times(30, 3.2)], { ...SPEC, thresholds })).toMatchObject([{ kind: 'crossed' }]);
  expect(play([...times(3, 2), ...times(30, 3.4)], { ...SPEC, thresholds })).toMatchObject([{ kind: 'crossed' }, { kind: 'cleared' }]);
});

it('can leave a limit of zero behind', () => {
  const thresholds: Threshold[] = [{ id: 'D5', above: 0, level: 'warning' }];
  expect(play([...times(3, 1), ...times(21, 0)], { ...SPEC, thresholds })).toMatchObject([{ kind: 'crossed' }, { kind: 'cleared' }]);
});

it('says of a signal that stopped reporting when it stopped, and that it reports again', () => {
  expect(play([1, ...times(20, undefined)])).toEqual([]);
  expect(play([1, ...times(30, undefined), 1])).toMatchObject([
    { kind: 'missing', since: new Date(START), second: 315 },
    { kind: 'reporting', second: 465 },
  ]);
});

it('does not take silence for the end of a disturbance', () => {
  expect(play([...times(3, 2.5), ...times(40, undefined)])).toMatchObject([{ kind: 'crossed' }, { kind: 'missing' }]);
});

it('says nothing of a signal that never reported', () => {
  expect(play(times(100, undefined))).toEqual([]);
});

it('goes on after a short pause (a restart), and not after one in which nobody looked', () => {
  expect(play([2.5, { pause: 60_000 }, 2.5])).toMatchObject([{ kind: 'crossed' }]);
  expect(play([2.5, { pause: 3_600_000 }, 2.5])).toEqual([]);
  expect(play([1, { pause: 3_600_000 }, undefined, undefined])).toEqual([]);
});
