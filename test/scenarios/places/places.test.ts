import type { Destination } from '../../../src/workflows/messages/chat-message.ts';
import { set } from '../../support/scenario/edit-playbook.ts';
import { messageRow } from '../../support/scenario/outbox-rows.ts';
import { CALM as ALL_CALM, type Opened, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** An incident's places that are gone, and back: said once, another place, quiet, and taken up again. */

/** A place that is gone is written down as a warning. */
const CALM = { ...ALL_CALM, environment: { ...ALL_CALM.environment, LOG_LEVEL: 'silent' } };
/** Looked at as often as the shipped playbook looks, with numbers and charts. */
const LIVELY = {
  environment: { LOG_LEVEL: 'silent' },
  playbook: [...ALL_CALM.playbook, set('briefing.refreshEvery', '60s'), set('briefing.chartEvery', '5m')],
};

const callsTo = (s: Scenario, channel: string) =>
  s.slack.calls.filter(({ args }) => args.channel === channel || args.channel_id === channel);
const status = (s: Scenario) => s.slack.messages(s.channelId('status'));
/** The thread in which an incident goes on, without its head. */
const standIn = (s: Scenario, id = 1) => {
  const head = status(s).find(({ text }) => new RegExp(`Incident #${id} goes on in this thread`).test(text));
  return { head, replies: status(s).filter(({ thread_ts }) => thread_ts !== undefined && thread_ts === head?.ts) };
};

const GONE: Record<string, { act: (s: Scenario, channel: string) => void; says: RegExp }> = {
  archived: { act: (s, channel) => s.slack.archive(channel), says: /#inc-1-coupons-late was archived/ },
  deleted: { act: (s, channel) => s.slack.deleteChannel(channel), says: /#inc-1-coupons-late was deleted, or made private without Bongsu/ },
  'made private without Bongsu': {
    act: (s, channel) => {
      s.slack.remove(channel, s.slack.botUserId);
      s.slack.makePrivate(channel);
    },
    says: /#inc-1-coupons-late was deleted, or made private without Bongsu/,
  },
};

describe.each(Object.entries(GONE))("met-C5: an incident's channel that is %s", (_how, { act, says }) => {
  it('is said once, in a thread of the status channel where the incident goes on, and nobody asks for it again', async () => {
    const s = await scenario(LIVELY);
    const { channel } = await s.opens('sora', 'sev2 Coupons late');
    await s.advance('1m');
    act(s, channel);
    await s.advance('2m');
    const { head, replies } = standIn(s);
    expect(head?.text).toMatch(says);
    expect(replies.map(({ text }) => /Coupons late/.test(text))).toEqual([true]);
    expect(await s.incident(1)).toMatchObject({ channelId: s.channelId('status'), threadTs: head?.ts, briefingTs: replies[0]?.ts });
    const before = callsTo(s, channel).length;
    await s.says('minji', 'severity #1 sev1');
    await s.advance('33m');
    // Looks whether it is back are all that is left of it.
    const later = callsTo(s, channel).slice(before);
    expect(later.filter(({ method }) => method !== 'conversations.info')).toEqual([]);
    expect(later.length).toBeLessThanOrEqual(6);
    expect(standIn(s).replies.some(({ text }) => /raised from SEV2/.test(text))).toBe(true);
    expect(status(s).filter(({ text }) => says.test(text))).toHaveLength(1);
    // Pictures are for whoever sees the briefing, and that is in the thread.
    expect(s.textNow(replies[0] as never)).toMatch(/SEV1/);
    s.takeAll();
  });

  it('met-B4: drops neither the retrospective nor the follow-ups when it is resolved', async () => {
    const s = await scenario(CALM);
    const { channel } = await s.opens('sora', 'sev2 Coupons late');
    await s.says('junho', 'assign #1 commander');
    act(s, channel);
    await s.says('minji', 'resolve #1');
    await s.advance('1m');
    const said = standIn(s).replies.map(({ text }) => text);
    const at = (pattern: RegExp) => said.findIndex((text) => pattern.test(text));
    expect(at(/is resolved/)).toBeGreaterThanOrEqual(0);
    expect(at(/Follow-ups of #1/)).toBeGreaterThan(at(/is resolved/));
    expect(at(/Retrospective of #1/)).toBeGreaterThanOrEqual(0);
    s.expectDirect('junho', /Incident #1, which you command, goes on in a thread in #C/);
    s.takeAll();
  });
});

describe('met-B4: a channel that is back', () => {
  async function archivedFor(s: Scenario, opened: Opened): Promise<void> {
    s.slack.archive(opened.channel);
    await s.says('minji', 'severity #1 sev1');
    await s.advance('10m');
  }

  it.each([
    ['by the event of its unarchiving, whether the bot is still in it', { appStays: true }, 'channel_unarchive'],
    ['or not', {}, 'channel_unarchive'],
    ['by looking now and then', {}, undefined],
  ] as const)('is noticed %s, and the incident goes on there', async (_way, how, event) => {
    const s = await scenario(CALM);
    const opened = await s.opens('sora', 'sev2 Coupons late');
    await archivedFor(s, opened);
    const { head, replies } = standIn(s);
    const { briefingTs } = await s.incident(1);
    const briefing = replies.find(({ ts }) => ts === briefingTs);
    s.slack.unarchive(opened.channel, how);
    if (event) await s.slack.event(event, { channel: opened.channel, user: s.slack.users.sora });
    await s.settle();
    await s.advance(event ? '1m' : '31m');
    expect(await s.incident(1)).toMatchObject({ channelId: opened.channel, threadTs: null, briefingTs: opened.briefing.ts });
    s.expectPosted('#1', /Incident #1 goes on here again/);
    expect(standIn(s).replies.some(({ text }) => /goes on in <#C\w+> again/.test(text))).toBe(true);
    expect(s.textNow(briefing as never)).toMatch(/goes on in #C\w+ again/);
    // What was written while nobody could see it.
    expect(s.textNow(opened.briefing)).toMatch(/SEV1/);
    expect(s.slack.channels().find(({ id }) => id === opened.channel)?.topic).toMatch(/SEV1/);
    await s.says('minji', 'note here again', opened.channel);
    await s.says('minji', 'severity #1 sev3');
    s.expectPosted('#1', /lowered from SEV1/);
    expect(status(s).filter(({ thread_ts, text }) => thread_ts === head?.ts && /lowered/.test(text))).toEqual([]);
    s.takeAll();
  });

  it('is noticed when Bongsu, thrown out of a private one, is invited again; nothing was told in the status channel', async () => {
    const s = await scenario(CALM);
    const { channel } = await s.opens('sora', 'sev1 Leaked key --private');
    s.slack.remove(channel, s.slack.botUserId);
    await s.says('sora', 'severity #1 sev2');
    await s.advance('1m');
    expect(status(s)).toEqual([]);
    s.expectDirect('sora', /Incident #1 goes on here, in direct messages with you/);
    s.expectDirect('sora', /lowered from SEV1/);
    // People there still speak of their incident.
    expect((await s.says('sora', 'status', channel)).answer).toMatch(/Leaked key/);
    s.slack.letIn(channel);
    await s.slack.event('member_joined_channel', { channel, user: s.slack.botUserId, channel_type: 'G', team: s.slack.teamId });
    await s.settle();
    await s.advance('1m');
    expect(await s.incident(1)).toMatchObject({ channelId: channel });
    s.expectPosted('#1', /goes on here again/);
    expect(status(s)).toEqual([]);
    s.takeAll();
  });

  it('that Bongsu was thrown out of, but that everybody may join, is joined again', async () => {
    const s = await scenario(CALM);
    const { channel } = await s.opens('sora', 'sev2 Coupons late');
    s.slack.remove(channel, s.slack.botUserId);
    await s.says('minji', 'resolve #1');
    await s.advance('1m');
    expect(s.slack.channels().find(({ id }) => id === channel)?.members).toContain(s.slack.botUserId);
    s.expectPosted('#1', /is resolved/);
    s.expectReview(1);
    s.takeAll();
  });
});

it('met-B4: a channel that nobody brings back is looked at more and more rarely, and the status channel always', async () => {
  const s = await scenario(CALM);
  const { channel } = await s.opens('sora', 'sev2 Coupons late');
  s.slack.archive(channel);
  await s.says('minji', 'severity #1 sev1');
  await s.advance('26h');
  const looks = (where: string, from: number) =>
    callsTo(s, where).filter(({ method }, index) => index >= from && /info|join/.test(method)).length;
  const soFar = callsTo(s, channel).length;
  s.slack.archive(s.channelId('status'));
  await s.slack.event('channel_archive', { channel: s.channelId('status'), user: s.slack.users.sora });
  const atStatus = callsTo(s, s.channelId('status')).length;
  await s.advance('26h');
  expect(looks(channel, soFar)).toBeGreaterThan(0);
  expect(looks(channel, soFar)).toBeLessThan(5);
  expect(looks(s.channelId('status'), atStatus)).toBeGreaterThan(45);
  s.takeAll();
});

describe('met-B4: a status channel that is archived', () => {
  it('is said once where people work, and what waited leaves when it is back, without updates that are out of date', async () => {
    const s = await scenario(CALM);
    await s.opens('sora', 'sev2 Coupons late');
    s.slack.archive(s.channelId('status'));
    await s.advance('95m');
    s.expectPosted('#1', /was archived.*Announcements and regular updates wait/s);
    await s.says('minji', 'mitigated #1');
    s.expectPosted('#1', /is mitigated/);
    const before = callsTo(s, s.channelId('status')).length;
    await s.advance('20m');
    expect(
      callsTo(s, s.channelId('status'))
        .slice(before)
        .filter(({ method }) => method !== 'conversations.info'),
    ).toEqual([]);
    expect(s.takeAll().filter(({ text }) => /Announcements and regular updates wait/.test(text))).toEqual([]);
    s.slack.unarchive(s.channelId('status'));
    await s.slack.event('channel_unarchive', { channel: s.channelId('status'), user: s.slack.users.sora });
    await s.settle();
    const said = status(s).map(({ text }) => /New incident|Update \d|is mitigated/.exec(text)?.[0] ?? text);
    expect(said.slice(0, 1)).toEqual(['New incident']);
    expect(said.filter((text) => /Update/.test(text)).length).toBeLessThanOrEqual(1);
    expect(said).toContain('is mitigated');
    s.takeAll();
  });

  it('leaves an incident that lives in a thread of it with its commander', async () => {
    const s = await scenario({ ...CALM, slack: { restrictChannelCreation: true } });
    await s.says('sora', 'open sev2 Coupons late');
    await s.says('junho', 'assign #1 commander');
    s.takeAll();
    s.slack.archive(s.channelId('status'));
    await s.says('minji', 'severity #1 sev1');
    await s.advance('2m');
    s.expectDirect('junho', /Incident #1 goes on here, in direct messages with you/);
    s.expectDirect('junho', /raised from SEV2/);
    s.takeAll();
  });

  it('holds up no incident that begins meanwhile, which is announced when it is back', async () => {
    const s = await scenario(CALM);
    s.slack.archive(s.channelId('status'));
    await s.says('sora', 'open sev2 Coupons late');
    await s.advance('1m');
    expect((await s.incident(1)).channelId).not.toBeNull();
    expect(s.textNow(s.expectPosted('#1', /Coupons late/))).toMatch(/Announcement: /);
    s.slack.unarchive(s.channelId('status'), { appStays: true });
    await s.slack.event('channel_unarchive', { channel: s.channelId('status'), user: s.slack.users.sora });
    await s.settle();
    s.expectPosted('status', /New incident/);
    s.takeAll();
  });
});

describe('met-B5: messages that somebody deletes', () => {
  it('the briefing is posted and pinned anew, once', async () => {
    const s = await scenario(LIVELY);
    const { channel, briefing } = await s.opens('sora', 'sev2 Coupons late');
    s.slack.deleteMessage(channel, briefing.ts);
    await s.advance('5m');
    const { briefingTs } = await s.incident(1);
    expect(briefingTs).not.toBe(briefing.ts);
    const posted = s.slack.messages(channel).filter(({ ts }) => ts === briefingTs);
    expect(posted.map(({ text }) => /Coupons late/.test(text))).toEqual([true]);
    expect(s.slack.channels().find(({ id }) => id === channel)?.pins).toEqual([briefingTs]);
    const before = s.slack.calls.length;
    await s.says('minji', 'severity #1 sev1');
    await s.advance('2m');
    expect(s.slack.calls.slice(before).filter(({ method, args }) => method === 'chat.update' && args.ts === briefing.ts)).toEqual([]);
    expect(s.textNow(posted[0] as never)).toMatch(/SEV1/);
    s.takeAll();
  });

  it('the invitation to the retrospective is posted anew when somebody answers it', async () => {
    const s = await scenario(CALM);
    const { channel } = await s.opens('sora', 'sev2 Coupons late');
    await s.says('minji', 'resolve #1');
    const { invitation } = s.expectReview(1);
    s.slack.deleteMessage(channel, invitation.ts);
    await s.says('minji', 'retro #1 accept');
    await s.advance('1m');
    s.expectPosted('#1', /Retrospective of #1/);
    s.takeAll();
  });

  it('a notice that would be edited is let go, and nobody is told that it failed', async () => {
    const s = await scenario(CALM);
    const { id, channel } = await s.opens('sora', 'sev2 Coupons late');
    const { outbox } = s.app.runtime.storage;
    const sends = async (key: string, destination: Destination) => {
      await outbox.add(messageRow(key, 'update', { incidentId: id, destination }), s.now());
      s.app.runtime.waker.wake('outbox', s.now());
      await s.settle();
    };
    await sends('a notice', { to: 'channel', channel });
    const { ts } = s.expectPosted('#1', /a notice/);
    s.slack.deleteMessage(channel, ts);
    await sends('its edit', { to: 'edit', channel, ts });
    expect((await outbox.of(id)).find(({ key }) => key === 'its edit')).toMatchObject({
      status: 'sent',
      outcome: { skipped: true, gone: true },
      error: null,
    });
    const { concerns = [] } = (await (await fetch(`${s.app.url}/readyz`)).json()) as { concerns?: { code: string }[] };
    expect(concerns).toEqual([]);
  });

  it('the first message of the thread in which an incident lives gives way to another thread', async () => {
    const s = await scenario({ ...CALM, slack: { restrictChannelCreation: true } });
    await s.says('sora', 'open sev2 Coupons late');
    const { threadTs } = await s.incident(1);
    for (const { ts } of status(s).filter((message) => message.ts === threadTs || message.thread_ts === threadTs))
      s.slack.deleteMessage(s.channelId('status'), ts);
    await s.says('minji', 'severity #1 sev1');
    await s.advance('1m');
    const { head, replies } = standIn(s);
    expect(head?.text).toMatch(/The thread .* was deleted/);
    expect(replies.some(({ text }) => /raised from SEV2/.test(text))).toBe(true);
    s.takeAll();
  });
});

describe('met-B2: Try again', () => {
  it('takes up what failed for good, by the button in the briefing and by the command', async () => {
    const s = await scenario(CALM);
    s.slack.faults.inject({ call: 'pins.add', fault: { kind: 'error', code: 'too_many_pins' } });
    const { briefing } = await s.opens('sora', 'sev2 Coupons late');
    s.expectTold('sora', /Pin of the briefing/);
    await s.advance('1m');
    expect(s.textNow(briefing)).toMatch(/Pin of the briefing/);
    s.slack.faults.clear();
    await s.advance('1h');
    expect(s.slack.channels().find(({ id }) => id === briefing.channel)?.pins).toEqual([]);
    await s.clicks('sora', briefing, 'command.retry');
    s.expectTold('sora', /Trying again for #1: one thing/);
    await s.advance('1m');
    expect(s.slack.channels().find(({ id }) => id === briefing.channel)?.pins).toEqual([briefing.ts]);
    expect(s.textNow(briefing)).not.toMatch(/Pin of the briefing/);
    expect((await s.says('sora', 'retry #1')).answer).toMatch(/Nothing of #1 waits to be tried again/);
    s.takeAll();
  });

  it('takes an incident back to a channel that takes messages again', async () => {
    const s = await scenario(CALM);
    const { channel } = await s.opens('sora', 'sev2 Coupons late');
    const readOnly = { kind: 'error', code: 'restricted_action_read_only_channel' } as const;
    s.slack.faults.inject({ call: 'chat.postMessage', fault: readOnly, when: (args) => args.channel === channel });
    await s.says('minji', 'severity #1 sev1');
    await s.advance('1m');
    expect(standIn(s).head?.text).toMatch(/takes no messages from Bongsu any more/);
    await s.advance('2h');
    expect((await s.incident(1)).channelId).toBe(s.channelId('status'));
    s.slack.faults.clear();
    await s.says('sora', 'retry #1');
    await s.advance('1m');
    expect(await s.incident(1)).toMatchObject({ channelId: channel, threadTs: null });
    s.takeAll();
  });
});

it('a channel that is archived after the end is nobody’s concern', async () => {
  const s = await scenario(CALM);
  const { channel } = await s.opens('sora', 'sev2 Coupons late');
  await s.says('minji', 'cancel #1');
  s.takeAll();
  s.slack.archive(channel);
  await s.slack.event('channel_archive', { channel, user: s.slack.users.sora });
  await s.settle();
  await s.advance('1h');
  s.expectNothingElse();
  expect(callsTo(s, channel).filter(({ error }) => error !== undefined).length).toBeLessThan(5);
});

it('a direct message to somebody who has left goes to the incident instead', async () => {
  const s = await scenario(CALM);
  await s.opens('sora', 'sev2 Coupons late');
  await s.says('minji', 'resolve #1');
  s.takeAll();
  await s.says('minji', 'followups #1 assign N1 @sora');
  s.takeAll();
  s.slack.faults.inject({
    call: 'conversations.open',
    fault: { kind: 'error', code: 'user_disabled' },
    when: ({ users }) => users === s.slack.users.sora,
  });
  await s.stopBot();
  await s.startBot();
  await s.advance('7d');
  s.expectPosted('#1', /N1 of #1 is due/);
  s.takeAll();
});

it('lesson 38: an incident whose channel and status channel are shared with another workspace goes on as any other', async () => {
  const s = await scenario(CALM);
  s.slack.shareWith(s.channelId('status'), 'T0PARTNER');
  const { channel } = await s.opens('sora', 'sev2 Coupons late');
  s.slack.shareWith(channel, 'T0PARTNER');
  await s.says('minji', 'resolve #1');
  s.expectPosted('#1', /is resolved/);
  s.expectPosted('status', /is resolved/);
  s.expectReview(1);
});
