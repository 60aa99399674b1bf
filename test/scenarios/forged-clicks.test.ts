import { ACTIONS } from '../../src/bot/presenters/ids.ts';
import { CALM, type Scenario, scenario } from '../support/scenario.ts';

/** met-K21: what a click or a form names is looked up as what a command names, whatever its value says. */

/** Every button there is, with what it must name besides its incident; a new one does not compile before it is listed. */
const BUTTONS: Record<keyof typeof ACTIONS, { action: string; more?: Record<string, unknown> } | undefined> = {
  takeRole: { action: ACTIONS.takeRole, more: { role: 'commander' } },
  openRoles: { action: ACTIONS.openRoles },
  retry: { action: ACTIONS.retry },
  openForm: undefined,
  move: { action: ACTIONS.move('mitigated') },
  movePattern: undefined,
  acknowledge: { action: ACTIONS.acknowledge, more: { page: '1' } },
  passOn: { action: ACTIONS.passOn, more: { page: '1' } },
  escalate: { action: ACTIONS.escalate, more: { step: 1 } },
  nameCause: { action: ACTIONS.nameCause, more: { cause: 'S3/connection-leak' } },
  updateNow: { action: ACTIONS.updateNow },
  updateSkip: { action: ACTIONS.updateSkip },
  retroAccept: { action: ACTIONS.retroAccept },
  retroPropose: { action: ACTIONS.retroPropose },
  retroMove: { action: ACTIONS.retroMove, more: { at: '2026-03-05T05:00:00.000Z' } },
  followUpDone: { action: ACTIONS.followUpDone('N1'), more: { row: 'N1' } },
  followUpDonePattern: undefined,
  analysis: { action: ACTIONS.analysis('take', 'R3'), more: { item: 'R3' } },
  analysisPattern: undefined,
  mitigationOpen: { action: ACTIONS.mitigationOpen('rate-limit'), more: { name: 'rate-limit' } },
  mitigationOpenPattern: undefined,
  mitigationSteer: { action: ACTIONS.mitigationSteer('stop', 1), more: { run: 1 } },
  mitigationSteerPattern: undefined,
  mitigationDone: { action: ACTIONS.mitigationDone('rate-limit'), more: { name: 'rate-limit' } },
  mitigationDonePattern: undefined,
  listPrevious: undefined,
  listNext: undefined,
  listPattern: undefined,
  link: undefined,
  linkPattern: undefined,
};
const OF_AN_INCIDENT = Object.values(BUTTONS).filter((button) => button !== undefined);
const UNREADABLE = /cannot tell what this button or form is about/;
const NO_SUCH = /There is no incident #1\./;

/** A button as if it stood in a message of the bot, pressed. */
async function presses(s: Scenario, by: string, action: string, value: unknown): Promise<void> {
  const sent = typeof value === 'string' ? value : JSON.stringify(value);
  const button = { type: 'button', action_id: action, text: { type: 'plain_text', text: 'Press' }, value: sent };
  const message = { text: 'Forged', blocks: [{ type: 'actions', elements: [button] }] };
  const key = `forged-${action}-${sent}-${by}`.slice(0, 200);
  await s.app.runtime.chat.post({ channel: s.channelId('general'), key, message }, { lane: 'page' });
  await s.clicks(by, s.expectPosted('general', /Forged/), action);
}

/** Sora's private incident, number 1, whose page went to minji. */
async function withPrivate(): Promise<Scenario> {
  const s = await scenario(CALM);
  s.slack.join(s.channelId('general'), s.slack.botUserId);
  await s.opens('sora', 'sev2 Someone read customer data --private');
  return s;
}

it('met-K21: no button reaches a private incident for somebody whom it does not concern', async () => {
  const s = await withPrivate();
  const before = await s.incident(1);
  for (const { action, more } of OF_AN_INCIDENT) {
    await presses(s, 'jisoo', action, { incident: 1, version: 1, ...more });
    s.expectTold('jisoo', NO_SUCH);
  }
  expect(s.slack.views('jisoo')).toEqual([]);
  expect(await s.incident(1)).toEqual(before);
  expect(await s.app.runtime.storage.pages.find(1)).toMatchObject({ acknowledgedBy: null, passedOnAt: null });
  expect(await s.app.runtime.storage.roles.of(1)).toEqual({});
});

it('met-K21: whom it concerns still takes the page of a private incident', async () => {
  const s = await withPrivate();
  await presses(s, 'minji', ACTIONS.acknowledge, { incident: 1, version: 1, page: '1' });
  expect(await s.app.runtime.storage.pages.find(1)).toMatchObject({ acknowledgedBy: s.slack.users.minji });
  s.takeAll();
});

it('met-K21: a page is not taken under the number of another incident, nor a run steered', async () => {
  const s = await withPrivate();
  await s.opens('jisoo', 'sev3 My own');
  for (const action of [ACTIONS.acknowledge, ACTIONS.passOn]) {
    await presses(s, 'jisoo', action, { incident: 2, version: 1, page: '1' });
    s.expectTold('jisoo', /That page is not known here any more/);
  }
  await s.says('sora', 'mitigate #1 rate-limit to=60');
  await s.submits('sora', {});
  for (const what of ['approve', 'refuse', 'stop', 'undo', 'keep'] as const) {
    await presses(s, 'junho', ACTIONS.mitigationSteer(what, 1), { incident: 2, version: 1, run: 1 });
    s.expectTold('junho', /Incident #2 has no mitigation run 1/);
  }
  expect(await s.app.runtime.storage.pages.find(1)).toMatchObject({ acknowledgedBy: null, passedOnAt: null });
  expect(await s.app.runtime.storage.mitigationRuns.find(1)).toMatchObject({ state: 'running' });
  s.takeAll();
});

it('met-K21: a value that cannot be read is refused in words, whatever the button', async () => {
  const s = await scenario(CALM);
  s.slack.join(s.channelId('general'), s.slack.botUserId);
  await s.opens('minji', 'sev1 Coupons late');
  const unreadable = [
    '',
    '{"incident": 1',
    'null',
    '[1]',
    '{}',
    '{"incident":"1 commander @everyone"}',
    '{"incident":99999999999}',
    '{"__proto__":{"incident":1}}',
  ];
  for (const [index, { action }] of OF_AN_INCIDENT.entries()) {
    // Each with another two of them: all are read in one place.
    for (const value of [unreadable[index % unreadable.length], unreadable[(index + 3) % unreadable.length]]) {
      await presses(s, 'minji', action, value ?? '');
      s.expectTold('minji', UNREADABLE);
    }
  }
});

it('met-K21: what a value names is one word, and never becomes two of a command', async () => {
  const s = await scenario(CALM);
  s.slack.join(s.channelId('general'), s.slack.botUserId);
  await s.opens('minji', 'sev1 Coupons late');
  const two = {
    cause: 'S3/connection-leak and I say so',
    row: 'N1 @x',
    item: 'R3 @x',
    name: 'rate-limit to=1',
    run: '1 2',
    page: '1 2',
    step: '1 2',
    at: '2026-03-05 05:00',
  };
  for (const { action, more = {} } of OF_AN_INCIDENT) {
    const [key] = Object.keys(more).filter((each) => each in two);
    if (key === undefined) continue;
    await presses(s, 'minji', action, { incident: 1, version: 1, ...more, [key]: two[key as keyof typeof two] });
    s.expectTold('minji', UNREADABLE);
  }
});

describe('met-K21: a form', () => {
  /** The form that is open says something else of what it is about. */
  async function forges(s: Scenario, by: string, metadata: Record<string, unknown>): Promise<void> {
    const { id, view } = s.form(by);
    await s.app.runtime.chat.updateView({ viewId: id, view: { ...view, private_metadata: JSON.stringify(metadata) } as never });
  }

  it('is not sent for a private incident by somebody whom it does not concern', async () => {
    const s = await withPrivate();
    await s.opens('jisoo', 'sev3 My own');
    await s.says('junho', 'assign #2');
    await forges(s, 'junho', { incident: 1, version: 1 });
    await s.submits('junho', { 'role.commander': s.slack.users.junho ?? '' });
    expect(await s.app.runtime.storage.roles.of(1)).toEqual({});
    await s.says('junho', 'mitigate #2 rate-limit to=60');
    await forges(s, 'junho', { incident: 1, name: 'rate-limit', shown: 'a.b' });
    await s.submits('junho', {});
    expect(await s.app.runtime.storage.mitigationRuns.of(1)).toEqual([]);
    expect(s.world.coupon.controls().issuesPerSecond).toBe(0);
    s.takeAll();
  });
});
