import { readingChange } from '../../../src/domain/briefing/reading-change.ts';
import type { Sample } from '../../../src/domain/ports/metrics.ts';
import { type Doubt, doubtSchema, doubtsOf } from '../../../src/domain/signals/doubts.ts';
import { stateOf } from '../../../src/domain/signals/thresholds.ts';
import { decideWatch, UNWATCHED, type WatchNews, type WatchSpec } from '../../../src/domain/watch/decide-watch.ts';
import type { ReadingView } from '../../../src/views/readings.ts';
import { readingOf } from '../../../src/workflows/briefing/read-signals.ts';
import { aBriefing, anIncident, kafkaLag, NOW, presenterIn, responseTime } from '../../support/examples/view-examples.ts';
import { renderText } from '../../support/scenario/render-text.ts';

const PARTIAL: Doubt = { code: 'partial', words: ['store-2: connection refused'] };

const doubts = [PARTIAL];

describe('met-E3: a value that is less than the whole', () => {
  const above = [{ id: 'D2', above: 2, level: 'warning' as const }];
  const below = [{ id: 'D7', below: 3, level: 'warning' as const }];

  it.each([
    [1, above, 'unsure'],
    [3, above, 'warning'],
    [1, below, 'unsure'],
    [5, below, 'unsure'],
    [5, [], 'unsure'],
  ])('%d with %j is %s', (value, thresholds, expected) => {
    expect(stateOf({ value, doubts }, thresholds)).toBe(expected);
  });

  it('is told from an old one, of which only what it was is known', () => {
    const at = new Date(NOW.getTime() - 180_000);
    const spec = { thresholds: above, staleAfter: 120_000 };
    expect(readingOf('p95', spec, { value: 5, at }, NOW)).toEqual({
      signal: 'p95',
      state: 'no-data',
      doubts: [{ code: 'stale', ageMs: 180_000, value: 5 }],
    });
    expect(readingOf('p95', spec, { value: 5, at: NOW, doubts }, NOW)).toEqual({
      signal: 'p95',
      state: 'warning',
      value: 5,
      at: NOW,
      doubts,
    });
    expect(readingOf('p95', spec, { value: 1, at: NOW }, NOW)).toEqual({ signal: 'p95', state: 'normal', value: 1, at: NOW });
  });

  it('survives being written down', () => {
    const all: Doubt[] = [
      PARTIAL,
      { code: 'some', of: 'brokers', came: 2, all: 3 },
      { code: 'cut', of: 'lines', most: 20_000 },
      { code: 'cut-off' },
      { code: 'stale', ageMs: 1, value: 2 },
    ];
    expect(all.map((doubt) => doubtSchema.parse(JSON.parse(JSON.stringify(doubt))))).toEqual(all);
    expect(doubtsOf({ doubts }, {}, { doubts })).toEqual({ doubts });
    expect(doubtsOf({}, {})).toEqual({});
  });
});

describe('met-E3: the watcher', () => {
  const SPEC: WatchSpec = {
    for: 30_000,
    clearAfter: 60_000,
    hysteresis: 0.1,
    missingAfter: 300_000,
    thresholds: [
      { id: 'D2', above: 2, level: 'warning' },
      { id: 'D2', above: 4, level: 'critical' },
    ],
  };
  const part = (value: number) => ({ value, doubts });

  /** A look every 15 seconds. */
  function play(values: readonly (number | ReturnType<typeof part> | undefined)[], spec = SPEC): string[] {
    let state = UNWATCHED;
    const heard: string[] = [];
    values.forEach((value, index) => {
      const sample: { value: number; doubts?: readonly Doubt[] } | undefined = typeof value === 'number' ? { value } : value;
      const decided = decideWatch(state, sample?.value, spec, new Date(NOW.getTime() + index * 15_000), sample);
      state = decided.state;
      heard.push(...decided.news.map((news: WatchNews) => `${index} ${news.kind}${news.kind === 'crossed' ? ` ${news.level}` : ''}`));
    });
    return heard;
  }

  it('raises by a part that is over the limit', () => {
    expect(play([1, part(3), part(3), part(3)])).toEqual(['3 crossed warning']);
    expect(play([3, part(5), 5, part(5)])).toEqual(['2 crossed warning', '3 crossed critical']);
  });

  it('never raises by a part that is under one', () => {
    const spec = { ...SPEC, thresholds: [{ id: 'D7', below: 3, level: 'critical' as const }] };
    expect(play(Array(20).fill(part(1)), spec)).toEqual([]);
    expect(play([1, 1, 1], spec)).toEqual(['2 crossed critical']);
  });

  it('does not end an alert by a part that is calm, however long', () => {
    expect(play([3, 3, 3, ...Array(40).fill(part(0.1))])).toEqual(['2 crossed warning']);
    expect(play([3, 3, 3, ...Array(40).fill(part(0.1)), 0.1, 0.1, 0.1, 0.1, 0.1])).toEqual(['2 crossed warning', '47 cleared']);
  });

  it('wants a calm without gaps', () => {
    expect(play([3, 3, 3, 1, 1, 1, part(1), 1, 1, 1, 1, 1])).toEqual(['2 crossed warning', '11 cleared']);
  });

  it('lets a part that is calm take back nothing that is beginning', () => {
    expect(play([3, part(1), 3, 3])).toEqual(['2 crossed warning']);
    expect(play([3, 1, 3, 3])).toEqual([]);
  });

  it('takes a part for a sign of life', () => {
    expect(play([1, ...Array(60).fill(part(1))])).toEqual([]);
    expect(play([1, ...Array(30).fill(undefined), part(1)])).toEqual(['21 missing', '31 reporting']);
  });
});

describe('met-E3: how a signal moved', () => {
  const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
  const signal = { better: 'lower' as const, thresholds: [{ id: 'D2', above: 2, level: 'warning' as const }], staleAfter: 120_000 };
  const history = (value: number, more: Partial<Sample> = {}): Sample[] =>
    Array.from({ length: 31 }, (_, index) => ({ at: at(index - 30), value: value + 0.01 * (index % 3), ...more }));
  const change = (now: number, past: readonly Sample[], more: { doubts?: readonly Doubt[] } = {}) =>
    readingChange({ signal, now, at: at(0), history: past, opening: at(-10), calmUntil: at(-10), settledMs: 15_000, ...more });

  it.each<[string, ReturnType<typeof change>]>([
    ['a part of it now', change(0.1, history(1), { doubts })],
    ['a part of it then', change(0.1, history(1, { doubts }))],
  ])('is not said by %s', (_, { opening }) => {
    expect(opening).toBe('unknown');
    expect(change(0.1, history(1)).opening).toBe('better');
  });

  it('is abnormal by too much, not by too little', () => {
    expect(change(3, history(1), { doubts }).abnormal).toBeDefined();
    expect(change(1.6, history(1), { doubts }).abnormal).toBeDefined();
    const higher = { ...signal, better: 'higher' as const, thresholds: [] };
    const part = readingChange({
      signal: higher,
      now: 0.1,
      at: at(0),
      history: history(1),
      opening: at(-10),
      calmUntil: at(-10),
      settledMs: 0,
      doubts,
    });
    expect(part.abnormal).toBeUndefined();
  });

  it('is abnormal against what lacked the same', () => {
    expect(change(1.6, history(1, { doubts }), { doubts }).abnormal).toBeDefined();
    expect(change(1.01, history(1, { doubts }), { doubts }).abnormal).toBeUndefined();
    // The whole beside a part looks like more, whatever happened.
    expect(change(1.6, history(1, { doubts })).abnormal).toBeUndefined();
  });
});

describe('met-E3: the words', () => {
  const incident = anIncident();
  const unsure = (view: ReadingView): ReadingView => ({ ...view, reading: { ...view.reading, state: 'unsure', value: 0.2, doubts } });
  const normal = (view: ReadingView): ReadingView => ({ ...view, reading: { ...view.reading, state: 'normal', value: 0.2 } });
  const named = (key: string, view: ReadingView): ReadingView => ({ ...view, key });
  const said = (language: 'en' | 'ko', readings: readonly ReadingView[]) =>
    renderText(presenterIn(language).briefing(aBriefing({ incident, readings })));

  it.each(['en', 'ko'] as const)('say "within limits" of whole values alone (%s)', (language) => {
    const text = said(language, [normal(responseTime()), named('b', normal(kafkaLag())), named('c', unsure(kafkaLag()))]);
    expect(text).toMatch(
      { en: /Both measured signals are within their limits\. \(1 measured only in part\)/, ko: /1개는 일부만 측정됨/ }[language],
    );
    expect(text).toMatch(
      { en: /◐ measured only in part \(the source says: store-2: connection refused\)/, ko: /◐ 일부만 측정됨 \(소스 메시지: store-2/ }[
        language
      ],
    );
    const none = said(language, [unsure(responseTime()), named('b', unsure(kafkaLag()))]);
    expect(none).not.toMatch(/within their limits|한계값 안에 있습니다/);
    expect(none).toMatch({ en: /Every signal is measured only in part/, ko: /모든 지표가 일부만 측정되어/ }[language]);
  });

  it('take no reading for normal that says why it is not whole', () => {
    const wrong: ReadingView = { ...normal(responseTime()), reading: { ...normal(responseTime()).reading, doubts } };
    expect(said('en', [wrong])).not.toMatch(/within its limits/);
  });

  it('count a limit that is crossed by a part, and say that it is the least', () => {
    const crossed = { ...responseTime(), reading: { ...responseTime().reading, doubts } };
    expect(said('en', [crossed])).toMatch(/Worst now: ✕ Response time \(p95\) 4\.2 s \(critical, over 4 s, at least\)/);
  });

  it('tell what an old value was', () => {
    const stale: ReadingView = {
      ...responseTime(),
      reading: { signal: 'p95', state: 'no-data', trend: [], doubts: [{ code: 'stale', ageMs: 180_000, value: 4.2 }] },
    };
    expect(said('en', [stale])).toMatch(/– no data \(last 4\.2 s, 3 min ago\)/);
  });

  it.each(['en', 'ko'] as const)('are told outside too (%s)', (language) => {
    const view = { incident, sequence: 2, now: NOW };
    const readings = [normal(responseTime()), named('c', unsure(kafkaLag()))];
    expect(renderText(presenterIn(language).update({ ...view, readings }))).toMatch(
      { en: /The measured value is normal \(1 can be measured only in part at the moment\)/, ko: /1개는 지금 일부만 측정됩니다/ }[language],
    );
    expect(renderText(presenterIn(language).update({ ...view, readings: [unsure(responseTime())] }))).not.toMatch(/normal|정상입니다/);
  });
});
