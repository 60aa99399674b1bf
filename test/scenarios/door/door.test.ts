import type { Delivery } from '../../../sandbox/slack/index.ts';
import { add } from '../../support/scenario/edit-playbook.ts';
import { CALM, scenario } from '../../support/scenario/scenario.ts';

describe('who is let in', () => {
  it.each([
    ['a wrong signature', { signingSecret: 'somebody-elses-secret' }, 'signature'],
    ['a request older than five minutes', { ageSeconds: 301 }, 'stale'],
    ['a request of somebody whose clock is ahead', { ageSeconds: -310 }, 'stale'],
  ])('refuses %s with 401, counts it and does nothing', async (_what, how, reason) => {
    const s = await scenario(CALM);
    const delivery = await s.slack.slash('minji', 'open sev1 Coupons late', how);
    expect(delivery.status).toBe(401);
    await s.settle();
    const counted = await (await fetch(`${s.app.url}/metrics`)).text();
    expect(counted).toContain(`bongsu_slack_requests_refused_total{reason="${reason}"} 1`);
    expect(await s.app.runtime.storage.incidents.list(['open'], 1)).toEqual([]);
  });

  it('refuses a command that is repeated later, signed as it was', async () => {
    const s = await scenario(CALM);
    const delivery = await s.slack.slash('minji', 'list', { ageSeconds: 290 });
    expect(delivery.status).toBe(200);
    s.expectTold('minji', /All quiet/);
    const replay = await s.slack.redeliver(delivery, { ageSeconds: 590 });
    expect(replay.status).toBe(401);
  });

  it('does not hear what is no Slack request at all', async () => {
    const s = await scenario(CALM);
    const response = await fetch(`${s.app.url}/slack/events`, { method: 'POST', body: 'command=/incident&text=open' });
    expect(response.status).toBe(401);
    const large = await fetch(`${s.app.url}/slack/events`, { method: 'POST', body: 'x'.repeat(5_000_000) });
    expect(large.status).toBe(413);
    // Slack looks in this way whether somebody is here.
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const looked = await fetch(`${s.app.url}/slack/events`, {
      method: 'POST',
      headers: form,
      body: 'ssl_check=1&command=/incident&text=open',
    });
    expect([looked.status, await s.app.runtime.storage.incidents.list(['open'], 1)]).toEqual([200, []]);
  });

  it('met-K11: passes over nonsense that comes on a connection of Socket Mode, and goes on', async () => {
    const s = await scenario({ ...CALM, mode: 'socket' });
    const { delivery } = await s.says('minji', 'list');
    for (const payload of [null, 7, [], {}, { type: 'block_actions', user: null }]) {
      await s.slack.redeliver({ ...delivery, payload: payload as unknown as typeof delivery.payload });
    }
    await s.settle();
    expect((await s.says('minji', 'list')).answer).toMatch(/All quiet/);
    const counted = await (await fetch(`${s.app.url}/metrics`)).text();
    expect(counted).toContain('bongsu_slack_requests_refused_total{reason="unreadable"} 3');
    expect(counted).toContain('bongsu_slack_requests_refused_total{reason="unknown-type"} 2');
  });
});

describe('what people write pings nobody', () => {
  const NASTY = '<!channel> <!here> @everyone <@U0HANA> <!subteam^S0TEAM> *bold* & `code` <https://evil.example.com|click>';

  it('neither in titles', async () => {
    const s = await scenario(CALM);
    const { channel } = await s.opens('minji', `sev1 ${NASTY}`);
    const everything = [
      ...s.slack.messages(channel),
      ...s.slack.messages(s.channelId('status')),
      ...s.slack.directMessages('minji'),
      ...s.slack.ephemerals('minji'),
    ];
    // Naming the person who declared, or who is paged, is meant.
    for (const { pings, text } of everything)
      expect({ text, pings: pings.filter((who) => who !== 'U0MINJI') }).toMatchObject({ pings: [] });
    const bold = JSON.stringify(everything.map(({ blocks }) => blocks));
    expect(bold).not.toMatch(/<https:\/\/evil/);
    // Zoom pings nobody; its topic says what people read in Slack.
    expect(s.world.zoom.meetings[0]?.topic).toMatch(/SEV1 @channel @here @everyone/);
  });

  it('nor in notes, severities, closing words and wrong commands', async () => {
    const s = await scenario(CALM);
    const { channel } = await s.opens('minji', 'sev2 Coupons late');
    await s.says('minji', `note ${NASTY}`, '#1');
    await s.says('minji', `severity sev1 ${NASTY}`, '#1');
    await s.says('minji', `${NASTY}`, '#1');
    await s.advance('2s');
    await s.says('minji', `cancel ${NASTY}`, '#1');
    for (const pattern of [/Note by/, /raised/, /false alarm/]) s.expectPosted('#1', pattern);
    s.expectPosted('status', /false alarm/);
    const written = [...s.slack.messages(channel), ...s.slack.messages(s.channelId('status')), ...s.slack.ephemerals('minji')];
    for (const { pings, text } of written) expect({ text, pings: pings.filter((who) => who !== 'U0MINJI') }).toMatchObject({ pings: [] });
  });
});

describe('who may do what', () => {
  it('everybody of the workspace may open, note, list, look and take a role', async () => {
    const s = await scenario(CALM);
    await s.opens('jisoo', 'sev3 Coupons late');
    await s.says('jisoo', 'assign #1 commander');
    s.expectPosted('#1', /takes the role Commander/);
    expect((await s.says('jisoo', 'status #1')).answer).toMatch(/Commander: @U0JISOO/);
  });

  it('a visitor may not steer somebody else’s incident until they hold a role in it', async () => {
    const s = await scenario(CALM);
    await s.opens('minji', 'sev2 Coupons late');
    for (const words of ['severity #1 sev1', 'mitigated #1', 'resolve #1', 'cancel #1', 'reopen #1', 'close #1'])
      expect((await s.says('jisoo', words)).answer).toMatch(/Only responders may do this/);
    expect(await s.incident(1)).toMatchObject({ state: 'open', severity: 'sev2' });
    await s.says('junho', 'assign #1 operations @jisoo');
    s.expectPosted('#1', /Operations/);
    await s.says('jisoo', 'mitigated #1');
    for (const where of ['#1', 'status']) s.expectPosted(where, /is mitigated/);
  });

  it('with a commander only they or a lead may close', async () => {
    const s = await scenario(CALM);
    for (const id of [1, 2]) {
      await s.opens('minji', 'sev2 Coupons late');
      await s.says('sora', `assign #${id} commander`);
      s.expectPosted(`#${id}`, /Commander/);
      await s.says('minji', `resolve #${id}`);
      for (const where of [`#${id}`, 'status']) s.expectPosted(where, /is resolved/);
      s.expectReview(id);
      expect((await s.says('minji', `close #${id}`)).answer).toMatch(/Only the commander or a lead/);
      await s.advance('3s');
    }
    await s.says('sora', 'close #1');
    await s.says('dohyun', 'close #2');
    for (const id of [1, 2]) for (const where of [`#${id}`, 'status']) s.expectPosted(where, new RegExp(`#${id} is closed`));
  });

  it('what another workspace is named for in a click is believed without a look', async () => {
    const s = await scenario(CALM);
    const { briefing } = await s.opens('minji', 'sev2 Coupons late');
    const click = await s.clicks('junho', briefing, 'command.assign');
    expect(click.status).toBe(200);
    for (const actionId of ['command.assign.commander', 'command.cancel']) {
      const theirs = elsewhere(await s.clicks('junho', briefing, actionId));
      await s.slack.redeliver(theirs);
      await s.settle();
      s.expectTold('junho', /Guests and people of other workspaces can follow/);
      if (actionId === 'command.assign.commander') {
        s.expectPosted('#1', /takes the role Commander/);
        s.expectTold('junho', /Commander of #1/);
      } else {
        s.expectTold('junho', /cancelled/);
        for (const where of ['#1', 'status']) s.expectPosted(where, /false alarm/);
      }
    }
  });

  it('the playbook has the last word', async () => {
    const s = await scenario({
      ...CALM,
      playbook: [...CALM.playbook, add('permissions.open', 'responder')],
    });
    expect((await s.says('jisoo', 'open sev1 Coupons late')).answer).toMatch(/Only responders may do this/);
    await s.opens('yuna', 'sev1 Coupons late');
  });
});

/** The same click, by somebody of another workspace: another trigger and another team. */
function elsewhere(delivery: Delivery): Delivery {
  const payload = structuredClone(delivery.payload) as { user: { team_id: string }; trigger_id: string };
  payload.user.team_id = 'T0OTHER';
  payload.trigger_id = `${payload.trigger_id}.other`;
  return { ...delivery, payload: { ...payload }, raw: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() };
}
