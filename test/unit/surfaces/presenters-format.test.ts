import fc from 'fast-check';
import { sparkline } from '../../../src/bot/surfaces/briefing/sparkline.ts';
import { message, section } from '../../../src/bot/surfaces/building-blocks/blocks.ts';
import { cut, escapeControls, link, oneLine, safe, webAddress } from '../../../src/bot/surfaces/building-blocks/escape.ts';
import { createFormat } from '../../../src/bot/surfaces/building-blocks/format.ts';
import type { SignalSpec } from '../../../src/domain/playbook/schema.ts';
import { LANGUAGES } from '../../../src/languages/index.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { anIncident, kafkaLag, presenterIn, responseTime } from '../../support/examples/view-examples.ts';

fc.configureGlobal({ seed: testSeed() });

const en = createFormat({ zone: 'Asia/Seoul', t: LANGUAGES.en.surfaces.incident });
const ko = createFormat({ zone: 'Asia/Seoul', t: LANGUAGES.ko.surfaces.incident });

describe('values with their units', () => {
  it.each<[number, SignalSpec['unit'], string, string]>([
    [2.4, 'seconds', '2.4 s', '2.4초'],
    [0.24, 'seconds', '240 ms', '240ms'],
    [0.0042, 'seconds', '4.2 ms', '4.2ms'],
    [0, 'seconds', '0 s', '0초'],
    [0.9996, 'seconds', '1 s', '1초'],
    [12.34, 'seconds', '12 s', '12초'],
    [185, 'seconds', '3 min 5 s', '3분 5초'],
    [Number.POSITIVE_INFINITY, 'seconds', '∞ s', '∞초'],
    [0.98, 'ratio', '98 %', '98%'],
    [0.004, 'ratio', '0.4 %', '0.4%'],
    [0.9995, 'ratio', '100 %', '100%'],
    [0.9985, 'ratio', '99.9 %', '99.9%'],
    [1, 'ratio', '100 %', '100%'],
    [12_480, 'messages', '12,480', '12,480건'],
    [1_234_567, 'messages', '1.2M', '123.5만건'],
    [85.2, 'per-second', '85 /s', '초당 85'],
    [3, 'count', '3', '3'],
    [-0, 'count', '0', '0'],
    [1_610_612_736, 'bytes', '1.5 GiB', '1.5 GiB'],
    [512, 'bytes', '512 B', '512 B'],
    [2_048, 'bytes-per-second', '2 KiB/s', '2 KiB/s'],
    [1e300, 'count', '1.0e+300', '1.0e+300'],
  ])('%d %s is %s', (value, unit, english, korean) => {
    expect(en.value(value, unit)).toBe(english);
    expect(ko.value(value, unit)).toBe(korean);
  });
});

describe('times', () => {
  const noon = new Date('2026-03-02T03:00:00Z');

  it.each([
    [0, '0 s', '0초'],
    [59_999, '59 s', '59초'],
    [3_900_000, '1 h 5 min', '1시간 5분'],
    [86_405_000, '1 d', '1일'],
    [-5, '0 s', '0초'],
  ])('%d ms is %s', (ms, english, korean) => {
    expect(en.duration(ms)).toBe(english);
    expect(ko.duration(ms)).toBe(korean);
  });

  it('name the day when it is not today in the zone of the playbook', () => {
    expect(en.plainTime(noon, noon)).toBe('12:00 GMT+9');
    expect(en.plainTime(new Date('2026-03-01T14:59:00Z'), noon)).toBe('1 Mar 23:59 GMT+9');
    expect(ko.plainTime(new Date('2026-03-01T14:59:00Z'), noon)).toBe('3월 1일 23:59 GMT+9');
    expect(en.time(new Date('2026-03-01T14:59:00Z'), noon)).toBe('<!date^1772377140^{date_short_pretty} {time}|1 Mar 23:59 GMT+9>');
  });

  it('that are none become a question mark instead of an error', () => {
    const never = new Date(Number.NaN);
    expect([en.time(never, noon), en.plainTime(never, noon), en.timeWithSeconds(never)]).toEqual(['?', '?', '?']);
  });
});

describe('sparkline', () => {
  it('leaves a gap where the source had nothing', () => {
    expect(sparkline(responseTime())?.bars).toBe('▁▁·▂▄▅▇█');
  });

  it('keeps calm values low, however they jitter below the threshold', () => {
    expect(sparkline(kafkaLag({ trend: [3, 9, 1, 7, 2, 8] }))).toEqual({ bars: '▁▁▁▁▁▁', direction: 'steady' });
  });

  it('keeps a short spike of a long trend', () => {
    const trend = Array.from({ length: 60 }, (_, i) => (i === 31 ? 9_000 : 10));
    expect(sparkline(kafkaLag({ trend }))?.bars).toBe('▁▁▁▁▁▁▁█▁▁▁▁▁▁▁');
  });

  it('is absent when there is nothing to draw', () => {
    expect(sparkline(kafkaLag({ trend: [] }))).toBeUndefined();
    expect(sparkline(kafkaLag({ trend: [null, null] }))).toBeUndefined();
  });

  it('says its direction in a word', () => {
    expect(sparkline(kafkaLag({ trend: [5_000, 4_000, 2_000, 100] }))?.direction).toBe('falling');
    expect(sparkline(kafkaLag({ trend: [1, 2] }))?.direction).toBeUndefined();
  });

  it('has a bar or a gap for each step, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.double(), { nil: null }), { maxLength: 15 }), (trend) => {
        const line = sparkline(responseTime({ trend }));
        const drawable = trend.some((value) => value !== null && Number.isFinite(value));
        if (drawable) expect(line?.bars).toMatch(new RegExp(`^[▁▂▃▄▅▆▇█·]{${trend.length}}$`));
        else expect(line).toBeUndefined();
      }),
    );
  });
});

describe('cutting', () => {
  it.each([
    ['a &amp; b', 7, 'a…'],
    ['a &amp; b', 8, 'a &amp;…'],
    ['x<@U0KIM>', 6, 'x…'],
    ['ab👩‍👩‍👧cd', 7, 'ab…'],
    ['a🇰🇷b', 4, 'a…'],
    ['쿠폰 발급', 4, '쿠폰…'],
  ])('%j to %d leaves %j', (text, max, expected) => {
    expect(cut(text, max)).toBe(expected);
  });

  it('never exceeds the limit, tears nothing and keeps what fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 60 }), (text, max) => {
        const escaped = escapeControls(oneLine(text));
        const short = cut(escaped, max);
        expect(short.length).toBeLessThanOrEqual(Math.max(max, 1));
        expect(short).not.toMatch(/\p{Surrogate}|&(?!amp;|lt;|gt;)/u);
        if (escaped.length <= max) expect(short).toBe(escaped);
      }),
    );
  });
});

describe('a message with too many blocks', () => {
  it('keeps its first ones and its last two, where the buttons are', () => {
    const all = Array.from({ length: 60 }, (_, i) => section(String(i)));
    const { blocks } = message(['x'], all);
    expect(blocks).toHaveLength(50);
    expect(blocks?.slice(47)).toEqual([all[47], all[58], all[59]]);
  });
});

describe('addresses', () => {
  it.each(['javascript:alert(1)', 'not a url', '', `https://x.example/${'a'.repeat(3_000)}`])('%j is none', (url) => {
    expect(webAddress(url)).toBeUndefined();
    expect(link(url, 'Join')).toBe('Join');
  });

  it('cannot break out of the link', () => {
    expect(link('https://x.example/a|b>c<d?e=1&f=2', 'Join')).toBe('<https://x.example/a%7Cb%3Ec%3Cd?e=1&amp;f=2|Join>');
  });
});

describe('what nobody can see', () => {
  it.each([' \n\t', '\u200b\u3164', '\u202e'])('%j counts as nothing', (text) => {
    expect(safe(text, 10, 'nothing')).toBe('nothing');
  });
});

describe('names', () => {
  const en = presenterIn('en');
  const ko = presenterIn('ko');

  it.each([
    ['Coupons are issued late', 'inc-7-coupons-are-issued-late'],
    ['쿠폰 발급이 지연되고 있음', 'inc-7-coupon'],
    ['Kafka 지연', 'inc-7-kafka'],
    ['Café & Résumé!!', 'inc-7-cafe-resume'],
    ['DB', 'inc-7-coupon'],
    ['a title that goes on and on and on until nobody reads it any more', 'inc-7-a-title-that-goes-on-and-on-and-on-until'],
  ])('the channel for %j is %s', (title, name) => {
    expect(en.channelName({ id: 7, title })).toBe(name);
    expect(ko.channelName({ id: 7, title })).toBe(name);
    expect(en.channelName({ id: 7, title }, 2)).toBe(`${name}-2`);
  });

  it('the topic says what, how bad, who and where in one line', () => {
    const view = { incident: anIncident(), bridgeUrl: 'https://zoom.us/j/1', roles: { commander: 'U0KIM' } };
    expect(en.topic(view)).toBe('#7 · SEV1 critical · Coupons are issued late · Commander: <@U0KIM> · https://zoom.us/j/1');
    expect(en.topic({ ...view, incident: anIncident({ title: '쿠폰'.repeat(200) }) })).toMatch(
      /^#7 · SEV1 critical · (?:쿠폰)+쿠?… · Commander: <@U0KIM> · https:\/\/zoom\.us\/j\/1$/,
    );
  });
});
