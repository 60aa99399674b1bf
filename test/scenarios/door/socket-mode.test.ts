import type { Fault } from '../../../sandbox/faults.ts';
import type { Delivery, SlackStandIn } from '../../../sandbox/slack/index.ts';
import type { SlackDoorState } from '../../../src/bot/slack-door.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { CALM, type Scenario, type ScenarioOptions, scenario } from '../../support/scenario/scenario.ts';

/** What Socket Mode has that HTTP has not: connections, which end. The rest of it is in in-socket-mode.test.ts. */

/** Minutes of waiting in seconds; a connection is steady as soon as it stands. */
const QUICK = {
  pauseMs: (failures: number) => Math.min(500, 5 * 2 ** failures),
  hopelessPauseMs: 500,
  steadyMs: 0,
  retireMs: 300,
};

function inSocketMode(options: ScenarioOptions = {}): Promise<Scenario> {
  return scenario({ ...CALM, mode: 'socket', ...options, overrides: { socketTimings: QUICK, ...options.overrides } });
}

const NOTES = 20;

type Socketed = Extract<SlackDoorState, { mode: 'socket' }>;
const doorOf = (s: Scenario) => s.app.slack() as Socketed;
const connected = (s: Scenario) => eventually('two connections', () => (doorOf(s).open === 2 ? true : undefined));
const asks = ({ calls }: SlackStandIn) => calls.filter(({ method }) => method === 'apps.connections.open').length;

/** Somebody types notes one after another, some at the same moment, while something happens after every fifth. */
async function typeNotes(s: Scenario, howMany: number, everyFifth: (n: number) => void | Promise<void>): Promise<Delivery[]> {
  const deliveries: Promise<Delivery>[] = [];
  for (let n = 0; n < howMany; n += 1) {
    const delivery = s.slack.slash('minji', `note #1 number ${n}.`, { channel: s.channelId('general') });
    deliveries.push(delivery);
    if (n % 5 === 4) await everyFifth(n);
    if (n % 3 === 2) await delivery;
  }
  return await Promise.all(deliveries);
}

/** Resolves when a visitor's command is being worked on, which then takes a while: Slack is slow to say who they are. */
function untilLookedUp(s: Scenario): Promise<void> {
  return new Promise((resolve) =>
    s.slack.faults.inject({
      call: 'users.info',
      fault: { kind: 'slow', ms: 400 },
      times: 1,
      when: () => {
        resolve();
        return true;
      },
    }),
  );
}

/** How often their author was told that a note stands, by whatever way. */
function confirmations(s: Scenario): number {
  return s.slack.ephemerals('minji').filter(({ text }) => /Noted in the timeline/.test(text)).length;
}

/** How often each note stands in the timeline. */
async function recorded(s: Scenario, howMany: number): Promise<number[]> {
  const notes = (await s.app.runtime.storage.timeline.of(1)).filter(({ kind }) => kind === 'note').map((entry) => JSON.stringify(entry));
  return Array.from({ length: howMany }, (_, n) => notes.filter((note) => note.includes(`number ${n}.`)).length);
}

describe('connections', () => {
  it('are two, and what Slack delivers on either is answered', async () => {
    const s = await inSocketMode();
    // Slack says hello a moment before the bot hears it.
    await connected(s);
    expect(doorOf(s)).toEqual({ mode: 'socket', wanted: 2, open: 2, trouble: undefined });
    for (let n = 0; n < 4; n += 1) expect((await s.says('minji', 'list')).answer).toMatch(/All quiet/);
    expect(new Set(s.slack.sockets.envelopes.map(({ connection }) => connection)).size).toBe(2);
  });

  it('take nothing over HTTP, where nothing would be signed', async () => {
    const s = await inSocketMode();
    const response = await fetch(`${s.app.url}/slack/events`, { method: 'POST', body: 'command=/incident&text=open' });
    expect(response.status).toBe(404);
  });

  it('are told by /readyz', async () => {
    const s = await inSocketMode();
    await connected(s);
    expect(await (await fetch(`${s.app.url}/readyz`)).json()).toEqual({ status: 'ready', slack: { mode: 'socket', wanted: 2, open: 2 } });
  });
});

describe('while Slack renews its connections', () => {
  it('nothing is lost or doubled, and everybody is answered', async () => {
    const s = await inSocketMode();
    await s.opens('minji', 'sev2 Coupons late');
    await typeNotes(s, NOTES, async (n) => {
      const howMany = n % 2 === 0 ? 2 : 1;
      const before = s.slack.sockets.opened();
      s.slack.sockets.disconnect(n % 2 === 0 ? 'refresh_requested' : 'warning', { howMany, closesAfterMs: 3_000 });
      // Those that leave still deliver, until they are closed in the middle of what follows.
      await s.slack.until(({ sockets }) => sockets.opened() >= before + howMany);
    });
    await s.settle();
    // Some were in work when their connection was closed: they are answered all the same.
    const times = Array.from({ length: NOTES }, () => 1);
    expect(await recorded(s, NOTES)).toEqual(times);
    expect(confirmations(s)).toBe(NOTES);
    expect(s.slack.sockets.opened()).toBeGreaterThan(6);
    await s.advance('1m');
    expect(s.takeAll().filter(({ place }) => place.startsWith('#inc-1'))).toHaveLength(NOTES);
  });

  it('the new one is there before the old one goes', async () => {
    const s = await inSocketMode({ overrides: { socketTimings: { ...QUICK, retireMs: 2_000 } } });
    s.slack.sockets.disconnect('refresh_requested', { closesAfterMs: 120_000 });
    // The two that leave are still there.
    await s.slack.until(({ sockets }) => sockets.open() === 4);
    // And are closed from this side when Slack forgets to.
    await s.slack.until(({ sockets }) => sockets.open() === 2);
    expect((await s.says('minji', 'list')).answer).toMatch(/All quiet/);
  });
});

describe('when connections are cut', () => {
  it('under load: what was acknowledged is there once, and nothing twice', async () => {
    const s = await inSocketMode();
    await s.opens('minji', 'sev2 Coupons late');
    const deliveries = await typeNotes(s, NOTES, () => s.slack.sockets.cut(1));
    await s.slack.until(({ sockets }) => sockets.open() === 2);
    await s.settle();
    const counts = await recorded(s, NOTES);
    for (const [n, { status }] of deliveries.entries()) expect(status === 200 ? [1] : [0, 1]).toContain(counts[n]);
    const done = counts.filter((times) => times === 1).length;
    expect(done).toBeGreaterThan(NOTES / 2);
    // An answer that was under way on a connection when it was cut is lost with it: Slack tells its author that nobody answered.
    const unanswered = deliveries.filter(({ status }, n) => status !== 200 && counts[n] === 1).length;
    expect(confirmations(s)).toBeGreaterThanOrEqual(done - unanswered);
    expect(confirmations(s)).toBeLessThanOrEqual(done);
    s.takeAll();
  });

  it('both at once, they are there again at once', async () => {
    const s = await inSocketMode();
    s.slack.sockets.cut();
    await s.slack.until(({ sockets }) => sockets.open() === 2);
    expect((await s.says('minji', 'list')).answer).toMatch(/All quiet/);
  });

  it('in the middle of a command, whoever typed it hears all the same how it ended, once', async () => {
    const s = await inSocketMode();
    const inWork = untilLookedUp(s);
    const typed = s.slack.slash('jisoo', 'open sev3 Coupons late', { channel: s.channelId('general') });
    await inWork;
    s.slack.sockets.cut();
    const delivery = await typed;
    expect(delivery).toMatchObject({ status: 0, failure: 'connection closed' });
    await s.settle();
    s.expectTold('jisoo', /#1 is recorded/);
    await s.slack.until(({ sockets }) => sockets.open() === 2);
    // They do not believe Slack's error and the client sends it again.
    expect(await s.slack.redeliver(delivery)).toMatchObject({ status: 200, body: { text: expect.stringMatching(/#1 is/) } });
    await s.settle();
    expect(await s.app.runtime.storage.incidents.list(['open'], 10)).toHaveLength(1);
    s.expectOpened('jisoo', await s.incident(1));
  });

  it('by a router that forgot them, silence gives it away', async () => {
    const s = await inSocketMode({ overrides: { socketTimings: { ...QUICK, pingMs: 200, silentMs: 2_000 } } });
    s.slack.sockets.freeze();
    expect(s.slack.sockets.open()).toBe(0);
    await s.slack.until(({ sockets }) => sockets.open() === 2);
    expect((await s.says('minji', 'list')).answer).toMatch(/All quiet/);
  });

  it('is not what a standstill of our own is taken for', async () => {
    const s = await inSocketMode({ overrides: { socketTimings: { ...QUICK, pingMs: 500, silentMs: 800 } } });
    await connected(s);
    const before = asks(s.slack);
    const until = performance.now() + 1_500;
    while (performance.now() < until);
    expect((await s.says('minji', 'list')).answer).toMatch(/All quiet/);
    // At the next beat, too.
    await eventually('two beats', () => (performance.now() > until + 1_000 ? true : undefined));
    expect(asks(s.slack)).toBe(before);
  });
});

describe('while Slack refuses connections', () => {
  const REFUSALS: { call: string; fault: Fault; says: RegExp }[] = [
    { call: 'apps.connections.open', fault: { kind: 'http', status: 503 }, says: /HTTP 503/ },
    { call: 'apps.connections.open', fault: { kind: 'cut' }, says: /Slack could not be reached/ },
    { call: 'apps.connections.open', fault: { kind: 'lost-reply', status: 200 }, says: /not JSON/ },
    { call: 'apps.connections.open', fault: { kind: 'error', code: 'invalid_auth' }, says: /SLACK_APP_TOKEN/ },
    { call: 'socket', fault: { kind: 'http', status: 502 }, says: /502/ },
    { call: 'socket', fault: { kind: 'cut' }, says: /takes no connection/ },
  ];

  // A bot for each: all of them would use up what Slack allows one app in a minute.
  it.each(REFUSALS)('$call with $fault, it tries again and again, says why, and works as soon as it is let in', async (refusal) => {
    const { call, fault, says } = refusal;
    const s = await inSocketMode({ overrides: { socketTimings: { ...QUICK, hopelessPauseMs: 100, pauseMs: () => 100 } } });
    s.slack.faults.inject({ call, fault });
    const before = asks(s.slack);
    s.slack.sockets.cut();
    await s.slack.until((slack) => asks(slack) >= before + 12);
    expect(doorOf(s)).toMatchObject({ wanted: 2, open: 0, trouble: expect.stringMatching(says) });
    expect((await s.slack.slash('minji', 'list')).failure).toBe('no connection');
    expect(await (await fetch(`${s.app.url}/readyz`)).json()).toMatchObject({ status: 'ready', slack: { open: 0 } });
    s.slack.faults.clear();
    await s.slack.until(({ sockets }) => sockets.open() === 2);
    expect((await s.says('minji', 'list')).answer).toMatch(/All quiet/);
    await connected(s);
    expect(doorOf(s).trouble).toBeUndefined();
  });

  it('for five minutes, a hundredfold quicker, it goes on with growing pauses', async () => {
    const s = await inSocketMode();
    s.slack.faults.inject({ call: 'apps.connections.open', fault: { kind: 'http', status: 503 } });
    const before = asks(s.slack);
    const begun = performance.now();
    s.slack.sockets.cut();
    await s.slack.until((slack) => asks(slack) >= before + 24);
    // Two lines, each after 10, 20, 40, … and then 500 ms: the last of twelve begins after more than two and a half seconds.
    expect(performance.now() - begun).toBeGreaterThan(2_500);
    s.slack.faults.clear();
    await s.slack.until(({ sockets }) => sockets.open() === 2);
    expect((await s.says('minji', 'list')).answer).toMatch(/All quiet/);
  });

  it('and asks to wait, it waits as long', async () => {
    const s = await inSocketMode();
    s.slack.faults.inject({ call: 'apps.connections.open', fault: { kind: 'rate-limit', retryAfterSeconds: 1 }, times: 2 });
    const cutAt = performance.now();
    s.slack.sockets.cut();
    await s.slack.until(({ sockets }) => sockets.open() === 2);
    expect(performance.now() - cutAt).toBeGreaterThanOrEqual(950);
  });

  it('that never says hello is left after a while', async () => {
    const s = await inSocketMode({ overrides: { socketTimings: { ...QUICK, helloMs: 1_000 } } });
    s.slack.faults.inject({ call: 'socket', fault: { kind: 'hang' }, times: 4 });
    s.slack.sockets.cut();
    await s.slack.until(({ sockets }) => sockets.open() === 2);
    expect((await s.says('minji', 'list')).answer).toMatch(/All quiet/);
  });
});

describe('stopping', () => {
  it('lets a command that is in work end and be answered, and takes no other', async () => {
    const s = await inSocketMode();
    const inWork = untilLookedUp(s);
    const typed = s.slack.slash('jisoo', 'open sev3 Coupons late', { channel: s.channelId('general') });
    await inWork;
    const stopped = s.stopBot();
    const tooLate = await Promise.all([s.slack.slash('minji', 'list'), s.slack.slash('minji', 'list')]);
    expect(await typed).toMatchObject({ status: 200, body: { text: expect.stringMatching(/#1 is recorded/) } });
    await stopped;
    for (const { status } of tooLate) expect(status).toBe(0);
    expect(s.slack.sockets.open()).toBe(0);
    s.expectTold('jisoo', /#1 is recorded/);
    await s.startBot();
    await s.settle();
    // How far it had come before the stop, and so what its author was told first, is a matter of time; in the end all of it is there.
    expect(await s.incident(1)).toMatchObject({ channelId: expect.any(String), briefingTs: expect.any(String), bridgeKind: 'zoom' });
    expect(s.slack.channels().filter(({ name }) => name.startsWith('inc-1-'))).toHaveLength(1);
    s.takeAll();
  });

  it('does not wait for a Slack that refuses or hangs', async () => {
    const s = await inSocketMode({ overrides: { socketTimings: { ...QUICK, hopelessPauseMs: 60_000 } } });
    s.slack.faults.inject({ call: 'apps.connections.open', fault: { kind: 'error', code: 'invalid_auth' }, times: 1 });
    s.slack.faults.inject({ call: 'apps.connections.open', fault: { kind: 'hang' } });
    const before = asks(s.slack);
    s.slack.sockets.cut();
    await s.slack.until((slack) => asks(slack) >= before + 2);
    const begun = performance.now();
    await s.stopBot();
    // Less than the call that hangs and the pause after a refusal.
    expect(performance.now() - begun).toBeLessThan(8_000);
  });

  it('hands over to the process that takes its place', async () => {
    const s = await inSocketMode();
    const first = s.app;
    await s.startBot();
    await s.opens('minji', 'sev2 Coupons late');
    const deliveries = await typeNotes(s, 5, () => {});
    await s.stopBot(first);
    deliveries.push(await s.slack.slash('minji', 'note #1 number 5.', { channel: s.channelId('general') }));
    for (const { status } of deliveries) expect(status).toBe(200);
    expect(await recorded(s, 6)).toEqual([1, 1, 1, 1, 1, 1]);
    s.takeAll();
  });
});
