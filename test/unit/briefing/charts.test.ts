import { readdirSync, readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { createPresenter } from '../../../src/bot/surfaces/presenter.ts';
import type { Chart } from '../../../src/domain/signals/chart.ts';
import { chartSvg } from '../../../src/integrations/charts/chart-svg.ts';
import { createChartRenderer } from '../../../src/integrations/charts/index.ts';
import { domainOf } from '../../../src/integrations/charts/panel.ts';
import { drawable, fitted, widthOf } from '../../../src/integrations/charts/svg.ts';
import { timeAxis } from '../../../src/integrations/charts/time-axis.ts';
import { chartView } from '../../support/examples/chart-arbitraries.ts';
import { testSeed } from '../../support/examples/seed.ts';

fc.configureGlobal({ seed: testSeed() });

const T0 = Date.parse('2026-03-02T05:00:00Z');
const at = (minutes: number): Date => new Date(T0 + minutes * 60_000);

function aChart(over: Partial<Chart> = {}, samples = Array.from({ length: 60 }, (_, n) => ({ at: at(n), value: n * 30 }))): Chart {
  const panel = {
    title: 'Kafka lag',
    value: '1,770',
    state: 'warning' as const,
    stateText: 'warning, over 1,000',
    samples,
    gapMs: 180_000,
    limits: [{ value: 1_000, label: '1,000', side: 'above' as const }],
    format: String,
  };
  return {
    title: '#7 SEV1 critical · Coupons are issued late',
    subtitle: '14:00 – 15:00 GMT+9',
    from: at(0),
    to: at(60),
    zone: 'Asia/Seoul',
    panels: [panel],
    marks: [{ at: at(30), kind: 'opened', label: 'opened 14:30' }],
    words: { limit: 'limit', noData: 'no data', part: 'measured only in part' },
    ...over,
  };
}

it('is a PNG as wide as a phone, and Korean is drawn with the shipped letters', async () => {
  const renderer = createChartRenderer();
  const [one, other, empty] = await Promise.all(['쿠폰', '지연', ''].map((title) => renderer.render(aChart({ title }))));
  expect(Buffer.from(one?.png ?? []).subarray(0, 8)).toEqual(Buffer.from('89504e470d0a1a0a', 'hex'));
  expect(one?.width).toBe(1_080);
  // A font without these letters would draw the same boxes for both.
  expect(Buffer.from(one?.png ?? []).equals(Buffer.from(other?.png ?? []))).toBe(false);
  expect(Buffer.from(one?.png ?? []).equals(Buffer.from(empty?.png ?? []))).toBe(false);
});

it('whatever is in a chart can be drawn', () => {
  const options = fc.record({
    language: fc.constantFrom('en' as const, 'ko' as const),
    zone: fc.constantFrom('Asia/Seoul', 'Asia/Kolkata', 'UTC'),
  });
  fc.assert(
    fc.property(options, chartView, ({ language, zone }, view) => {
      const presenter = createPresenter({
        language,
        zone,
        service: { key: 'c', name: { en: 'C', ko: 'C' } },
        channelPrefix: 'inc',
        command: '/i',
      });
      const { svg, height } = chartSvg(presenter.chart(view).chart);
      // Parses it, and throws for what is no XML.
      expect(new Resvg(svg, { font: { loadSystemFonts: false } }).height).toBe(height);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }),
    { numRuns: 60 },
  );
});

it('shows limits that are crossed, draws the line beyond them once more, and leaves a gap where nothing was', () => {
  const hole = [...Array(20).keys()]
    .map((n) => ({ at: at(n), value: 10 }))
    .concat([...Array(20).keys()].map((n) => ({ at: at(40 + n), value: 2_000 })));
  const { svg } = chartSvg(aChart({}, hole));
  expect(svg).toContain('>1,000<');
  expect(svg.match(/clip-path="url\(#out0\)"/g)).toHaveLength(1);
  expect(svg.match(/fill="url\(#gap\)"/g)).toHaveLength(1);
  const { svg: nothing } = chartSvg(aChart({}, []));
  expect(nothing).toContain('>no data<');
});

it('a calm signal looks calm: its axis reaches the nearest limit', () => {
  const limits = [
    { value: 2, label: '2 s', side: 'above' as const },
    { value: 4, label: '4 s', side: 'above' as const },
  ];
  expect(domainOf({ samples: [{ at: at(0), value: 0.2 }], limits })).toEqual([0, 2.5]);
  expect(domainOf({ samples: [{ at: at(0), value: 10 }], limits })).toEqual([0, expect.closeTo(11.2)]);
  expect(domainOf({ samples: [{ at: at(0), value: 0 }], limits: [] })).toEqual([0, 1]);
  expect(domainOf({ samples: undefined, limits: [] })).toEqual([0, 1]);
});

it('ticks stand at round times of the zone, also off the whole hours of UTC', () => {
  const labels = (zone: string, minutes: number, most = 6) =>
    timeAxis({ from: at(3), to: at(3 + minutes), zone, range: [0, 100], most }).ticks.map(({ label }) => label);
  expect(labels('Asia/Seoul', 60)).toEqual(['14:10', '14:20', '14:30', '14:40', '14:50', '15:00']);
  expect(labels('Asia/Kolkata', 120, 3)).toEqual(['11:00', '12:00']);
  expect(labels('UTC', 3 * 1_440)).toEqual(['12:00', '00:00', '12:00', '00:00', '12:00', '00:00']);
  expect(labels('UTC', 14 * 1_440)).toHaveLength(2);
});

it('words are cut to their place and lose what no font has', () => {
  expect(drawable('a\u0000\ud83d b🔥\n쿠폰 <&')).toBe('a b 쿠폰 <&');
  expect(fitted('Kafka consumers, a title that is far too long', 20, 200)).toMatch(/^Kafka con.*…$/);
  expect(widthOf(fitted('쿠폰이 늦게 발급됩니다 쿠폰이 늦게 발급됩니다', 20, 200), 20)).toBeLessThanOrEqual(200);
  expect(fitted('CPU', 20, 200)).toBe('CPU');
});

describe('met-E3: what was measured only in part', () => {
  const samples = Array.from({ length: 60 }, (_, n) => ({ at: at(n), value: n * 30, ...(n >= 40 && { part: true }) }));
  const dotted = /stroke-dasharray="0\.1 8"/g;

  it('is dotted and explained, and the rest is not', () => {
    const { svg } = chartSvg(aChart({}, samples));
    // The line, the same beyond the limit, and the legend.
    expect(svg.match(dotted)).toHaveLength(3);
    expect(svg).toContain('measured only in part');
    const whole = chartSvg(aChart()).svg;
    expect(whole.match(dotted)).toBeNull();
    expect(whole).not.toContain('measured only in part');
  });

  it('is drawn when all of it is, and when it is a single value', () => {
    for (const only of [samples.slice(40), samples.slice(45, 46)]) {
      const { svg, height } = chartSvg(aChart({}, only));
      expect(svg).toMatch(dotted);
      expect(new Resvg(svg, { font: { loadSystemFonts: false } }).height).toBe(height);
    }
  });
});

it('met-15: where the native part cannot be loaded nothing breaks before a picture is wanted, and it is said why there is none', async () => {
  const renderer = createChartRenderer({ from: () => Promise.reject(new Error('Cannot find native binding\nwith a trace')) });
  expect(await renderer.available()).toMatchObject({ en: expect.stringMatching(/cannot draw pictures.*Cannot find native binding\)/) });
  await expect(renderer.render(aChart())).rejects.toMatchObject({ name: 'PermanentError', code: 'no_pictures' });
  expect(await createChartRenderer().available()).toBeUndefined();
});

it('met-15: nothing that the bot runs on loads the native part when it starts', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const loading = sources.filter((name) => /^import (?!type)[^;]*@resvg\/resvg-js/m.test(readFileSync(`src/${name}`, 'utf8')));
  expect(loading).toEqual([]);
});
