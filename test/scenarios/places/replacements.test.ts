import { eventually } from '../../support/clocks/eventually.ts';
import { remove, set } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** What would be best is waited for as long as people wait for it, and then the next best is used. */

const HOUR = { kind: 'rate-limit', retryAfterSeconds: 3_600 } as const;
const opening = (s: Scenario) => s.slack.slash('sora', 'open sev2 Coupons late');
const status = (s: Scenario) => s.slack.messages(s.channelId('status'));

describe('met-C7: a channel that is not to be had', () => {
  it.each([
    ['asks to come back in an hour', HOUR],
    ['fails whenever it is asked', { kind: 'http', status: 503 }],
  ] as const)('because Slack %s gives way to a thread after a minute', async (_why, fault) => {
    const s = await scenario(CALM);
    s.slack.faults.inject({ call: 'conversations.create', fault });
    await opening(s);
    await s.advance('50s');
    expect(await s.incident(1)).toMatchObject({ channelId: null });
    // Whoever is outside has heard of it long before.
    expect(status(s).map(({ text }) => /New incident/.test(text))).toEqual([true]);
    await s.advance('25s');
    const [head, briefing] = status(s);
    expect(await s.incident(1)).toMatchObject({ channelId: s.channelId('status'), threadTs: head?.ts, briefingTs: briefing?.ts });
    expect(head?.text).toMatch(/in the thread of this message/);
    expect(briefing?.thread_ts).toBe(head?.ts);
    expect(status(s)).toHaveLength(2);
    expect(s.textNow(s.expectPosted('status', /Not working yet/))).toMatch(/Incident channel:/);
    s.takeAll();
  });

  it('and a status channel that asks for an hour too give way to direct messages with the declarer', async () => {
    const s = await scenario(CALM);
    const busy = ({ channel }: Record<string, unknown>) => channel === s.channelId('status');
    s.slack.faults.inject({ call: 'conversations.create', fault: HOUR });
    s.slack.faults.inject({ call: 'chat.postMessage', fault: HOUR, when: busy });
    await opening(s);
    await s.advance('3m');
    const { channelId, threadTs } = await s.incident(1);
    expect({ channelId, threadTs }).toEqual({ channelId: s.slack.directMessages('sora')[0]?.channel, threadTs: null });
    s.expectDirect('sora', /Coupons late/);
    s.takeAll();
  });

  it('is waited for in its minute: what was asked for last is said in its order', async () => {
    const s = await scenario(CALM);
    s.slack.faults.inject({ call: 'conversations.create', fault: { kind: 'http', status: 503 }, times: 4 });
    await opening(s);
    for (const severity of ['sev1', 'sev3']) await s.slack.slash('minji', `severity #1 ${severity}`);
    await s.advance('50s');
    const said = s.slack.messages(s.channelId('#1')).flatMap(({ text }) => / to (SEV\d)/.exec(text)?.[1] ?? []);
    expect(said).toEqual(['SEV1', 'SEV3']);
    s.takeAll();
  });
});

describe('met-B7: a call that hangs holds up nothing but itself:', () => {
  const hangs = { kind: 'hang' } as const;

  it('while the channel is being made the announcement leaves, and gets its link', async () => {
    const s = await scenario({ ...CALM, overrides: { slackTimeoutMs: 8_000 } });
    s.slack.faults.inject({ call: 'conversations.create', fault: hangs, times: 1 });
    await opening(s);
    await s.slack.until(() => status(s).some(({ text }) => /New incident/.test(text)), 7_000);
    expect(status(s)[0]?.text).toMatch(/The channel for it is being opened/);
    await s.settle();
    await s.advance('30s');
    expect(status(s).map(({ text }) => text)).toEqual([expect.stringContaining(`<#${s.channelId('#1')}>`)]);
    s.takeAll();
  });

  it('while the first message is being posted the team is invited and the topic is set', async () => {
    const s = await scenario({ ...CALM, overrides: { slackTimeoutMs: 8_000 } });
    s.slack.faults.inject({
      call: 'chat.postMessage',
      fault: hangs,
      times: 1,
      when: ({ metadata }) => /briefing:1/.test(JSON.stringify(metadata)),
    });
    await opening(s);
    const room = () => s.slack.channels().find(({ name }) => name.startsWith('inc-1'));
    await s.slack.until(() => (room()?.members.length ?? 0) > 3 && room()?.topic !== '', 7_000);
    expect(s.slack.messages(room()?.id ?? '')).toEqual([]);
    await s.settle();
    await s.advance('30s');
    s.expectPosted('#1', /Coupons late/);
    s.takeAll();
  });

  it('while the declarer is being invited everything else happens', async () => {
    const s = await scenario({ ...CALM, overrides: { slackTimeoutMs: 8_000 } });
    s.slack.faults.inject({ call: 'conversations.invite', fault: hangs, times: 1, when: ({ users }) => users === s.slack.users.sora });
    await opening(s);
    const room = () => s.slack.channels().find(({ name }) => name.startsWith('inc-1'));
    await s.slack.until(() => room()?.pins.length === 1 && status(s).length === 1 && (room()?.members.length ?? 0) > 3, 7_000);
    expect(room()?.members).not.toContain(s.slack.users.sora);
    await s.settle();
    await s.advance('30s');
    expect(room()?.members).toContain(s.slack.users.sora);
    s.takeAll();
  });
});

describe('met-B8: Zoom', () => {
  const ROOM = 'https://zoom.us/j/standing';
  const STANDING = [...CALM.playbook, set('team.bridge.fallback', ROOM)];
  const room = (s: Scenario) => s.slack.channels().find(({ name }) => name.startsWith('inc-1'));
  const links = (s: Scenario) => ({
    briefing: s.slack.messages(room(s)?.id ?? '').some(({ text }) => text.includes(ROOM)),
    announcement: status(s).some(({ text }) => text.includes(ROOM)),
  });

  it('that hangs gives way to the standing room after five seconds, wherever a link stands', async () => {
    const s = await scenario({ ...CALM, playbook: STANDING });
    s.world.zoom.faults.inject({ call: '*', fault: { kind: 'hang' } });
    await opening(s);
    await s.slack.until(() => links(s).briefing && links(s).announcement, 15_000);
    const { detectedAt } = await s.incident(1);
    const [opened] = (await s.app.runtime.storage.timeline.of(1)).filter(({ kind }) => kind === 'bridge.opened');
    expect(opened?.data).toEqual({ kind: 'fallback', url: ROOM });
    // So long and no longer: the rest is what a busy machine needs.
    expect((opened?.at.getTime() ?? 0) - detectedAt.getTime()).toBeGreaterThanOrEqual(4_900);
    await s.settle();
    await s.advance('1m');
    expect(room(s)?.bookmarks).toMatchObject([{ link: ROOM }]);
    s.takeAll();
  });

  it('that answers too late has its meeting taken back, and nobody is led elsewhere', async () => {
    const s = await scenario({ ...CALM, playbook: STANDING, overrides: { zoomTimeoutMs: 30_000 } });
    s.world.zoom.faults.inject({ call: 'POST /users/meetings', fault: { kind: 'slow', ms: 7_000 }, times: 1 });
    await opening(s);
    await s.slack.until(() => links(s).announcement, 15_000);
    await eventually('the meeting is taken back', () => s.world.zoom.calls.find(({ name }) => name === 'DELETE /meetings'));
    await s.advance('2m');
    expect(s.world.zoom.meetings).toEqual([]);
    expect(await s.incident(1)).toMatchObject({ bridgeUrl: ROOM, bridgeKind: 'fallback' });
    expect(links(s)).toEqual({ briefing: true, announcement: true });
    s.takeAll();
  });

  it('newcomer 8: is not missed by a team that has a standing room and nothing else', async () => {
    const none = { ZOOM_ACCOUNT_ID: '', ZOOM_CLIENT_ID: '', ZOOM_CLIENT_SECRET: '' };
    const s = await scenario({ ...CALM, playbook: STANDING, environment: { ...CALM.environment, ...none } });
    await s.says('sora', 'open sev2 Coupons late');
    await s.advance('1m');
    expect(links(s)).toEqual({ briefing: true, announcement: true });
    await s.says('sora', 'resolve #1');
    await s.advance('1m');
    const everything = s.takeAll();
    expect(everything.filter(({ text }) => /ZOOM|Zoom|not set up.*bridge/.test(text))).toEqual([]);
    expect(everything.some(({ text }) => /standing room(?! \(in place)/.test(text))).toBe(true);
    expect(everything.some(({ text }) => /Retrospective of #1/.test(text) && text.includes(ROOM))).toBe(true);
  });

  it('is tried on where there is no standing room, and its link is shown when there is one', async () => {
    const s = await scenario({ ...CALM, playbook: [...CALM.playbook, remove('team.bridge.fallback')] });
    s.world.zoom.faults.inject({ call: '*', fault: { kind: 'http', status: 503 } });
    await opening(s);
    await s.advance('1m');
    expect(await s.incident(1)).toMatchObject({ bridgeUrl: null });
    s.world.zoom.faults.clear();
    await s.advance('2m');
    const { bridgeUrl } = await s.incident(1);
    expect(bridgeUrl).toMatch(/^https:\/\/zoom\.example\.com/);
    expect(status(s)[0]?.text).toContain(bridgeUrl);
    s.takeAll();
  });
});
