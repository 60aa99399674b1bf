import '../../support/examples/pseudo-language.ts';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { PLACEHOLDERS, type Playbook } from '../../../src/domain/playbook/schema.ts';
import { PUBLIC_NOTICE_KINDS, publicStatus, spreadSeconds } from '../../../src/domain/updates/public-status.ts';
import { lookOf } from '../../../src/web/status/page/look.ts';
import { PAGE_MAX, statusPage } from '../../../src/web/status/page/status-page.ts';
import { preferredLanguage } from '../../../src/web/status/preferred-language.ts';
import { englishLeft, PSEUDO } from '../../support/examples/pseudo-locale.ts';
import { DAY_MS, incident, playbookWith, seenAs, update, viewOf } from '../../support/examples/public-page-examples.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { nastyText } from '../../support/examples/view-arbitraries.ts';
import { NOW, presenterIn } from '../../support/examples/view-examples.ts';

fc.configureGlobal({ seed: testSeed() });

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
    const told = [{ detectedAt: NOW, stage: 'monitoring' as const }];
    expect(publicStatus({ notices: [] }, 'unstated', told)).toMatchObject({
      state: 'investigating',
      stage: 'monitoring',
      investigatingSince: NOW,
    });
    expect(publicStatus({ notices: [posted('notice', null)] }, 'unstated')).toMatchObject({ state: 'delayed', retryAfterMs: 30_000 });
    expect(publicStatus({ notices: [posted('spread', 600_000), posted('waiting-screen', 20_000)] }, 'unstated')).toMatchObject({
      state: 'waiting',
      retryAfterMs: 600_000,
      notices: [{ kind: 'spread' }],
    });
  });
});

/** Nothing of the playbook that is shown is English. */
function namedOnly(playbook: Playbook): Playbook {
  return { ...playbook, service: { ...playbook.service, name: { en: '쿠폰', ko: '쿠폰' } } };
}

describe('the page', () => {
  const own = new Set(
    '!doctype html head meta title link style body main h1 h2 h3 h4 section span ul ol li p b time div svg path details summary footer a'.split(
      ' ',
    ),
  );
  const bare = (html: string) => [...html.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, tag]) => tag?.toLowerCase() ?? '');

  it('holds no markup but its own, whatever the texts and the service are called', () => {
    fc.assert(
      fc.property(bilingual, fc.array(notice, { maxLength: 3 }), bilingual, fc.boolean(), (service, notices, texts, stale) => {
        const component = { name: service, description: texts, group: 'all', scenarios: [], parts: [], match: {} };
        const playbook = playbookWith({ name: service, components: { one: component, two: component }, groups: { all: texts } });
        const work = { id: 1, service: 'coupon', components: ['one'], texts, startsAt: NOW, endsAt: new Date(NOW.getTime() + 1) };
        const plan = { ...work, startedAt: null, completedAt: null, cancelledAt: null, changedAt: NOW, version: 1 };
        const record = { incidents: [incident({ id: 1 })], updates: [update({ incidentId: 1, texts })], maintenance: [plan] };
        const seen = seenAs(playbook, { record, shown: { notices }, stale });
        const html = statusPage(viewOf(playbook, { service, seen, languages: ['ko', 'en'] }));
        const inBody = html.slice(html.indexOf('<body>'));
        return (
          bare(html).every((tag) => own.has(tag)) && !/\son\w+=|javascript:/i.test(inBody.replace(/>[^<]*</g, '><').replace(/"[^"]*"/g, ''))
        );
      }),
    );
  });

  it('says everything in a language of its own, where there is a folder for it', () => {
    const playbook = namedOnly(playbookWith({ name: { en: '쿠폰', ko: '쿠폰' } }));
    const open = incident({ id: 1, onsetAt: new Date(NOW.getTime() - 40 * DAY_MS) });
    const past = incident({ id: 2, state: 'resolved', endedAt: NOW, severity: 'sev3' });
    const texts = { en: '쿠폰', ko: '쿠폰' };
    const work = { service: 'coupon', components: [], texts, startsAt: new Date(NOW.getTime() - 1), endsAt: new Date(NOW.getTime() + 1) };
    const plan = { ...work, id: 1, startedAt: null, completedAt: null, cancelledAt: null, changedAt: NOW, version: 1 };
    const told = [update({ incidentId: 1, texts, correctedAt: NOW }), update({ incidentId: 2, id: '2', texts })];
    const record = { incidents: [open, past], updates: told, maintenance: [plan], worked: [plan] };
    const shown = { notices: [], troubleSince: NOW };
    const seen = seenAs(playbook, { shown, stale: true });
    for (const now of [seen, seenAs(playbook, { record, shown }), seenAs(playbook, { record: { since: undefined } }), undefined]) {
      const html = statusPage(viewOf(playbook, { service: { en: '쿠폰', ko: '쿠폰' }, seen: now, languages: [PSEUDO] }));
      expect(html).toContain(`<section lang="${PSEUDO}"`);
      const labels = [...html.matchAll(/aria-label="([^"]*)"/g)].map(([, label]) => label).join(' ');
      const body = html.slice(html.indexOf('<body>')).replace(/<[^>]*>/g, ' ');
      expect(englishLeft(`${body} ${labels}`, ['Asia/Seoul'])).toEqual([]);
    }
  });

  it('stays within its size however much is told, what goes on first', () => {
    const long = { en: 'x'.repeat(2_000), ko: '가'.repeat(2_000) };
    const component = (name: string) => ({ name: { en: name, ko: name }, scenarios: [], parts: [], match: {} });
    const components = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`c${n}`, component(`Component ${n}`)]));
    const playbook = playbookWith({ components });
    const incidents = Array.from({ length: 80 }, (_, n) => {
      const onsetAt = new Date(NOW.getTime() - n * DAY_MS);
      const endedAt = n === 0 ? null : new Date(onsetAt.getTime() + 3_600_000);
      return incident({ id: n + 1, onsetAt, endedAt, state: endedAt ? 'resolved' : 'open', severity: n % 2 === 0 ? 'sev1' : 'sev2' });
    });
    const updates = incidents.flatMap(({ id }) => [1, 2, 3].map((n) => update({ incidentId: id, id: `${id}-${n}`, texts: long })));
    const seen = seenAs({ ...playbook, statusPage: { ...playbook.statusPage, pastFor: 90 * DAY_MS } }, { record: { incidents, updates } });
    for (const languages of [
      ['en', 'ko'],
      ['ko', 'en'],
    ]) {
      const html = statusPage(viewOf(playbook, { seen, languages, pastDays: 90 }));
      expect(Buffer.byteLength(html)).toBeLessThan(PAGE_MAX);
      expect(html.match(/class="bars" viewBox="0 0 359/g)).toHaveLength(20);
      expect(html).toMatch(languages[0] === 'en' ? /What is going on[\s\S]*x{2000}[\s\S]*Earlier ones are in the feed/ : /가{2000}/);
    }
  });

  it('may use exactly the style that it carries, and the logo that the organisation chose', () => {
    const logo = 'https://www.example.com/logo.svg';
    for (const playbook of [playbookWith({}), playbookWith({ logo, colours: { light: '#0b5394' } })]) {
      const look = lookOf(playbook);
      const html = statusPage(viewOf(playbook, {}));
      const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? '';
      expect(look.policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
      const { logo: chosen } = playbook.statusPage;
      expect(/img-src ([^;]*)/.exec(look.policy)?.[1]).toBe(chosen);
      expect(/<img src="([^"]*)"/.exec(html)?.[1]).toBe(chosen);
    }
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
