import { type HelpDeskStandIn, startZendesk } from '../../../sandbox/help-desks/zendesk.ts';
import type { SocialStandIn } from '../../../sandbox/social-networks/stand-in-network.ts';
import { add, addAll, type Edit } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';
import { SOCIAL_STANDS } from '../../support/social/stands.ts';

/** X3: a notice for social networks, drafted from each update, which a second person has posted; X2: the guide for support in a help desk. */

const NAMES = ['mastodon', 'x', 'webhook'] as const;
type Name = (typeof NAMES)[number];

let networks: Record<Name, SocialStandIn>;
let desk: HelpDeskStandIn;

beforeEach(async () => {
  const started = await Promise.all(NAMES.map(async (name) => [name, await standOf(name).start()] as const));
  networks = Object.fromEntries(started) as typeof networks;
  desk = await startZendesk({ email: 'bot@example.com', token: 'zendesk-token-0123456789' });
});
afterEach(async () => {
  await Promise.all([desk, ...Object.values(networks)].map((server) => server.close()));
});

function standOf(name: Name) {
  const found = SOCIAL_STANDS[name];
  if (!found) throw new Error(`${name} has no stand-in`);
  return found;
}

const SPOKEN = add('team.languages', { channels: { C0STATUS: 'en' }, incidents: 'en' });
const SOCIAL = addAll('updates', {
  social: {
    networks: [
      { network: 'mastodon', language: 'en' },
      { network: 'x', language: 'ko' },
      { network: 'webhook', language: 'en' },
    ],
    link: 'https://status.example.com/',
  },
});

async function begin(edits: readonly Edit[] = [SOCIAL]): Promise<Scenario> {
  const environment = Object.assign({}, ...NAMES.map((name) => standOf(name).environment(networks[name].url)));
  const zendesk = { ZENDESK_URL: desk.url, ZENDESK_EMAIL: 'bot@example.com', ZENDESK_TOKEN: 'zendesk-token-0123456789' };
  return await scenario({
    ...CALM,
    playbook: [...CALM.playbook, SPOKEN, ...edits],
    environment: { ...CALM.environment, LOG_LEVEL: 'fatal', ...environment, ...zendesk },
  });
}

/** Somebody writes an update in both languages and has it told at once; the notice that is drafted of it. */
async function tells(s: Scenario, by: string, en: string, ko: string) {
  await s.says(by, 'update #1');
  await s.submits(by, { 'text.en': en, 'text.ko': ko, now: ['now'] });
  s.expectPosted('status', new RegExp(en));
  return s.expectPosted('#1', /Notice \d+ of #1 for social networks: please decide by/);
}

const X3 = async (s: Scenario) => (await s.app.runtime.storage.deadlines.of(1)).find(({ rowId }) => rowId === 'X3');
const events = async (s: Scenario, ...kinds: Parameters<typeof s.app.runtime.storage.timeline.ofKinds>[1]) =>
  (await s.app.runtime.storage.timeline.ofKinds(1, kinds)).map(({ kind, actor, data }) => ({ kind, actor, data }));
const texts = (name: Name) => networks[name].posts.map(({ text }) => text);
const POST = 'command.social-approve';

it('is posted by a second person on three networks, one of which asks to wait; then the end as a reply to it, and both are withdrawn', async () => {
  const s = await begin();
  await s.opens('minji', 'sev1 Coupons late');
  expect(await X3(s)).toMatchObject({ state: 'pending', dueAt: null });
  expect((await s.says('minji', 'social #1')).answer).toMatch(/There is no notice of #1 yet/);
  const notice = await tells(s, 'yuna', 'Coupons are late.', '쿠폰이 늦어지고 있습니다.');
  expect(s.textNow(notice)).toMatch(
    /Mastodon\* · English · \d+ of 480 characters[\s\S]*Coupons are late\. We are sorry[\s\S]*status\.example\.com[\s\S]*X\* · Korean · \d+ of 280 characters[\s\S]*쿠폰이 늦어지고 있습니다\. 불편을[\s\S]*The words are those of @?U0YUNA[\s\S]*social approve 1\.1/i,
  );
  for (const name of NAMES) expect(networks[name].posts).toEqual([]);
  expect(await X3(s)).toMatchObject({ state: 'pending', dueAt: (await s.app.runtime.storage.updates.of(1))?.nextAt });

  await s.clicks('yuna', notice, POST);
  s.expectTold('yuna', /The words of the notice of #1 are yours/);
  expect((await s.says('jisoo', 'social #1 approve 1.1')).answer).toMatch(/responders|Only/i);
  networks.x.faults.inject({ call: standOf('x').calls.post, fault: { kind: 'rate-limit', retryAfterSeconds: 90 }, times: 1 });
  networks.webhook.faults.inject({ call: standOf('webhook').calls.post, fault: { kind: 'lost-reply', status: 502 }, times: 1 });
  await s.clicks('minji', notice, POST);
  s.expectTold('minji', /is being posted/);
  expect(await X3(s)).toMatchObject({ state: 'kept' });
  await s.advance('2m');
  expect(texts('mastodon')).toEqual([expect.stringMatching(/^Coupons are late\. We are sorry[\s\S]*\nhttps:\/\/status\.example\.com\/$/)]);
  expect(texts('x')).toEqual([expect.stringContaining('쿠폰이 늦어지고 있습니다.')]);
  expect(texts('webhook')).toHaveLength(1);
  expect(networks.x.calls.map(({ name, status }) => `${name} ${status}`)).toEqual(
    expect.arrayContaining(['POST /2/tweets 429', 'POST /2/tweets 201']),
  );
  expect(s.textNow(notice)).toMatch(/✓ posted[\s\S]*✓ posted[\s\S]*✓ posted[\s\S]*@?U0MINJI.* had it posted/i);
  expect((await s.says('minji', 'update #1 show')).answer).toMatch(/✓ Mastodon: told[\s\S]*✓ X: told[\s\S]*✓ Webhook: told/);
  expect((await s.says('junho', 'social #1 decline')).answer).toMatch(/U0MINJI.* was faster.*No notice of #1 waits/);

  await s.says('minji', 'resolve #1');
  s.expectPosted('#1', /is resolved/);
  s.expectPosted('status', /works as usual again/);
  s.expectReview(1);
  const end = s.expectPosted('#1', /Notice 2 of #1 for social networks/);
  expect(s.textNow(end)).toMatch(
    /works as usual again[\s\S]*one person agrees, and a second one posts it[\s\S]*posted as a reply to the notice before/,
  );
  // As Bongsu drafted it: two people read it.
  await s.clicks('minji', end, POST);
  s.expectTold('minji', /You stand for the notice of #1/);
  expect(texts('mastodon')).toHaveLength(1);
  await s.clicks('minji', end, POST);
  s.expectTold('minji', /are yours/);
  await s.clicks('junho', end, POST);
  s.expectTold('junho', /is being posted/);
  for (const name of NAMES) {
    const [first, second] = networks[name].posts;
    expect(second).toMatchObject({ replyTo: first?.id });
  }
  expect(await events(s, 'social.decided')).toMatchObject([
    { actor: 'U0MINJI', data: { notice: 1, how: 'sent' } },
    { actor: 'U0JUNHO', data: { notice: 2, how: 'sent' } },
  ]);

  networks.mastodon.faults.inject({ call: standOf('mastodon').calls.withdraw, fault: { kind: 'http', status: 500 }, times: 1 });
  await s.clicks('yuna', end, 'command.social-withdraw.2');
  s.expectTold('yuna', /is being withdrawn/);
  await s.advance('1m');
  expect((await s.says('yuna', 'social #1 withdraw')).answer).toMatch(/is being withdrawn/);
  for (const name of NAMES) expect(networks[name].posts).toEqual([]);
  expect(s.textNow(notice)).toMatch(/withdrawn[\s\S]*U0YUNA.* withdrew it/i);
  expect((await s.says('yuna', 'social #1 withdraw')).answer).toMatch(/Nothing of #1 stands on a social network/);
  await s.advance('40m');
  s.expectNothingElse();
});

it('what was changed since it was read must be read again; declined it keeps X3, and undecided it is missed and said', async () => {
  const s = await begin();
  await s.opens('minji', 'sev1 Coupons late');
  const notice = await tells(s, 'yuna', 'Coupons are late.', '쿠폰이 늦어지고 있습니다.');
  // Somebody has the form open while another changes it.
  await s.clicks('sora', notice, 'command.social-edit');
  await s.clicks('junho', notice, 'command.social-edit');
  const tooLong = await s.submits('junho', { 'social.0': 'x'.repeat(481), 'social.1': '', 'social.2': 'Late.' });
  expect(tooLong.body).toMatchObject({ errors: { 'social.0': expect.stringMatching(/Mastodon takes 480 characters.*481/) } });
  await s.submits('junho', { 'social.0': 'Late, and sorry.', 'social.1': '', 'social.2': 'Late.' });
  const tooLate = await s.submits('sora', { 'social.0': 'Mine.', 'social.1': 'Mine.', 'social.2': 'Mine.' });
  expect(tooLate.body).toMatchObject({ errors: { 'social.0': expect.stringMatching(/was changed since you read it/) } });
  expect(s.textNow(notice)).toMatch(/Late, and sorry\.[\s\S]*approve 1\.2/);
  expect(s.textNow(notice)).not.toMatch(/X\*/);
  expect((await s.says('minji', 'social #1 approve 1.1')).answer).toMatch(/was changed since you read it/);
  expect((await s.says('junho', 'social #1 approve 1.2')).answer).toMatch(/are yours/);
  // Without saying what was read it is only shown.
  expect((await s.says('minji', 'social #1 approve')).answer).toMatch(/Notice 1 of #1/);
  await s.clicks('minji', notice, 'command.social-decline');
  s.expectTold('minji', /No notice of #1 this time/);
  expect(await X3(s)).toMatchObject({ state: 'kept' });
  expect(s.textNow(notice)).toMatch(/not this time/);

  const second = await tells(s, 'yuna', 'Still late.', '아직 늦습니다.');
  // Corrected while it waits: other words, another version.
  await s.says('yuna', 'update #1 correct');
  await s.submits('yuna', { 'text.en': 'Still late by ten minutes.', 'text.ko': '10분 늦습니다.' });
  expect(s.textNow(second)).toMatch(/Still late by ten minutes[\s\S]*approve 2\.2/);
  expect((await s.says('minji', 'social #1 approve 2.1')).answer).toMatch(/was changed since you read it/);
  await s.advance('30m');
  s.expectPosted('status', /Update 3/);
  s.expectPosted('#1', /Nobody decided about notice 2 of #1/);
  expect(s.textNow(second)).toMatch(/Nobody decided in time/);
  s.expectPosted('#1', /Notice 3 of #1/);
  expect((await s.says('minji', 'social #1 approve 2.2')).answer).toMatch(/was changed since you read it/);
  for (const name of NAMES) expect(networks[name].posts).toEqual([]);
  expect(await events(s, 'social.decided', 'social.missed')).toMatchObject([
    { kind: 'social.decided', data: { how: 'declined' } },
    { kind: 'social.missed', data: { notice: 2 } },
  ]);
  // Nothing stands there: no end is told, and what waited is over.
  await s.says('minji', 'resolve #1');
  s.expectPosted('#1', /is resolved/);
  s.expectPosted('status', /works as usual again/);
  s.expectReview(1);
  expect((await s.app.runtime.storage.socialNotices.of(1)).map(({ state }) => state)).toEqual(['declined', 'missed', 'superseded']);
});

it('asks for another person when whoever approved it has left, or the words were corrected, before it could be posted; a lost answer makes no second post', async () => {
  const s = await begin();
  await s.opens('minji', 'sev1 Coupons late');
  const notice = await tells(s, 'yuna', 'Coupons are late.', '쿠폰이 늦어지고 있습니다.');
  s.slack.deactivate('U0SORA');
  await s.clicks('sora', notice, POST);
  s.expectTold('sora', /is being posted/);
  s.expectPosted('#1', /who approved it, is no longer here/);
  s.slack.deactivate('U0SORA', false);
  for (const name of NAMES) expect(networks[name].calls.filter(({ name: call }) => call === standOf(name).calls.post)).toEqual([]);
  expect(s.textNow(notice)).toMatch(/please decide by/);
  expect(await events(s, 'social.reopened')).toMatchObject([{ data: { why: 'left' } }]);

  // Whoever lost the role that let them approve it may not any more.
  await s.says('minji', 'assign scribe @jisoo', '#1');
  s.expectPosted('#1', /has the role Scribe/);
  await s.says('jisoo', 'social #1');
  s.slack.faults.inject({ call: 'users.info', fault: { kind: 'http', status: 503 }, when: ({ user }) => user === 'U0JISOO' });
  expect((await s.says('jisoo', 'social #1 approve 1.1')).answer).toMatch(/is being posted/);
  await s.says('minji', 'assign scribe @yuna', '#1');
  s.expectPosted('#1', /has the role Scribe/);
  s.slack.faults.clear();
  await s.advance('1m');
  s.expectPosted('#1', /who approved it, may not do that any more/);

  // Approved, and corrected while the networks are away.
  for (const name of NAMES)
    networks[name].faults.inject({ call: standOf(name).calls.post, fault: { kind: 'http', status: 503 }, times: 1 });
  await s.clicks('minji', notice, POST);
  s.expectTold('minji', /is being posted/);
  await s.says('yuna', 'update #1 correct');
  await s.submits('yuna', { 'text.en': 'Coupons are ten minutes late.', 'text.ko': '쿠폰이 10분 늦습니다.' });
  await s.advance('1m');
  expect(NAMES.flatMap(texts)).toEqual([]);
  expect(s.textNow(notice)).toMatch(/please decide by[\s\S]*ten minutes late[\s\S]*approve 1\.2/);
  expect(await events(s, 'social.reopened')).toMatchObject([
    { data: { why: 'left' } },
    { data: { why: 'not-allowed' } },
    { data: { why: 'changed' } },
  ]);
  expect((await s.says('minji', 'social #1 approve 1.2')).answer).toMatch(/is being posted/);
  await s.advance('1m');
  expect(texts('x')).toEqual([expect.stringContaining('쿠폰이 10분 늦습니다.')]);

  networks.x.faults.inject({ call: standOf('x').calls.post, fault: { kind: 'cut-after' }, times: 1 });
  networks.mastodon.faults.inject({ call: standOf('mastodon').calls.post, fault: { kind: 'error', code: 'Too rude' }, times: 1 });
  const second = await tells(s, 'yuna', 'We add capacity.', '증설하고 있습니다.');
  await s.clicks('minji', second, POST);
  s.expectTold('minji', /is being posted/);
  await s.advance('1m');
  expect(texts('x').filter((text) => text.includes('증설'))).toHaveLength(1);
  expect(s.textNow(s.expectPosted('#1', /Mastodon did not take what was told/))).toContain('Too rude');
  expect((await s.says('minji', 'update #1 show')).answer).toMatch(/✕ Mastodon: failed[\s\S]*✓ X: told/);
  await s.says('minji', 'retry #1');
  expect(texts('mastodon').filter((text) => text.includes('We add capacity'))).toHaveLength(1);
});

it('tells nothing of a private incident, and where it is off X3 is waived with that reason, and kept by hand all the same', async () => {
  const s = await begin();
  await s.says('minji', 'open sev1 --private Coupons late');
  await s.advance('61m');
  s.takeAll();
  for (const name of NAMES) expect(networks[name].calls).toEqual([]);
  expect((await s.app.runtime.storage.deadlines.of(1)).find(({ rowId }) => rowId === 'X3')).toMatchObject({ state: 'waived' });
  expect(await s.app.runtime.storage.socialNotices.of(1)).toEqual([]);
  // Of a milder one nothing is drafted.
  await s.opens('minji', 'sev3 Slow');
  expect((await s.app.runtime.storage.deadlines.of(2)).find(({ rowId }) => rowId === 'X3')).toMatchObject({
    state: 'waived',
    reason: { code: 'no-network' },
  });
  expect((await s.says('minji', 'social #2')).answer).toMatch(/Nothing of #2 is told on social networks/);
  expect((await s.says('minji', 'keep X3 posted by hand', '#2')).answer).toMatch(/X3 of #2 is kept/);
  expect((await s.says('minji', 'keep X3 once more', '#2')).answer).toMatch(/already/);
});

it('keeps the guide for support as one macro in a help desk, which follows each update and is put away at the end', async () => {
  const s = await begin([addAll('updates', { helpDesks: [{ desk: 'zendesk', language: 'ko' }] })]);
  await s.opens('minji', 'sev1 Coupons late');
  desk.faults.inject({ call: 'POST /macros', fault: { kind: 'cut-after' }, times: 1 });
  await s.says('yuna', 'update #1 edit Coupons are late.');
  await s.says('yuna', 'update #1 now');
  s.expectPosted('status', /Coupons are late/);
  await s.advance('5s');
  expect(desk.macros).toMatchObject([{ active: true, title: expect.stringMatching(/^#1 .*확인 중 \[[0-9a-f]{8}\/coupon\/1\]$/) }]);
  expect(desk.macros[0]?.actions[0]?.value).toContain('Coupons are late.');
  const row = (await s.app.runtime.storage.deadlines.of(1)).find(({ rowId }) => rowId === 'X2');
  expect(row?.state).toBe('kept');
  desk.faults.inject({ call: 'PUT /macros/:id', fault: { kind: 'http', status: 401 }, times: 1 });
  await s.says('yuna', 'update #1 edit We add capacity.');
  await s.says('yuna', 'update #1 now');
  s.expectPosted('status', /We add capacity/);
  expect(s.textNow(s.expectPosted('#1', /Zendesk did not take what was told about #1/))).toMatch(/ZENDESK_TOKEN/);
  expect((await s.says('minji', 'update #1 show')).answer).toMatch(/✕ Zendesk: failed/);
  await s.says('minji', 'retry #1');
  expect(desk.macros[0]?.actions[0]?.value).toContain('We add capacity.');
  expect((await s.says('minji', 'update #1 show')).answer).toMatch(/✓ Zendesk: told/);
  await s.says('minji', 'resolve #1');
  s.expectPosted('#1', /is resolved/);
  s.expectPosted('status', /works as usual again/);
  s.expectReview(1);
  expect(desk.macros).toMatchObject([{ active: false }]);
});
