import fc from 'fast-check';
import { LANES, type Lane } from '../../../src/domain/ports/chat.ts';
import { type Budget, budgetsOf, NEVER_URGENT, TIER_OF } from '../../../src/integrations/slack/budgets.ts';
import { createLaneQueue, type LaneQueue, type Ticket } from '../../../src/integrations/slack/lane-queue.ts';

const CREATE: Budget = { key: 'conversations.create', burst: 20, perMinute: 20, kept: 0 };

function want(queue: LaneQueue, lane: Lane, budgets: readonly Budget[] = [CREATE], giveUpAtMs = Number.POSITIVE_INFINITY): Ticket {
  const ticket = { lane, budgets, giveUpAtMs };
  queue.add(ticket);
  return ticket;
}

describe('lane queue', () => {
  it('lets a whole minute of the tier pass at once, and the next one when a token is back', () => {
    const queue = createLaneQueue();
    for (let i = 0; i < 21; i += 1) want(queue, 'ack');
    expect(queue.decide(0)).toMatchObject({ go: { length: 20 }, sendAway: [], wakeAtMs: expect.closeTo(3_000, 3) });
    expect(queue.decide(2_999).go).toHaveLength(0);
    expect(queue.decide(3_001).go).toHaveLength(1);
  });

  it('lets the higher lane go first when tokens are short, in order of arrival within a lane', () => {
    const queue = createLaneQueue();
    for (let i = 0; i < 20; i += 1) want(queue, 'cosmetics');
    queue.decide(0);
    const cosmetics = want(queue, 'cosmetics');
    const update = want(queue, 'update');
    const page = want(queue, 'page');
    const later = want(queue, 'page');
    expect(queue.waiting()).toEqual({ page: 2, ack: 0, mitigation: 0, update: 1, cosmetics: 1 });
    expect(queue.decide(6_001).go).toEqual([page, later]);
    expect(queue.decide(12_002).go).toEqual([update, cosmetics]);
  });

  it('edits of briefings never pass their share of any minute, not even after a rest', () => {
    const queue = createLaneQueue();
    const budgets = budgetsOf('chat.update', {});
    const went: number[] = [];
    for (let nowMs = 0; nowMs <= 300_000; nowMs += 500) {
      // A rest, then more than can go.
      if (nowMs >= 60_000) want(queue, 'cosmetics', budgets);
      for (const _ of queue.decide(nowMs).go) went.push(nowMs);
    }
    // Four minutes, less what is kept for what wakes people.
    expect(went.length).toBeGreaterThanOrEqual(160);
    for (const from of went) expect(went.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(40);
  });

  it('says exactly when the next edit may go', () => {
    const queue = createLaneQueue();
    const budgets = budgetsOf('chat.update', {});
    for (let n = 0; n < 50; n += 1) {
      want(queue, 'ack', budgets);
      queue.decide(n * 100);
    }
    want(queue, 'ack', budgets);
    const second = want(queue, 'cosmetics', budgets, 60_050);
    expect(queue.decide(5_000)).toMatchObject({ go: [], wakeAtMs: 60_000, sendAway: [{ ticket: second, retryAfterMs: 56_100 }] });
    expect(queue.decide(60_000).go).toHaveLength(1);
  });

  it('sends away at once whoever would wait too long, and says for how long', () => {
    const queue = createLaneQueue();
    for (let i = 0; i < 20; i += 1) want(queue, 'ack');
    queue.decide(0);
    const first = want(queue, 'ack', [CREATE], 4_000);
    const second = want(queue, 'ack', [CREATE], 4_000);
    const decision = queue.decide(0);
    expect(decision.go).toEqual([]);
    expect(decision.sendAway).toEqual([{ ticket: second, retryAfterMs: expect.closeTo(6_000, -1) }]);
    expect(queue.decide(3_001).go).toEqual([first]);
  });

  it('sends away a waiting call that higher lanes push past its time', () => {
    const queue = createLaneQueue();
    for (let i = 0; i < 20; i += 1) want(queue, 'ack');
    queue.decide(0);
    const update = want(queue, 'update', [CREATE], 4_000);
    expect(queue.decide(0).sendAway).toEqual([]);
    want(queue, 'page');
    expect(queue.decide(10).sendAway.map((s) => s.ticket)).toEqual([update]);
  });

  it('pauses only what Slack refused', () => {
    const queue = createLaneQueue();
    const inA = budgetsOf('chat.postMessage', { channel: 'CA' });
    const inB = budgetsOf('chat.postMessage', { channel: 'CB' });
    const [narrowest] = inA;
    if (narrowest) queue.pause(narrowest, 0, 30_000);
    const waits = want(queue, 'page', inA);
    const goes = want(queue, 'cosmetics', inB);
    const pins = want(queue, 'cosmetics', budgetsOf('pins.add', {}));
    expect(queue.decide(0)).toMatchObject({ go: [goes, pins], wakeAtMs: 30_000 });
    expect(queue.decide(30_000).go).toEqual([waits]);
  });

  it('posts about one message a second into a channel, with short bursts', () => {
    const queue = createLaneQueue();
    const budgets = budgetsOf('chat.postMessage', { channel: 'C1' });
    for (let i = 0; i < 5; i += 1) want(queue, 'update', budgets);
    expect(queue.decide(0)).toMatchObject({ go: { length: 3 }, wakeAtMs: expect.closeTo(1_000, 3) });
    expect(queue.decide(1_001).go).toHaveLength(1);
    expect(queue.decide(2_002).go).toHaveLength(1);
  });

  const wakesPeople = ['chat.postMessage', ...Object.keys(TIER_OF).filter((method) => !NEVER_URGENT.includes(method))];
  it.each(wakesPeople)('met-K8: %s keeps a share of every minute for pages and acknowledgements', (method) => {
    for (const urgent of ['page', 'ack'] as const) {
      const queue = createLaneQueue();
      const went: number[] = [];
      for (let nowMs = 0; nowMs <= 120_000; nowMs += 1_000) {
        // Others want more than there is, all the time and in many channels.
        for (let i = 0; i < 12; i += 1) want(queue, 'mitigation', budgetsOf(method, { channel: `C${i}` }), nowMs);
        for (const _ of queue.decide(nowMs).go) went.push(nowMs);
        if (nowMs % 30_000 === 0) {
          const ticket = want(queue, urgent, budgetsOf(method, { channel: 'C1' }));
          expect(queue.decide(nowMs).go).toEqual([ticket]);
          went.push(nowMs);
        }
      }
      const most = budgetsOf(method, {}).at(-1)?.perMinute ?? 0;
      for (const from of went) expect(went.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(most);
    }
  });

  it('after a refusal lets others go at the pace of the tier, not all at once', () => {
    const queue = createLaneQueue();
    const [budget] = budgetsOf('chat.update', {});
    if (budget) queue.pause(budget, 0, 30_000);
    for (let i = 0; i < 10; i += 1) want(queue, 'update', budgetsOf('chat.update', {}));
    expect(queue.decide(30_000).go).toHaveLength(1);
    expect(queue.decide(31_201).go).toHaveLength(1);
  });

  it('never lets more pass than burst plus refill, never forgets anybody, and keeps the order of a lane', () => {
    const step = fc.record({
      afterMs: fc.integer({ min: 0, max: 8_000 }),
      lane: fc.constantFrom(...LANES),
      calls: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        const queue = createLaneQueue();
        const budget: Budget = { key: 'm', burst: 5, perMinute: 60, kept: 0 };
        const order = new Map<Ticket, number>();
        const lastGone = new Map<Lane, number>();
        let now = 0;
        let gone = 0;
        let away = 0;
        for (const { afterMs, lane, calls } of steps) {
          now += afterMs;
          for (let i = 0; i < calls; i += 1) order.set(want(queue, lane, [budget], now + 10_000), order.size);
          const decision = queue.decide(now);
          for (const ticket of decision.go) {
            const place = order.get(ticket) ?? -1;
            expect(place).toBeGreaterThan(lastGone.get(ticket.lane) ?? -1);
            lastGone.set(ticket.lane, place);
          }
          gone += decision.go.length;
          away += decision.sendAway.length;
          expect(gone).toBeLessThanOrEqual(5 + now / 1_000 + 1e-6);
          const waiting = Object.values(queue.waiting()).reduce((a, b) => a + b, 0);
          expect(gone + away + waiting).toBe(order.size);
          expect(decision.wakeAtMs === undefined).toBe(waiting === 0);
        }
      }),
    );
  });
});
