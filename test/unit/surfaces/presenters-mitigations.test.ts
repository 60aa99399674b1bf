import '../../support/examples/pseudo-language.ts';
import fc from 'fast-check';
import { createPresenter } from '../../../src/bot/surfaces/presenter.ts';
import type { ChatMessage, ChatView } from '../../../src/domain/chat/message.ts';
import { fingerprint, MITIGATION_RUN_STATES, type Plan, samePlan } from '../../../src/domain/mitigation/plan.ts';
import { LANGUAGES } from '../../../src/languages/index.ts';
import type { MitigationFormView, MitigationOfferView, MitigationRunView } from '../../../src/views/mitigation.ts';
import type { Presenter } from '../../../src/views/presenter.ts';
import * as views from '../../support/examples/mitigation-arbitraries.ts';
import { englishLeft, PSEUDO, tamed } from '../../support/examples/pseudo-locale.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { bilingual, briefingView, KNOWN, nastyText } from '../../support/examples/view-arbitraries.ts';
import { aBriefing, anIncident, NOW, presenterIn } from '../../support/examples/view-examples.ts';
import { objectionsToMessage, objectionsToView } from '../../support/scenario/block-kit-limits.ts';
import { renderText } from '../../support/scenario/render-text.ts';

fc.configureGlobal({ seed: testSeed() });
const RUNS = Number(process.env.FUZZ_RUNS ?? 150);
const options = fc.record({
  language: fc.constantFrom('en', 'ko', PSEUDO),
  zone: fc.constantFrom('Asia/Seoul', 'America/St_Johns'),
  service: fc.record({ key: fc.constant('coupon'), name: bilingual }),
  channelPrefix: fc.constant('inc'),
  command: fc.constantFrom('/incident', '/i'),
});

function messages<T>(surface: string, view: fc.Arbitrary<T>, show: (presenter: Presenter, view: T) => ChatMessage): void {
  it(`${surface} keeps Slack's limits and harms nobody, whatever is in it`, () => {
    fc.assert(
      fc.property(options, view, (o, v) => {
        const shown = show(createPresenter(o), v);
        expect(objectionsToMessage(shown, KNOWN)).toEqual([]);
        if (o.language !== PSEUDO) return;
        const [plain, said] = [tamed(o), tamed(v)];
        expect(englishLeft(show(createPresenter(plain), said), [plain, said])).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
}

function modals<T>(surface: string, view: fc.Arbitrary<T>, show: (presenter: Presenter, view: T) => ChatView): void {
  it(`${surface} keeps Slack's limits and harms nobody, whatever is in it`, () => {
    fc.assert(
      fc.property(options, view, (o, v) => {
        const shown = show(createPresenter(o), v);
        expect(objectionsToView(shown, KNOWN)).toEqual([]);
        if (o.language !== PSEUDO) return;
        const [plain, said] = [tamed(o), tamed(v)];
        expect(englishLeft(show(createPresenter(plain), said), [plain, said])).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
}

messages('the list of offers', views.offersView, (p, v) => p.mitigationOffers(v));
messages('the message of a run', views.runView, (p, v) => p.mitigationRun(v));
messages('the private answer', views.begunView, (p, v) => p.mitigationBegun(v));
messages('the notice of a freeze', views.freezeView, (p, v) => p.freezeNotice(v));
messages('a briefing with mitigations', fc.tuple(briefingView, views.briefingMitigations), (p, [briefing, more]) =>
  p.briefing({ ...briefing, ...more }),
);
modals('the form', views.formView, (p, v) => p.mitigationForm(v));
modals('its notice', nastyText, (p, v) => p.mitigationNotice(p.userError({ said: { en: v, ko: v } })));

const TITLE = { en: 'Add consumers', ko: 'consumer 증설' };
const EFFECT = { en: 'The queue drains faster.', ko: '큐가 더 빨리 비워집니다.' };

function aPlan(over: Partial<Plan> = {}): Plan {
  return {
    parameters: { to: 20 },
    changes: [
      {
        id: '1',
        where: 'deployment coupon-consumer in coupon, replicas',
        unit: { en: 'replicas', ko: '개' },
        from: { value: 10 },
        to: 20,
        back: 10,
        byHand: {
          set: 'kubectl -n coupon scale deployment coupon-consumer --replicas=20',
          back: "kubectl -n coupon scale deployment coupon-consumer --replicas=10 # ~ * _ '",
        },
      },
    ],
    warnings: [{ en: 'More consumers than partitions: 8 of them will idle.', ko: '파티션보다 consumer가 많습니다.' }],
    details: ['partitions of coupon-issue: 12'],
    undo: { en: 'Back to 10 replicas', ko: '10개로 되돌림' },
    data: {},
    ...over,
  };
}

function anOffer(over: Partial<MitigationOfferView> = {}): MitigationOfferView {
  return {
    name: 'scale-consumers',
    title: TITLE,
    effect: EFFECT,
    rows: ['F1'],
    fits: true,
    record: { helped: 4, of: 5, medianMs: 180_000 },
    ...over,
  };
}

function aForm(over: Partial<MitigationFormView> = {}): MitigationFormView {
  return {
    incident: anIncident(),
    name: 'scale-consumers',
    title: TITLE,
    effect: EFFECT,
    parameters: [{ key: 'to', title: { en: 'How many', ko: '개수' }, kind: 'number', min: 1, max: 30 }],
    chosen: { to: 20 },
    plan: aPlan(),
    record: { helped: 4, of: 5, medianMs: 180_000 },
    expiresAfterMs: 3_600_000,
    provedAfterMs: 300_000,
    now: NOW,
    ...over,
  };
}

function aRun(over: Partial<MitigationRunView> = {}): MitigationRunView {
  return {
    incident: anIncident(),
    id: 12,
    name: 'scale-consumers',
    title: TITLE,
    effect: EFFECT,
    state: 'running',
    plan: aPlan(),
    by: 'U0KIM',
    ranAt: new Date(NOW.getTime() - 60_000),
    nextAt: new Date(NOW.getTime() + 240_000),
    overlaps: [],
    now: NOW,
    ...over,
  };
}

const read = (view: ChatView): string => renderText({ text: '', blocks: view.blocks as NonNullable<ChatMessage['blocks']> });
const en = presenterIn('en');
const run = (over: Partial<MitigationRunView>): string => renderText(en.mitigationRun(aRun(over)));
const buttonsOf = (message: ChatMessage): string[] => JSON.stringify(message.blocks).match(/(?<="action_id":")[^"]+/g) ?? [];

describe('the list of offers', () => {
  const view = {
    incident: anIncident(),
    offers: [
      anOffer({ name: 'shed', title: { en: 'Shed load', ko: '부하 차단' }, fits: false, record: { helped: 1, of: 1 } }),
      anOffer(),
      anOffer({ name: 'off', fits: false, refusal: { code: 'frozen', by: 'U0LEE', reason: '<@U0KIM>' } }),
    ],
    now: NOW,
  };
  const text = renderText(en.mitigationOffers(view));

  it('says first what fits, with its effect, its record and its rows', () => {
    expect(text).toMatch(
      /Fits what is known.*\n\*Add consumers\*\nThe queue drains faster\.\nhelped 4 of 5 times, median 3 min · meets deadline F1/,
    );
    expect(text.indexOf('Add consumers')).toBeLessThan(text.indexOf('Shed load'));
    expect(text).toMatch(/helped 1 of 1 time ·/);
  });

  it('says why one cannot be run, names who froze it, and mentions nobody whom the reason names', () => {
    expect(text).toMatch(/✕ Not now: Everything is frozen by @U0LEE: <@U0KIM>/);
    expect(JSON.stringify(en.mitigationOffers(view).blocks)).toMatch(/<@U0LEE>: &lt;@U0KIM&gt;/);
  });

  it('has a button for each plan', () => {
    expect(buttonsOf(en.mitigationOffers(view))).toEqual([
      'command.mitigate.scale-consumers',
      'command.mitigate.shed',
      'command.mitigate.off',
    ]);
  });

  it('says that there is nothing to offer', () => {
    expect(renderText(en.mitigationOffers({ ...view, offers: [] }))).toMatch(/The playbook has no mitigations/);
  });
});

describe('the form', () => {
  it('is a skeleton without a button while the target is read', () => {
    const { plan: _, ...reading } = aForm();
    const view = en.mitigationForm(reading);
    expect(read(view)).toMatch(/Reading the target…/);
    expect(view.submit).toBeUndefined();
  });

  it('shows the difference, what to know, how it ends, and is filled in', () => {
    const view = en.mitigationForm(aForm());
    expect(read(view)).toMatch(/coupon-consumer in coupon, replicas: 10 → \*20\* replicas/);
    expect(read(view)).toMatch(/⚠ More consumers than partitions/);
    expect(read(view)).toMatch(/```\npartitions of coupon-issue: 12\n```/);
    expect(read(view)).toMatch(/Undo: Back to 10 replicas/);
    expect(read(view)).toMatch(/Undone automatically after 1 h/);
    expect(read(view)).toMatch(/Judged by the signals 5 min after it ran/);
    expect(JSON.stringify(view.blocks)).toContain('"min_value":"1","max_value":"30","initial_value":"20"');
    expect(view).toMatchObject({ submit: { text: 'Run' } });
    expect(JSON.parse(String(view.private_metadata))).toEqual({ incident: 7, name: 'scale-consumers', shown: fingerprint(aPlan()) });
  });

  it.each<[string, Partial<MitigationFormView>, string | undefined]>([
    ['a second person', { second: 'lead' }, 'Ask for approval'],
    ['nobody who may', { refusal: { code: 'not-allowed', who: 'lead' } }, undefined],
    ['a target that does not answer', { problem: { en: 'timeout', ko: '응답 없음' } }, undefined],
    ['a choice that cannot be', { plan: aPlan({ refusal: { en: '50 is too much', ko: '너무 많음' } }) }, 'Plan again'],
    ['nothing to choose and nothing to do', { parameters: [], plan: aPlan({ refusal: { en: 'so already', ko: '이미' } }) }, undefined],
  ])('has for %s the right button', (_, over, submit) => {
    expect((en.mitigationForm(aForm(over)).submit as { text: string } | undefined)?.text).toBe(submit);
  });

  it('wants dangerous plans typed, and says why the plan is another one than before', () => {
    const view = en.mitigationForm(aForm({ changed: 'target', plan: aPlan({ typed: 'coupon-issue' }) }));
    expect(read(view)).toMatch(/The target changed since you looked: this is the new plan/);
    expect(JSON.stringify(view.blocks)).toMatch(/"block_id":"typed".*Type coupon-issue to confirm/);
  });

  it('offers what may be chosen, with the present choice', () => {
    const choices = ['a', 'b'].map((value) => ({ value, title: { en: value.toUpperCase(), ko: value } }));
    const view = en.mitigationForm(aForm({ parameters: [{ key: 'to', title: TITLE, kind: 'choice', choices }], chosen: { to: 'b' } }));
    expect(JSON.stringify(view.blocks)).toMatch(/"initial_option":\{"text":\{"type":"plain_text","text":"B","emoji":true\},"value":"b"\}/);
  });

  it('never fills in a number that its own limits refuse', () => {
    expect(JSON.stringify(en.mitigationForm(aForm({ chosen: { to: 31 } })))).not.toContain('initial_value');
  });
});

describe('the message of a run', () => {
  it.each<[string, Partial<MitigationRunView>, RegExp, string[]]>([
    ['waiting', { state: 'waiting', second: 'lead' }, /⏸ Waiting for approval until 14:18.*: a lead must approve/, ['approve', 'refuse']],
    ['announced', { state: 'announced' }, /⏱ Starts automatically at 14:18.*unless somebody stops it/, ['stop']],
    ['executing', { state: 'executing', steps: { done: 0, of: 3 } }, /⚙ Running step 1 of 3/, ['stop']],
    ['running', {}, /✓ Done at 14:13.*, to be judged at 14:18/, ['undo']],
    ['expiring', { verdict: 'same', expiresAt: NOW }, /Undone automatically at 14:14.*unless somebody keeps it/, ['undo', 'keep']],
    ['kept', { verdict: 'same', expiresAt: NOW, keptBy: 'U0LEE' }, /@U0LEE keeps it/, ['undo']],
    ['left', { state: 'ended', outcome: 'stays' }, /✓ Done, kept/, ['undo']],
    ['undoing', { state: 'undoing', undoBy: 'bongsu', undoWhy: 'expired' }, /↩ Being undone[\s\S]*By Bongsu\.\nWhy: its time was over/, []],
    ['undone', { state: 'ended', outcome: 'undone', undoBy: 'U0LEE', undoWhy: 'person' }, /↩ Undone[\s\S]*By @U0LEE/, []],
    ['superseded', { state: 'ended', outcome: 'superseded' }, /Replaced by a later run of the same mitigation/, []],
  ])('says where a %s one stands and what can be pressed', (_, over, said, buttons) => {
    const message = en.mitigationRun(aRun(over));
    expect(renderText(message)).toMatch(said);
    expect(buttonsOf(message)).toEqual(buttons.map((what) => `command.mitigate-${what}.12`));
  });

  it('has no Undo where nothing can be taken back', () => {
    const { undo: _, ...plan } = aPlan();
    expect(buttonsOf(en.mitigationRun(aRun({ plan })))).toEqual([]);
  });

  it('says whether it helped, by which signals, how soon, and that others ran beside it', () => {
    const text = run({
      verdict: 'better',
      helpedAfterMs: 40_000,
      signals: [
        {
          key: 'lag',
          title: { en: 'Kafka lag', ko: 'lag' },
          unit: 'messages',
          before: 12_480,
          after: 340,
          verdict: 'better',
          backToNormal: true,
          betterSince: new Date(NOW.getTime() - 20_000).toISOString(),
        },
        { key: 'p95', title: { en: 'p95', ko: 'p95' }, unit: 'seconds', verdict: 'unknown', backToNormal: false },
      ],
      overlaps: [{ en: 'Shed load', ko: '부하 차단' }],
    });
    expect(text).toMatch(/✓ \*Improved\* 40 s after it ran/);
    expect(text).toMatch(/• Kafka lag: 12,480.* → \*340.*\* ✓ better, back to normal, after 40 s/);
    expect(text).toMatch(/• p95: no value → \*no value\* \? unknown/);
    expect(text).toMatch(/not proof that this was the reason/);
    expect(text).toMatch(/⚠ Shed load ran in the same window: any of them may be what helped/);
  });

  it.each<[MitigationRunView['verdict'] & string, RegExp]>([
    ['worse', /✕ \*Worse\*/],
    ['same', /= \*No change\*/],
    ['unknown', /\? \*Unknown\* whether it helped/],
  ])('admits when it is %s', (verdict, said) => {
    expect(run({ verdict })).toMatch(said);
    expect(run({ verdict, helpedAfterMs: 5 })).not.toMatch(/Improved/);
  });

  it('offers a new plan when the target was another one, with what to do', () => {
    const message = en.mitigationRun(
      aRun({ state: 'ended', outcome: 'failed', problem: { code: 'changed', text: 'It has 14 replicas.' } }),
    );
    expect(renderText(message)).toMatch(/✕ It failed[\s\S]*⚠ It has 14 replicas\.\nThe target has changed since the plan was made/);
    expect(buttonsOf(message)).toEqual(['command.mitigate.scale-consumers']);
  });

  it('says loudly that it could not be taken back, with the command as it must be typed', () => {
    const message = en.mitigationRun(aRun({ state: 'ended', outcome: 'undo-failed', problem: { code: 'timeout', text: 'no answer' } }));
    expect(renderText(message)).toMatch(/‼ THE UNDO FAILED/);
    expect(renderText(message)).toContain("```\nkubectl -n coupon scale deployment coupon-consumer --replicas=10 # ~ * _ '\n```");
    expect(message.text).toMatch(/THE UNDO FAILED.*no answer/);
  });

  it('says every state in words in the plain text too', () => {
    for (const state of MITIGATION_RUN_STATES)
      expect(en.mitigationRun(aRun({ state })).text).toMatch(/^Add consumers \(#7\): .*[A-Z][a-z]+/);
  });
});

describe('the briefing', () => {
  const three = ['a', 'b', 'c', 'd'].map((name) => anOffer({ name }));

  it('has a button for the first three that fit and may be run, and their record', () => {
    const offers = [anOffer({ name: 'x', refusal: { code: 'off' } }), anOffer({ name: 'y', fits: false }), ...three];
    const message = en.briefing(aBriefing({ offers }));
    expect(buttonsOf(message).filter((id) => id.startsWith('command.mitigate.'))).toEqual(
      ['a', 'b', 'c'].map((name) => `command.mitigate.${name}`),
    );
    expect(renderText(message)).toMatch(/\[ Plan: Add consumers \].*\n\(Add consumers: helped 4 of 5 times, median 3 min/);
  });

  it('has none once the incident is over', () => {
    const message = en.briefing(aBriefing({ offers: three, incident: anIncident({ state: 'resolved' }) }));
    expect(buttonsOf(message).filter((id) => id.startsWith('command.mitigate.'))).toEqual([]);
  });

  it('says in one line what is under way and what came of it', () => {
    const mitigations = [
      { title: TITLE, state: 'ended' as const, verdict: 'better' as const },
      { title: { en: 'Shed load', ko: '부하 차단' }, state: 'executing' as const },
    ];
    expect(renderText(en.briefing(aBriefing({ mitigations })))).toMatch(
      /\*Mitigations\*: Add consumers: has ended, better · Shed load: is being done/,
    );
  });
});

describe('a fingerprint', () => {
  it('is the same exactly for plans that do the same', () => {
    fc.assert(
      fc.property(views.plan, views.plan, (a, b) => {
        expect(fingerprint(structuredClone(a))).toBe(fingerprint(a));
        expect(fingerprint(a) === fingerprint(b)).toBe(samePlan(a, b));
      }),
      { numRuns: RUNS },
    );
    const [change] = aPlan().changes;
    expect(fingerprint(aPlan({ changes: [{ ...(change as NonNullable<typeof change>), to: 21 }] }))).not.toBe(fingerprint(aPlan()));
    expect(fingerprint(aPlan({ warnings: [] }))).toBe(fingerprint(aPlan()));
  });

  it('is the same when the plan comes back from the database, which keeps the keys in another order', () => {
    const planned = aPlan({ data: { to: 'b5c', from: { switch: '7a1', candidate: null, share: undefined } } });
    const kept = aPlan({ data: { from: { candidate: null, switch: '7a1' }, to: 'b5c' } });
    expect(fingerprint(kept)).toBe(fingerprint(planned));
    expect(fingerprint(aPlan({ data: { from: { candidate: '7a1', switch: null }, to: 'b5c' } }))).not.toBe(fingerprint(planned));
  });
});

describe('the words', () => {
  const spoken = (node: unknown, path: string): [string, string][] => {
    if (typeof node === 'string') return [[path, node]];
    if (typeof node === 'function') return [[path, String((node as (...args: string[]) => string)('‹1›', '‹2›', '‹3›', '‹4›'))]];
    return Object.entries(node as object).flatMap(([key, child]) => spoken(child, `${path}.${key}`));
  };

  it('are all there in every language, with every parameter, and none was left in English', () => {
    const parameters = (text = '') => [...new Set(text.match(/‹\d›/g))].sort();
    const english = new Map(spoken(LANGUAGES.en.surfaces.mitigations, ''));
    const korean = new Map(spoken(LANGUAGES.ko.surfaces.mitigations, ''));
    expect([...korean.keys()]).toEqual([...english.keys()]);
    for (const [path, text] of english) expect([path, parameters(korean.get(path))]).toEqual([path, parameters(text)]);
    const same = [...english].filter(([path, text]) => korean.get(path) === text && /[a-z]{3}/i.test(text)).map(([path]) => path);
    expect(same).toEqual([]);
  });

  it('fit where Slack allows little', () => {
    for (const t of Object.values(LANGUAGES).map(({ surfaces }) => surfaces.mitigations)) {
      for (const text of [t.form.run, t.form.ask, t.form.again, t.form.title('#1234')]) expect(text.length).toBeLessThanOrEqual(24);
      for (const text of [t.run.yes, t.run.no, t.run.approve, t.run.undo]) expect(text.length).toBeLessThanOrEqual(30);
    }
  });

  it('never put a Korean particle straight behind bold or code', () => {
    const p = presenterIn('ko');
    const shown = [
      p.mitigationOffers({ incident: anIncident(), offers: [anOffer()], frozen: { by: 'U0KIM', at: NOW, reason: '점검' }, now: NOW }),
      ...MITIGATION_RUN_STATES.map((state) => p.mitigationRun(aRun({ state, verdict: 'better', overlaps: [TITLE], expiresAt: NOW }))),
      ...['frozen', 'not_configured', 'lapsed'].map((code) =>
        p.mitigationRun(aRun({ state: 'ended', outcome: 'failed', problem: { code, text: '이유' } })),
      ),
      p.freezeNotice({ by: 'U0KIM', at: NOW }),
      { text: '', blocks: p.mitigationForm(aForm({ second: 'oncall' })).blocks as NonNullable<ChatMessage['blocks']> },
    ].map(renderText);
    for (const text of shown) expect(text).not.toMatch(/(?:\*[^*\n]+\*|`[^`\n]+`)[가-힣]/);
  });
});
