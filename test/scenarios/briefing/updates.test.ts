import { bareIncident } from '../../support/examples/bare-incident.ts';
import { describeWith } from '../../support/run/services.ts';
import { CALM, type Opened, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/**
 * Declares and returns what was made, together with how many whole minutes of the incident had passed at each update so far (the clock goes while it is made),
 * and for how many minutes of the incident it was due.
 */
async function declared(s: Scenario): Promise<Opened & { minutes: () => Promise<number[]>; due: () => Promise<number[]> }> {
  const opened = await s.opens('minji', 'sev1 Coupons late');
  const { detectedAt } = await s.incident(opened.id);
  const sent = async () => {
    const rows = await s.app.runtime.storage.outbox.of(opened.id);
    return rows.filter(({ kind, status }) => kind === 'update.status-channel' && status === 'sent');
  };
  const minutes = async () => (await sent()).map(({ createdAt }) => Math.floor((createdAt.getTime() - detectedAt.getTime()) / 60_000));
  const due = async () => {
    const told = await s.app.runtime.storage.updateTexts.ofIncidents([opened.id]);
    // Each promises the next one, half an hour later.
    return told.map(({ nextAt }) => ((nextAt?.getTime() ?? 0) - detectedAt.getTime()) / 60_000 - 30).reverse();
  };
  return { ...opened, minutes, due };
}

function updates(getRedis: () => string | undefined): void {
  const begin = (options: Parameters<typeof scenario>[0] = {}) => scenario({ ...CALM, redisUrl: getRedis(), ...options });

  it('runs on the backend that this suite is about', async () => {
    const s = await begin();
    expect(s.app.queue.backend).toBe(getRedis() === undefined ? 'postgres' : 'redis');
  });

  it('goes out at 30, 60, 90 … minutes, without drift, until the incident is resolved', async () => {
    const s = await begin();
    const { minutes, due } = await declared(s);
    await s.advance('29m');
    s.expectNothingElse();
    await s.advance('5h');
    for (let n = 1; n <= 10; n += 1) s.expectPosted('status', new RegExp(`Update ${n} ·`));
    const beat = [30, 60, 90, 120, 150, 180, 210, 240, 270, 300];
    expect(await minutes()).toEqual(beat);
    expect(await due()).toEqual(beat);
    await s.says('minji', 'resolve #1');
    s.expectPosted('#1', /is resolved/);
    s.expectPosted('status', /Update 11 ·[\s\S]*works as usual again/);
    s.expectReview(1);
    await s.advance('2h');
    s.expectNothingElse();
    await s.says('minji', 'reopen #1');
    for (const where of ['#1', 'status']) s.expectPosted(where, /is open again/);
    s.expectReviewCancelled(1);
    s.expectDirect('minji', /paged/);
    await s.advance('30m');
    s.expectPosted('status', /Update 12 ·/);
    expect((await minutes()).at(-1)).toBe(450);
  });

  it('stops for a false alarm', async () => {
    const s = await begin();
    await declared(s);
    await s.says('minji', 'cancel #1');
    for (const where of ['#1', 'status']) s.expectPosted(where, /false alarm/);
    await s.advance('3h');
  });

  it('goes on while mitigated', async () => {
    const s = await begin();
    const { minutes } = await declared(s);
    await s.says('minji', 'mitigated #1');
    for (const where of ['#1', 'status']) s.expectPosted(where, /is mitigated/);
    await s.advance('61m');
    for (const n of [1, 2]) s.expectPosted('status', new RegExp(`Update ${n} ·[\\s\\S]*back to normal, and we are watching`));
    expect(await minutes()).toEqual([30, 60]);
  });

  it('survives a restart', async () => {
    const s = await begin();
    const { minutes } = await declared(s);
    await s.advance('20m');
    await s.stopBot();
    await s.startBot();
    await s.advance('11m');
    s.expectPosted('status', /Update 1 ·/);
    await s.stopBot();
    await s.startBot();
    await s.advance('30m');
    s.expectPosted('status', /Update 2 ·/);
    expect(await minutes()).toEqual([30, 60]);
  });

  it('makes one update of the time that was slept through, and keeps its beat', async () => {
    const s = await begin();
    const { minutes } = await declared(s);
    await s.stopBot();
    s.clock.moveTo(new Date(s.now().getTime() + 100 * 60_000));
    await s.startBot();
    await s.settle();
    s.expectPosted('status', /Update 1 ·/);
    s.expectNothingElse();
    await s.advance('25m');
    s.expectPosted('status', /Update 2 ·/);
    const [late, next] = await minutes();
    expect(late).toBeGreaterThanOrEqual(100);
    expect(next).toBe(120);
  });

  it('is not doubled by two bots on the same database', async () => {
    const s = await begin();
    await s.startBot();
    const { minutes } = await declared(s);
    await s.advance('95m');
    for (const n of [1, 2, 3]) s.expectPosted('status', new RegExp(`Update ${n} ·`));
    // Both are asked at the same moment, wake-ups or not.
    s.clock.moveTo(new Date(s.now().getTime() + 30 * 60_000));
    await Promise.all(s.apps.flatMap((app) => [app.ticker.sweep(), app.ticker.sweep()]));
    await s.settle();
    s.expectPosted('status', /Update 4 ·/);
    expect(await minutes()).toEqual([30, 60, 90, 125]);
  });

  it('goes on when one of two bots ends', async () => {
    const s = await begin();
    await s.startBot();
    const { minutes } = await declared(s);
    await s.advance('31m');
    await s.stopBot();
    await s.advance('30m');
    for (const n of [1, 2]) s.expectPosted('status', new RegExp(`Update ${n} ·`));
    expect(await minutes()).toEqual([30, 60]);
  });

  it('is sent once when Slack’s answer to it is lost', async () => {
    const s = await begin();
    await declared(s);
    s.slack.faults.inject({ call: 'chat.postMessage', fault: { kind: 'lost-reply', status: 503 }, times: 1 });
    await s.advance('35m');
    s.expectPosted('status', /Update 1 ·/);
  });

  it('keeps a hundred incidents apart', async () => {
    const s = await begin();
    const { storage, clock, waker } = s.app.runtime;
    const many = 100;
    for (let n = 0; n < many; n += 1) {
      const { id } = await storage.incidents.insert(bareIncident(clock.now(), { private: true }));
      const nextAt = new Date(clock.now().getTime() + (n + 1) * 1_000);
      await storage.updates.start(id, nextAt);
      waker.wake('updates', nextAt);
    }
    await s.settle();
    await s.advance('10m');
    for (let id = 1; id <= many; id += 1) expect((await storage.updates.of(id))?.nextAt).toBeNull();
  });
}

describe('the regular update, wake-ups in Postgres', () => {
  updates(() => undefined);
});

describeWith('redis', (getUrl, getServer) => {
  describe('the regular update, wake-ups in Redis', () => {
    updates(getUrl);
  });

  it('is found by the sweep when Redis is gone', async () => {
    const s = await scenario({
      ...CALM,
      redisUrl: getUrl(),
      overrides: { sweepEveryMs: 50 },
      environment: { ...CALM.environment, LOG_LEVEL: 'fatal' },
    });
    await declared(s);
    await getServer().stop();
    s.clock.moveTo(new Date(s.now().getTime() + 30 * 60_000));
    await s.slack.until((slack) => slack.messages(s.channelId('status')).some(({ text }) => /Update 1/.test(text)));
    await s.app.idle();
    s.expectPosted('status', /Update 1 ·/);
    s.clock.moveTo(new Date(s.now().getTime() + 30 * 60_000));
    await s.slack.until((slack) => slack.messages(s.channelId('status')).some(({ text }) => /Update 2/.test(text)));
    s.expectPosted('status', /Update 2 ·/);
  });
});
