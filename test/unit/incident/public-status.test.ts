import '../../support/examples/pseudo-language.ts';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { PLACEHOLDERS } from '../../../src/domain/playbook/schema.ts';
import { PUBLIC_NOTICE_KINDS, publicStatus, spreadSeconds } from '../../../src/domain/updates/public-status.ts';
import { preferredLanguage } from '../../../src/web/status/preferred-language.ts';
import { STATUS_PAGE_POLICY, statusPage } from '../../../src/web/status/status-page.ts';
import { englishLeft, PSEUDO } from '../../support/examples/pseudo-locale.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { nastyText } from '../../support/examples/view-arbitraries.ts';
import { NOW, presenterIn } from '../../support/examples/view-examples.ts';

fc.configureGlobal({ seed: testSeed() });

const words = (language: string) => presenterIn(language).statusWords();
const bilingual = fc.record({ en: nastyText, ko: nastyText });
const notice = fc.record({
  kind: fc.constantFrom(...PUBLIC_NOTICE_KINDS),
  text: bilingual,
  since: fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
  retryAfterMs: fc.option(fc.integer({ min: 5_000, max: 14_400_000 })),
});

describe('when to ask again', () => {
  it('lies between the base and half as much again, spread evenly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 14_400 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (base, fraction) => {
        const seconds = spreadSeconds(base * 1_000, fraction);
        return Number.isInteger(seconds) && seconds >= base && seconds <= base * 1.5;
      }),
    );
    const counts = new Map<number, number>();
    for (let step = 0; step < 1_100; step += 1) {
      const seconds = spreadSeconds(20_000, step / 1_100);
      counts.set(seconds, (counts.get(seconds) ?? 0) + 1);
    }
    expect([...counts]).toEqual(Array.from({ length: 11 }, (_, index) => [20 + index, 100]));
  });

  it('goes by the longest of what is posted', () => {
    const posted = (kind: (typeof PUBLIC_NOTICE_KINDS)[number], retryAfterMs: number | null) => {
      return { kind, text: { en: 'a', ko: 'b' }, since: NOW, retryAfterMs };
    };
    expect(publicStatus({ notices: [] }, 'unstated')).toEqual({ state: 'ok', notices: [], retryAfterMs: 30_000 });
    expect(publicStatus({ notices: [posted('notice', null)] }, 'unstated')).toMatchObject({ state: 'delayed', retryAfterMs: 30_000 });
    expect(publicStatus({ notices: [posted('spread', 600_000), posted('waiting-screen', 20_000)] }, 'unstated')).toMatchObject({
      state: 'waiting',
      retryAfterMs: 600_000,
      notices: [{ kind: 'spread' }],
    });
  });
});

describe('the page', () => {
  it('holds no markup but its own, whatever the texts and the service are called', () => {
    const bare = (html: string) => [...html.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, tag]) => tag?.toLowerCase());
    const own = new Set('!doctype html head meta title style body main h1 h2 h3 section span ul li p time'.split(' '));
    fc.assert(
      fc.property(bilingual, fc.array(notice, { maxLength: 3 }), fc.boolean(), (service, notices, stale) => {
        const html = statusPage({
          service,
          seen: { status: publicStatus({ notices }, 'unstated'), readAt: NOW, stale },
          languages: ['ko', 'en'],
          words,
          zone: 'Asia/Seoul',
        });
        const inBody = html.slice(html.indexOf('<body>'));
        return bare(html).every((tag) => own.has(tag ?? '')) && !/\son\w+=|javascript:/i.test(inBody.replace(/>[^<]*</g, '><'));
      }),
    );
  });

  it('says everything in a language of its own, where there is a folder for it', () => {
    const seen = { status: publicStatus({ notices: [], troubleSince: NOW }, 'investigating'), readAt: NOW, stale: true };
    for (const now of [seen, undefined]) {
      const html = statusPage({ service: { en: '쿠폰', ko: '쿠폰' }, seen: now, languages: [PSEUDO], words, zone: 'Asia/Seoul' });
      expect(html).toContain(`<section lang="${PSEUDO}">`);
      expect(englishLeft(html.slice(html.indexOf('<body>')).replace(/<[^>]*>/g, ' '), ['Asia/Seoul'])).toEqual([]);
    }
  });

  it('may use exactly the style that it carries', () => {
    const html = statusPage({ service: { en: 'a', ko: 'b' }, seen: undefined, languages: ['en', 'ko'], words, zone: 'Asia/Seoul' });
    const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? '';
    expect(STATUS_PAGE_POLICY).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  });

  it.each([
    ['ko', 'ko'],
    ['en-US,en;q=0.9,ko;q=0.8', 'en'],
    ['fr,ko-KR;q=0.4', 'ko'],
    ['*', 'ko'],
    ['en;q=0,*', 'ko'],
    ['en;q=2,ko;q=0.1', 'ko'],
    [undefined, 'ko'],
    [';;,,q=;', 'ko'],
  ] as const)('with Accept-Language %s begins in %s, where the team speaks Korean', (header, language) => {
    expect(preferredLanguage(header, ['ko', 'en'])).toBe(language);
  });
});

describe('texts for the public', () => {
  it('never hold what is not for the public, and say what they could not fill in', () => {
    fc.assert(
      fc.property(fc.constantFrom('en' as const, 'ko' as const), fc.subarray([...PLACEHOLDERS]), nastyText, (language, words, nasty) => {
        const text = `${words.map((word) => `{${word}}`).join(' ')} ${nasty}`;
        const view = {
          text: { en: text, ko: text },
          incident: { onsetAt: NOW },
          effect: { en: 'slow', ko: '느림' },
          waitMinutes: 5,
          now: NOW,
        };
        const { text: said, unfilled } = presenterIn(language).publicText(view);
        const known = ['service', 'effect', 'onset', 'waitMinutes'];
        const missing = words.filter((word) => !known.includes(word));
        return missing.every((word) => unfilled.includes(word)) && said.en.length <= 1_000 && said.ko.length <= 1_000;
      }),
    );
  });

  it('are filled in in both languages, whatever the team speaks, with the day when it is another one', () => {
    const text = { en: '{service} since {onset}: {effect} {waitMinutes} {title}', ko: '{onset}부터 {service}: {effect} {waitMinutes}' };
    const effect = { en: 'Slow.', ko: '느림.' };
    const onsetAt = new Date('2026-03-03T05:00:00Z');
    const view = { text, effect, incident: { onsetAt }, waitMinutes: 5 };
    expect(presenterIn('ko').publicText({ ...view, now: new Date('2026-03-03T05:20:00Z') })).toEqual({
      text: { en: 'Coupon service since 14:00: Slow. 5 {title}', ko: '14:00부터 쿠폰 서비스: 느림. 5' },
      unfilled: ['title'],
    });
    const nextDay = presenterIn('en').publicText({ ...view, now: new Date('2026-03-04T05:20:00Z') }).text;
    expect(nextDay).toMatchObject({ en: expect.stringContaining('since 3 Mar 14:00'), ko: expect.stringMatching(/^3월 3일 14:00부터/) });
  });
});
