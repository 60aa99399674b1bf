import type { MessageState } from '../../../sandbox/slack/index.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** A message with these buttons, as the last release (87b31af) posted it. */
async function posted(s: Scenario, buttons: Record<string, object>): Promise<MessageState> {
  const elements = Object.entries(buttons).map(([action, value]) => ({
    type: 'button',
    action_id: action,
    text: { type: 'plain_text', text: action },
    value: JSON.stringify({ incident: 1, version: 1, ...value }),
  }));
  const message = { text: 'Posted before', blocks: [{ type: 'actions', elements }] };
  s.slack.join(s.channelId('general'), s.slack.botUserId);
  await s.app.runtime.chat.post({ channel: s.channelId('general'), key: 'posted-before', message }, { lane: 'page' });
  return s.expectPosted('general', /Posted before/);
}

it('buttons of messages that the last release posted do what they did', async () => {
  const s = await scenario(CALM);
  await s.opens('jisoo', 'sev1 Coupons late');
  const { storage } = s.app.runtime;
  const message = await posted(s, {
    'page.ack': { page: '1' },
    'incident.assign': { role: 'commander' },
    'incident.roles': {},
    'update.skip': {},
    'analysis.tick.R3.pool': { item: 'R3.pool' },
    'mitigation.open.rate-limit': { name: 'rate-limit' },
    'incident.move.resolve': {},
    'retro.propose': {},
    'follow-up.done.N1': { row: 'N1' },
  });

  await s.clicks('minji', message, 'page.ack');
  s.expectTold('minji', /You have acknowledged #1/);
  s.expectPosted('#1', /@U0MINJI has acknowledged/);
  expect(await storage.pages.find(1)).toMatchObject({ acknowledgedBy: s.slack.users.minji });

  await s.clicks('junho', message, 'incident.assign');
  s.expectTold('junho', /Commander of #1/);
  s.expectPosted('#1', /takes the role Commander/);
  await s.clicks('minji', message, 'incident.assign');
  s.expectTold('minji', /Somebody was faster: @U0JUNHO is Commander/);
  expect(await storage.roles.of(1)).toEqual({ commander: s.slack.users.junho });

  for (const [action, callbackId] of [
    ['incident.roles', 'incident.assign'],
    ['analysis.tick.R3.pool', 'analysis.note'],
    ['mitigation.open.rate-limit', 'mitigation.run'],
  ] as const) {
    await s.clicks('minji', message, action);
    expect(s.form('minji')).toMatchObject({ callbackId });
  }

  const before = await storage.updates.of(1);
  await s.clicks('minji', message, 'update.skip');
  s.expectTold('minji', /One update of #1 is skipped/);
  expect((await storage.updates.of(1))?.nextAt?.getTime()).toBeGreaterThan(before?.nextAt?.getTime() ?? 0);

  await s.clicks('minji', message, 'incident.move.resolve');
  s.expectTold('minji', /now resolved/);
  for (const where of ['#1', 'status']) s.expectPosted(where, /is resolved/);
  s.expectReview(1);
  await s.clicks('minji', message, 'follow-up.done.N1');
  s.expectTold('minji', /N1/);
  s.takeAll();
  await s.clicks('minji', message, 'retro.propose');
  expect(s.form('minji')).toMatchObject({ callbackId: 'retro.propose' });
});
