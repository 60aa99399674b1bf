import '../../support/examples/pseudo-language.ts';
import fc from 'fast-check';
import { createPresenter } from '../../../src/bot/surfaces/presenter.ts';
import type { ChatMessage } from '../../../src/domain/chat/message.ts';
import { LANGUAGES } from '../../../src/languages/index.ts';
import type { Presenter } from '../../../src/views/presenter.ts';
import type { FollowUpView, RetroView, ReviewDoneView } from '../../../src/views/review.ts';
import { englishLeft, PSEUDO, tamed } from '../../support/examples/pseudo-locale.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { incident, KNOWN, nastyText, reasonView } from '../../support/examples/view-arbitraries.ts';
import { anIncident, NOW, presenterIn } from '../../support/examples/view-examples.ts';
import { objectionsToMessage, objectionsToView } from '../../support/scenario/block-kit-limits.ts';
import { renderText } from '../../support/scenario/render-text.ts';

fc.configureGlobal({ seed: testSeed() });
const RUNS = Number(process.env.FUZZ_RUNS ?? 150);

const options = fc.record({
  language: fc.constantFrom('en', 'ko', PSEUDO),
  zone: fc.constantFrom('Asia/Seoul', 'America/St_Johns'),
  service: fc.record({ key: fc.constant('coupon'), name: fc.record({ en: nastyText, ko: nastyText }) }),
  channelPrefix: fc.constant('inc'),
  command: fc.constantFrom('/incident', '/i'),
});
const user = fc.oneof(
  fc.constantFrom(...KNOWN.users),
  nastyText.map((text) => `x${text}`),
);
const date = fc.oneof(
  { weight: 6, arbitrary: fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }) },
  { weight: 1, arbitrary: fc.date() },
);
const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true }),
  fc.constantFrom('javascript:alert(1)', `https://x.example/${'a'.repeat(4_000)}`),
  nastyText,
);

const retroView: fc.Arbitrary<RetroView> = fc.record(
  {
    incident,
    state: fc.constantFrom('planned' as const, 'held' as const, 'cancelled' as const, 'moved' as const),
    startsAt: date,
    endsAt: date,
    joinUrl: url,
    invitees: fc.array(
      fc.record({ user, answer: fc.constantFrom('accepted' as const, 'proposed' as const, null), optional: fc.boolean() }),
      { maxLength: 80 },
    ),
    absent: fc.array(fc.record({ user, because: fc.constantFrom('hours' as const, 'rest' as const, 'busy' as const) }), { maxLength: 80 }),
    row: nastyText,
    late: reasonView,
    text: fc.record({ en: nastyText, ko: nastyText }),
    movedBy: user,
    now: date,
  },
  { requiredKeys: ['incident', 'state', 'startsAt', 'endsAt', 'invitees', 'absent', 'row', 'now'] },
);
const followUp: fc.Arbitrary<FollowUpView> = fc.record(
  {
    id: nastyText,
    title: fc.record({ en: nastyText, ko: nastyText }),
    owner: fc.option(user),
    dueAt: date,
    state: fc.constantFrom('open' as const, 'done' as const, 'cancelled' as const),
    doneBy: user,
  },
  { requiredKeys: ['id', 'title', 'owner', 'dueAt', 'state'] },
);
const followUps = fc.array(followUp, { maxLength: 30 }).map((list) => list.map((each, index) => ({ ...each, id: `N${index}${each.id}` })));
const done: fc.Arbitrary<ReviewDoneView> = fc.oneof(
  fc.record({ done: fc.constant('accepted' as const), incident, startsAt: date, now: date }),
  fc.record({ done: fc.constant('proposed' as const), incident, proposedAt: date, now: date }),
  fc.record({ done: fc.constant('moved' as const), incident, startsAt: date, late: fc.boolean(), row: nastyText, now: date }),
  fc.record({ done: fc.constant('held' as const), incident, row: nastyText, late: fc.boolean() }),
  fc.record({ done: fc.constant('follow-up-done' as const), incident, row: nastyText }),
  fc.record({
    done: fc.constant('follow-up-was-done' as const),
    incident,
    row: nastyText,
    before: fc.oneof(fc.constant('reader' as const), fc.record({ by: user })),
  }),
  fc.record({ done: fc.constant('follow-up-assigned' as const), incident, row: nastyText, owner: user }),
);

function messages<T>(surface: string, view: fc.Arbitrary<T>, show: (presenter: Presenter, view: T) => ChatMessage): void {
  it(`${surface} keeps Slack's limits and harms nobody`, () => {
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

describe('every message', () => {
  messages('invitation', retroView, (p, v) => p.retroInvite(v));
  messages('status of the retrospective', retroView, (p, v) => p.retroStatus(v));
  messages('proposal', fc.record({ incident, startsAt: date, proposedAt: date, by: user, now: date }), (p, v) => p.retroProposal(v));
  messages('cancellation', fc.record({ incident, startsAt: date, now: date }), (p, v) => p.retroCancelled(v));
  messages('list of follow-ups', fc.record({ incident, followUps, now: date }), (p, v) => p.followUps(v));
  messages(
    'reminder',
    fc.record({
      incident,
      followUp,
      kind: fc.constantFrom('soon' as const, 'due' as const, 'overdue' as const, 'still' as const),
      now: date,
    }),
    (p, v) => p.followUpReminder(v),
  );
  messages('change of a follow-up', fc.record({ incident, followUp, by: user, now: date }), (p, v) => p.followUpChanged(v));
  messages('confirmation', done, (p, v) => p.reviewDone(v));

  it("the form keeps Slack's limits", () => {
    fc.assert(
      fc.property(options, fc.record({ incident, startsAt: date }), (o, v) => {
        expect(objectionsToView(createPresenter(o).retroModal(v), KNOWN)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('the mail is one tidy subject line and a text', () => {
    fc.assert(
      fc.property(options, retroView, (o, v) => {
        const mail = createPresenter(o).retroMail(v);
        for (const line of [mail.subject, mail.summary, mail.location]) expect(line).not.toMatch(/[\r\n]|\p{Surrogate}/u);
        expect(mail.summary.length).toBeLessThanOrEqual(150);
        expect(mail.location).not.toBe('');
      }),
      { numRuns: RUNS },
    );
  });
});

describe('the words', () => {
  const view = (more: Partial<RetroView> = {}): RetroView => ({
    incident: anIncident(),
    state: 'planned',
    startsAt: new Date(NOW.getTime() + 7_200_000),
    endsAt: new Date(NOW.getTime() + 10_800_000),
    joinUrl: 'https://zoom.example.com/j/1',
    invitees: [
      { user: 'U0KIM', answer: 'accepted', optional: false },
      { user: 'U0LEE', answer: null, optional: true },
    ],
    absent: [{ user: 'U0KIM', because: 'busy' }],
    row: 'T1',
    text: { en: 'Retrospective of #{number} {title}: {meeting}.', ko: '#{number} {title} 회고: {meeting}.' },
    now: NOW,
    ...more,
  });

  it('say when, where and who, and that a deadline was missed and why', () => {
    const p = presenterIn('en');
    const text = renderText(p.retroInvite(view({ late: { code: 'no-working-hour' } })));
    expect(text).toMatch(/When:/);
    expect(text).toMatch(/60 min/);
    expect(text).toMatch(/T1 is missed: There is no working hour before it is due; this is the first working slot/);
    expect(p.retroInvite(view()).text).toMatch(/^Retrospective of #\d+ .*https:\/\/zoom\.example\.com\/j\/1\. Who: <@U0KIM> ✓/);
    expect(text).toMatch(/Welcome too:\* @U0LEE/);
    expect(text).toMatch(/There is no time at which everybody can. At this one cannot: @U0KIM \(busy by their calendar\)/);
  });

  it('never put a Korean particle straight behind bold or code', () => {
    const p = presenterIn('ko');
    const followUp = { id: 'N1', title: { en: 'Partitions', ko: '파티션' }, owner: null, dueAt: NOW, state: 'open' as const };
    const shown = [
      p.retroInvite(view({ movedBy: 'U0KIM', late: { code: 'said', text: { en: 'Why', ko: '이유' } } })),
      p.followUps({ incident: anIncident(), followUps: [followUp], now: NOW }),
      p.followUpReminder({ incident: anIncident(), followUp, kind: 'due', now: NOW }),
    ].map(renderText);
    for (const text of shown) expect(text).not.toMatch(/(?:\*[^*\n]+\*|`[^`\n]+`)[가-힣]/);
  });

  it('are all there in every language, with every parameter, and fit where Slack allows little', () => {
    const spoken = (node: unknown, path: string): [string, string][] => {
      if (typeof node === 'string') return [[path, node]];
      if (typeof node === 'function') return [[path, String((node as (...args: string[]) => string)('‹1›', '‹2›', '‹3›', '‹4›', '‹5›'))]];
      return Object.entries(node as object).flatMap(([key, child]) => spoken(child, `${path}.${key}`));
    };
    const parameters = (text = '') => [...new Set(text.match(/‹\d›/g))].sort();
    const english = new Map(spoken(LANGUAGES.en.surfaces.review, ''));
    const korean = new Map(spoken(LANGUAGES.ko.surfaces.review, ''));
    expect([...korean.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, text] of english) expect([path, parameters(korean.get(path))]).toEqual([path, parameters(text)]);
    for (const { retro, followUp } of Object.values(LANGUAGES).map(({ surfaces }) => surfaces.review)) {
      for (const text of [retro.formTitle, retro.formSubmit]) expect(text.length).toBeLessThanOrEqual(24);
      for (const text of [retro.accept, retro.propose, retro.moveThere, retro.join, followUp.button('N1')])
        expect(text.length).toBeLessThanOrEqual(30);
      const labels = [retro.acceptLabel, retro.proposeLabel, retro.joinLabel, retro.moveThereLabel];
      for (const label of labels) expect(label('#1234').length).toBeLessThanOrEqual(75);
      expect(followUp.buttonLabel('N1', '#1234').length).toBeLessThanOrEqual(75);
    }
  });
});
