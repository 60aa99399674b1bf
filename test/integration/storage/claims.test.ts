import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { messageRow } from '../../support/scenario/outbox-rows.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

/**
 * Several processes look at the same rows at the same moment: every row is taken exactly once, and none is left. Two connections pools
 * stand for two processes, many transactions at once for their work.
 */
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const NOW = new Date('2026-03-03T05:00:00Z');
const LATER = new Date('2026-03-03T05:01:00Z');
const ROWS = 60;
const TAKERS = 12;

let database: FreshDatabase;
let processes: [Storage, Storage];
/** Its number: who takes something must live. */
const numberOf = ({ lease }: Storage) => lease.current?.number ?? Number.NaN;

beforeEach(async () => {
  database = await freshDatabase();
  processes = [await openStorage({ url: database.url, log: quiet }), await openStorage({ url: database.url, log: quiet })];
  for (const { lease } of processes) await lease.take();
});

afterEach(async () => {
  await Promise.all(processes.map((storage) => storage.close()));
  await database.drop();
});

/** Incidents, in the order of their ids. */
async function incidents(count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let n = 0; n < count; n += 1) ids.push((await processes[0].incidents.insert(bareIncident(NOW))).id);
  return ids;
}

/** Everybody takes until nothing is left; what each got. */
async function takeAll<T>(take: (storage: Storage) => Promise<readonly T[]>): Promise<T[]> {
  const taken = await Promise.all(
    Array.from({ length: TAKERS }, async (_, index) => {
      const mine: T[] = [];
      for (;;) {
        const some = await take(processes[index % 2] as Storage);
        if (some.length === 0) return mine;
        mine.push(...some);
      }
    }),
  );
  return taken.flat();
}

/** A moment in which others can run into a lock that is held. */
const breath = () => new Promise((resolve) => setImmediate(resolve));

it('every regular update that is due is claimed by one, and a locked one holds up no other', async () => {
  const [ids, storage] = [await incidents(ROWS), processes[0]];
  for (const id of ids) await storage.updates.start(id, NOW);
  const taken = await takeAll((mine) =>
    mine.transaction(async (stores) => {
      const due = await stores.updates.claimDue(NOW);
      await breath();
      if (!due) return [];
      await stores.updates.advance(due.incidentId, due.sequence + 1, LATER);
      return [due.incidentId];
    }),
  );
  expect(taken.sort((a, b) => a - b)).toEqual(ids);

  const [first, second] = ids as [number, number];
  for (const id of [first, second]) await storage.updates.start(id, NOW);
  await storage.transaction(async (stores) => {
    const held = await stores.updates.claimDue(NOW);
    const other = await processes[1].transaction((theirs) => theirs.updates.claimDue(NOW));
    expect([held?.incidentId, other?.incidentId].sort()).toEqual([first, second]);
    expect(
      await processes[1].transaction(async (theirs) => (await theirs.updates.claimDue(new Date(NOW.getTime() - 1))) ?? null),
    ).toBeNull();
  });
});

it('every message of the outbox is claimed by one, urgent lanes first', async () => {
  const storage = processes[0];
  const lanes = ['cosmetics', 'update', 'page', 'ack'] as const;
  for (let n = 0; n < ROWS; n += 1) {
    const lane = lanes[n % lanes.length] ?? 'update';
    await storage.outbox.add(messageRow(`m${n}`, lane), NOW);
  }
  const first = await storage.outbox.claim(numberOf(storage), lanes, NOW, LATER, 10);
  expect(first.map(({ lane }) => lane)).toEqual(Array.from({ length: 10 }, () => 'page'));
  expect(first.every(({ attempts, startedAt }) => attempts === 1 && startedAt?.getTime() === NOW.getTime())).toBe(true);
  const rest = await takeAll((mine) => mine.outbox.claim(numberOf(mine), lanes, NOW, LATER, 4));
  expect([...first, ...rest].map(({ key }) => key).sort()).toEqual(Array.from({ length: ROWS }, (_, n) => `m${n}`).sort());
  // Who dies while it sends leaves it to be found again, with the time of its first attempt.
  const again = await takeAll((mine) => mine.outbox.claim(numberOf(mine), lanes, LATER, new Date(LATER.getTime() + 60_000), 7));
  expect(again).toHaveLength(ROWS);
  expect(again.every(({ attempts, startedAt }) => attempts === 2 && startedAt?.getTime() === NOW.getTime())).toBe(true);
});

it('the same cause puts one message into the outbox', async () => {
  const row = messageRow('update:1:1', 'update');
  await Promise.all(Array.from({ length: TAKERS }, (_, n) => (processes[n % 2] as Storage).outbox.add(row, NOW)));
  expect(await takeAll((mine) => mine.outbox.claim(numberOf(mine), ['update'], NOW, LATER, 5))).toHaveLength(1);
});

it('what is sent is not claimed, retried or failed any more', async () => {
  const storage = processes[0];
  await storage.outbox.add(messageRow('m', 'update'), NOW);
  const [row] = await storage.outbox.claim(numberOf(storage), ['update'], NOW, LATER, 1);
  if (!row) throw new Error('The message could not be claimed.');
  await storage.outbox.sent(row, NOW, { ts: '1' });
  await storage.outbox.retryAt(row, NOW, 'late');
  await storage.outbox.failed(row, 'late');
  expect(await storage.outbox.claim(numberOf(storage), ['update'], LATER, LATER, 1)).toEqual([]);
});

it('every briefing that is due is claimed by one, the worst incident first', async () => {
  const [ids, storage] = [await incidents(ROWS), processes[0]];
  for (const id of ids) await storage.incidents.place(id, { briefingDueAt: NOW, ...(id % 7 === 0 && { severity: 'sev1' as const }) });
  const claim = (mine: Storage) =>
    mine.transaction(async (stores) => {
      await stores.budgets.lock('briefings');
      const wanted = await stores.incidents.dueBriefings(NOW, 5);
      const found = await stores.incidents.lockDueBriefings(
        wanted.map(({ id }) => id),
        NOW,
      );
      const due = wanted.flatMap(({ id }) => found.filter((row) => row.id === id));
      await stores.incidents.beginBriefings(
        due.map(({ id }) => ({ id, nextDueAt: LATER })),
        NOW,
      );
      await breath();
      return due;
    });
  const worst = await claim(storage);
  expect(worst.map(({ severity }) => severity)).toEqual(['sev1', 'sev1', 'sev1', 'sev1', 'sev1']);
  const taken = [...worst, ...(await takeAll(claim))];
  expect(taken.map(({ id }) => id).sort((a, b) => a - b)).toEqual(ids);
  for (const id of ids) expect((await storage.incidents.find(id))?.briefingDueAt).toEqual(LATER);
});

it('a briefing is claimed while others write rows that point to its incident', async () => {
  const [[id = 0], storage] = [await incidents(1), processes[0]];
  await storage.incidents.place(id, { briefingDueAt: NOW });
  await processes[1].transaction(async (theirs) => {
    await theirs.timeline.append({ incidentId: id, at: NOW, kind: 'note', actor: 'U0MINJI', data: {} });
    // Changes leave when something is asked.
    expect(await theirs.timeline.of(id)).toHaveLength(1);
    const due = await storage.transaction((stores) => stores.incidents.lockDueBriefings([id], NOW));
    expect(due.map((incident) => incident.id)).toEqual([id]);
  });
});

it('a row that somebody wants collected now and a claim of the same rows do not wait for each other', async () => {
  const [[id = 0], storage] = [await incidents(1), processes[0]];
  const rows = Array.from({ length: 12 }, (_, n) => `R${n}`);
  await storage.transaction((stores) =>
    stores.analyses.begin(
      id,
      rows.map((rowId) => ({ rowId, nextAt: NOW })),
    ),
  );
  for (let round = 0; round < 30; round += 1) {
    const wanting = rows.slice(0, 4).map((rowId) => processes[1].transaction((theirs) => theirs.analyses.want(id, rowId, NOW, 'U0MINJI')));
    const claiming = storage.transaction((stores) => stores.analyses.claim(NOW));
    await Promise.all([...wanting, claiming]);
  }
  const due = (await storage.analyses.collections(id)).filter(({ state }) => state === 'waiting' || state === 'collecting');
  expect(due).toHaveLength(rows.length);
});

it('of many deliveries of one cause one is accepted, and the others wait for its outcome', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: TAKERS }, (_, n) =>
      (processes[n % 2] as Storage).transaction(async (stores) => {
        const first = await stores.inbox.accept('slack', 'trigger', NOW);
        if (!first) return { first, outcome: await stores.inbox.outcomeOf('slack', 'trigger') };
        await breath();
        await stores.inbox.settle('slack', 'trigger', { by: n });
        return { first, outcome: { by: n } };
      }),
    ),
  );
  const winner = outcomes.filter(({ first }) => first);
  expect(winner).toHaveLength(1);
  for (const { outcome } of outcomes) expect(outcome).toEqual(winner[0]?.outcome);
});

it('a cause whose first delivery failed is accepted again', async () => {
  const failing = processes[0].transaction(async (stores) => {
    await stores.inbox.accept('slack', 'trigger', NOW);
    throw new Error('the process lost its database');
  });
  await expect(failing).rejects.toThrow('lost');
  expect(await processes[1].inbox.accept('slack', 'trigger', NOW)).toBe(true);
});

it('one of many acknowledges a page', async () => {
  const [incidentId = 0] = await incidents(1);
  const storage = processes[0];
  const page = { incidentId, level: 'L1', userId: 'U0MINJI', cause: 'A1', askedBy: null, reason: null, createdAt: NOW, nextAt: NOW };
  const added = await Promise.all(processes.map((mine) => mine.pages.add({ ...page, repeatEveryMs: 300_000, repeatAtMost: 5 })));
  expect(added.filter(Boolean)).toHaveLength(1);
  const [row] = await storage.pages.of(incidentId);
  const first = await Promise.all(
    Array.from({ length: TAKERS }, (_, n) => (processes[n % 2] as Storage).pages.acknowledge(row?.id ?? 0, `U${n}`, NOW)),
  );
  expect(first.filter(Boolean)).toHaveLength(1);
  expect((await storage.pages.of(incidentId))[0]?.acknowledgedBy).toBe(`U${first.indexOf(true)}`);
});

it('every page and every escalation step that is due is decided by one', async () => {
  const [ids, storage] = [await incidents(ROWS), processes[0]];
  for (const incidentId of ids) {
    const page = { incidentId, level: 'L1', userId: 'U0MINJI', cause: 'A1', askedBy: null, reason: null, createdAt: NOW, nextAt: NOW };
    await storage.pages.add({ ...page, repeatEveryMs: null, repeatAtMost: 0 });
    await storage.escalations.start(incidentId, 1, NOW);
  }
  const pages = await takeAll(async (mine) => {
    const due = await mine.pages.due(NOW, 100);
    const decided: number[] = [];
    for (const { id } of due) {
      await mine.transaction(async (stores) => {
        const page = await stores.pages.claim(id, NOW);
        if (!page) return;
        await stores.pages.tried(id, page.attempts + 1, null);
        decided.push(page.incidentId);
      });
    }
    return decided;
  });
  expect(pages.sort((a, b) => a - b)).toEqual(ids);
  const steps = await takeAll(async (mine) => {
    const decided: number[] = [];
    for (const { incidentId, step } of await mine.escalations.due(NOW, 100)) {
      await mine.transaction(async (stores) => {
        if ((await stores.escalations.claim(incidentId, step)) && (await stores.escalations.advance(incidentId, step, step + 1, null)))
          decided.push(incidentId);
      });
    }
    return decided;
  });
  expect(steps.sort((a, b) => a - b)).toEqual(ids);
});

it('every deadline that has passed is missed once', async () => {
  const [ids, storage] = [await incidents(ROWS), processes[0]];
  const row = {
    rowId: 'I1',
    notBefore: null,
    dueAt: NOW,
    state: 'pending',
    settledAt: null,
    reason: null,
    remindAt: null,
  } as const;
  await storage.deadlines.insertMany(ids.map((incidentId) => ({ ...row, incidentId })));
  const missed = await takeAll((mine) => mine.deadlines.claimMissed(NOW, 4));
  expect(missed.map(({ incidentId }) => incidentId).sort((a, b) => a - b)).toEqual(ids);
});

it('changes of one incident wait for each other, and none is lost', async () => {
  const [id = 0] = await incidents(1);
  await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      (processes[n % 2] as Storage).transaction(async (stores) => {
        const incident = await stores.incidents.lock(id);
        await breath();
        await stores.incidents.change(id, { title: `${incident?.title}.` });
      }),
    ),
  );
  expect(await processes[0].incidents.find(id)).toMatchObject({ title: `Coupons late${'.'.repeat(30)}`, version: 31 });
});
