import type { Command } from '../../../src/commands/command.ts';
import { COMMANDS } from '../../../src/commands/index.ts';
import { exampleArguments } from '../../support/examples/example-arguments.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** met-K21: what a click or a form names is looked up as what a command names, whatever its value says. */

/** A command as a button asks for it, with what it must name. */
const buttonOf = (command: Command) => ({
  command: command.name,
  ...(command.about === 'incident' && { incident: 1 }),
  args: exampleArguments(command),
});
const OF_AN_INCIDENT = COMMANDS.filter(({ button, about }) => button && about === 'incident').map(buttonOf);
const WITHOUT_BUTTON = COMMANDS.filter(({ button }) => !button).map(buttonOf);
const UNREADABLE = /cannot tell what this button or form is about/;
const NO_SUCH = /There is no incident #1\./;

/** Buttons as if they stood in a message of the bot, pressed one after another; each is answered with this. */
async function presses(s: Scenario, by: string, values: readonly unknown[], told?: RegExp, action = 'command.forged'): Promise<void> {
  const sent = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  const blocks = sent.map((value) => ({
    type: 'actions',
    elements: [{ type: 'button', action_id: action, text: { type: 'plain_text', text: 'Press' }, value }],
  }));
  await s.app.runtime.chat.post(
    { channel: s.channelId('general'), key: `forged-${action}-${by}-${sent[0]}`.slice(0, 200), message: { text: 'Forged', blocks } },
    { lane: 'page' },
  );
  const { channel, ts, blocks: posted } = s.expectPosted('general', /Forged/);
  for (const { block_id: blockId } of posted as { block_id: string }[]) await s.slack.click({ by, channel, ts, actionId: action, blockId });
  await s.settle();
  for (const _ of told ? sent : []) s.expectTold(by, told ?? /never/);
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
  expect(OF_AN_INCIDENT.length).toBeGreaterThan(20);
  await presses(s, 'jisoo', OF_AN_INCIDENT, NO_SUCH);
  expect(s.slack.views('jisoo')).toEqual([]);
  expect(await s.incident(1)).toEqual(before);
  expect(await s.app.runtime.storage.pages.find(1)).toMatchObject({ acknowledgedBy: null, passedOnAt: null });
  expect(await s.app.runtime.storage.roles.of(1)).toEqual({});
});

it('met-K21: whom it concerns still takes the page of a private incident', async () => {
  const s = await withPrivate();
  await presses(s, 'minji', [{ command: 'page acknowledge', incident: 1, args: { page: 1 } }]);
  expect(await s.app.runtime.storage.pages.find(1)).toMatchObject({ acknowledgedBy: s.slack.users.minji });
  s.takeAll();
});

it('met-K21: a page is not taken under the number of another incident, nor a run steered', async () => {
  const s = await withPrivate();
  await s.opens('jisoo', 'sev3 My own');
  const page = ['page acknowledge', 'page pass-on'].map((command) => ({ command, incident: 2, args: { page: 1 } }));
  await presses(s, 'jisoo', page, /That page is not known here any more/);
  await s.says('sora', 'mitigate #1 rate-limit to=60');
  await s.submits('sora', {});
  const steer = ['approve', 'refuse', 'stop', 'undo', 'keep'].map((what) => ({
    command: `mitigate ${what}`,
    incident: 2,
    args: { run: 1 },
  }));
  await presses(s, 'junho', steer, /Incident #2 has no mitigation run 1/);
  expect(await s.app.runtime.storage.pages.find(1)).toMatchObject({ acknowledgedBy: null, passedOnAt: null });
  expect(await s.app.runtime.storage.mitigationRuns.find(1)).toMatchObject({ state: 'running' });
  s.takeAll();
});

it('met-K21: a value that cannot be read is refused in words, whatever the button', async () => {
  const s = await scenario(CALM);
  s.slack.join(s.channelId('general'), s.slack.botUserId);
  await s.opens('minji', 'sev1 Coupons late');
  const unreadable = ['', '{"incident": 1', 'null', '[1]', '{}', '{"__proto__":{"command":"retry","incident":1}}'];
  for (const action of ['command.forged', 'page.ack', 'never.ours']) await presses(s, 'minji', unreadable, UNREADABLE, action);
  const spoilt: ((value: ReturnType<typeof buttonOf>) => unknown)[] = [
    ({ command, args }) => ({ command, args }),
    (value) => ({ ...value, incident: '1 commander @everyone' }),
    (value) => ({ ...value, incident: 99_999_999_999 }),
    (value) => ({ ...value, command: `${value.command} @everyone` }),
    (value) => ({ ...value, words: 'commander @everyone' }),
    (value) => ({ ...value, args: [1] }),
    (value) => ({ ...value, args: { ...value.args, evenMore: 1 } }),
    (value) => ({ ...value, args: { ...value.args, seen: { not: 'this' } } }),
  ];
  // Each with another of them: all are read in one place.
  const forged = OF_AN_INCIDENT.map((value, index) => spoilt[index % spoilt.length]?.(value));
  await presses(s, 'minji', forged, UNREADABLE);
});

it('met-K21: a button asks for nothing that no button of ours asks for', async () => {
  const s = await scenario(CALM);
  s.slack.join(s.channelId('general'), s.slack.botUserId);
  await s.opens('minji', 'sev1 Coupons late');
  const before = await s.incident(1);
  expect(WITHOUT_BUTTON.map(({ command }) => command)).toEqual(expect.arrayContaining(['freeze', 'severity', 'mitigate run', 'override']));
  await presses(s, 'minji', WITHOUT_BUTTON, UNREADABLE);
  expect(await s.incident(1)).toEqual(before);
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
    at: '2026-03-05 05:00',
  };
  const forged = OF_AN_INCIDENT.flatMap((value) =>
    Object.keys(value.args ?? {})
      .filter((key) => key in two)
      .map((key) => ({ key, value: { ...value, args: { ...value.args, [key]: two[key as keyof typeof two] } } })),
  );
  expect([...new Set(forged.map(({ key }) => key))].sort()).toEqual(Object.keys(two).sort());
  const seen = { command: 'escalate', incident: 1, args: { seen: '1 2' } };
  await presses(s, 'minji', [...forged.map(({ value }) => value), seen], UNREADABLE);
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
