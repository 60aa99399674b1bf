import fc from 'fast-check';
import { createPresenter } from '../../../src/bot/surfaces/presenter.ts';
import type { ChatMessage } from '../../../src/domain/chat/message.ts';
import { SEVERITIES } from '../../../src/domain/incident/states.ts';
import { NOTICE_KINDS } from '../../../src/domain/subscribers/notice.ts';
import { SUBSCRIPTION_KINDS } from '../../../src/domain/subscribers/subscription.ts';
import { PUBLIC_STAGES } from '../../../src/domain/updates/told-text.ts';
import type { Presenter } from '../../../src/views/presenter.ts';
import type { FollowingView, FollowNoticeView, SubscribersView } from '../../../src/views/subscribers.ts';
import { lookOf } from '../../../src/web/status/page/look.ts';
import { buttonPage, formLookOf, formPage, wordPage } from '../../../src/web/subscribers/subscriber-page.ts';
import { PSEUDO } from '../../support/examples/pseudo-locale.ts';
import { testSeed } from '../../support/examples/seed.ts';
import * as views from '../../support/examples/view-arbitraries.ts';
import { objectionsToMessage } from '../../support/scenario/block-kit-limits.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

fc.configureGlobal({ seed: testSeed() });

const options = fc.record({
  language: fc.constantFrom('en', 'ko', PSEUDO),
  zone: fc.constantFrom('Asia/Seoul', 'UTC'),
  service: fc.record({ key: fc.constantFrom('coupon', 'a_b-c'), name: fc.record({ en: views.nastyText, ko: views.nastyText }) }),
  channelPrefix: fc.constant('inc'),
  command: fc.constantFrom('/incident', '/i'),
});
const now = new Date('2026-03-03T05:00:00Z');

const notice: fc.Arbitrary<FollowNoticeView> = fc
  .record({
    kind: fc.constantFrom(...NOTICE_KINDS),
    incidentId: fc.option(fc.integer({ min: 1, max: 2_147_483_647 }), { nil: null }),
    stage: fc.option(fc.constantFrom(...PUBLIC_STAGES), { nil: null }),
    name: fc.option(views.nastyText, { nil: undefined }),
    text: views.nastyText,
    nextAt: fc.option(fc.constant(new Date('2026-03-03T05:30:00Z')), { nil: null }),
  })
  .map(({ name, ...view }) => ({ ...view, ...(name !== undefined && { name }), now }));

const followed: fc.Arbitrary<FollowingView> = fc
  .record({
    did: fc.constantFrom('followed', 'unfollowed', 'not-following'),
    where: fc.constantFrom('person', 'channel'),
    incident: fc.option(fc.integer({ min: 1, max: 9_999 }), { nil: undefined }),
    service: fc.option(fc.constantFrom('coupon', 'gone'), { nil: undefined }),
    least: fc.option(fc.constantFrom(...SEVERITIES), { nil: undefined }),
  })
  .map(({ did, where, incident, service, least }) => ({
    ...{ did, where },
    ...(incident !== undefined && { incident }),
    ...(service !== undefined && { service }),
    ...(least !== undefined && { least }),
  }));

const address = views.nastyText.map((text) => `https://example.com/${text}`);
const listed: fc.Arbitrary<SubscribersView> = fc
  .record({
    counts: fc.record({ mail: fc.nat(), webhook: fc.nat(), channel: fc.nat(), person: fc.nat() }),
    webhooks: fc.array(fc.record({ id: fc.constant('12'), address, failingSince: fc.option(fc.constant(now), { nil: null }) }), {
      maxLength: 25,
    }),
    dropped: fc.array(
      fc.record({ id: fc.constant('3'), kind: fc.constantFrom(...SUBSCRIPTION_KINDS), endedBecause: fc.constant('gone') }),
      { maxLength: 25 },
    ),
    mailNeeds: fc.subarray(['SMTP_URL', 'PUBLIC_URL']),
    added: fc.option(fc.record({ address, secret: fc.constant(`whsec_${'A'.repeat(44)}`) }), { nil: undefined }),
  })
  .map(({ added, ...view }) => ({ ...view, ...(added && { added }), now }));

function messages<T>(surface: string, view: fc.Arbitrary<T>, show: (presenter: Presenter, view: T) => ChatMessage): void {
  it(`${surface} keeps Slack's limits and harms nobody`, () => {
    fc.assert(
      fc.property(options, view, (o, v) => {
        expect(objectionsToMessage(show(createPresenter(o), v), views.KNOWN)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
}

messages('what is told to whoever follows', notice, (presenter, view) => presenter.followNotice(view));
messages('what somebody follows', followed, (presenter, view) => presenter.following(view));
messages('the list of subscribers', listed, (presenter, view) => presenter.subscribers(view));

describe('the pages', () => {
  const words = createPresenter({
    language: 'en',
    zone: 'UTC',
    service: { key: 'a', name: { en: 'a', ko: 'a' } },
    channelPrefix: 'inc',
    command: '/i',
  }).subscriberWords().page;

  it('show what anybody typed as text, and nothing of it as markup', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const evil = `"><script>alert(1)</script>${typed}`;
        const services = ['a', 'b'].map((key) => ({ key: `${key}${evil}`, name: evil }));
        const shown = [
          formPage({ language: 'en', words, written: evil, parts: { field: 'service', each: services }, wrong: evil, style: '' }),
          buttonPage({ style: '', language: 'en', title: evil, text: evil, button: evil, action: evil, token: evil }),
          wordPage({ style: '', language: evil, title: evil, text: evil, again: evil }),
        ];
        for (const html of shown) expect(html).not.toMatch(/<script/i);
      }),
    );
  });

  it('run no script and send forms to us alone', () => {
    expect(formLookOf(lookOf(couponPlaybook())).policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
    );
  });
});
