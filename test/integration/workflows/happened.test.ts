import fc from 'fast-check';
import pg from 'pg';
import type { Reason } from '../../../src/domain/deadlines/reason.ts';
import type { Event, EventKind } from '../../../src/domain/timeline/index.ts';
import { ALSO_CALLED, BY_HAND, KEPT_BY, type KeptBy } from '../../../src/domain/timeline/kept-by.ts';
import type { World } from '../../../src/events/follower.ts';
import { happened } from '../../../src/events/happened.ts';
import { keepRow, missRow } from '../../../src/events/settle.ts';
import { createCounters } from '../../../src/integrations/counters.ts';
import { createLog } from '../../../src/integrations/log.ts';
import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { sinceLastUpdate } from '../../../src/workflows/updates/since-last-update.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { sampleData } from '../../support/examples/sample-events.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

const isByHand = (keptBy: KeptBy) => BY_HAND.some((one) => one === keptBy);

fc.configureGlobal({ seed: testSeed() });

const shipped = couponPlaybook();
const at = new Date('2026-03-03T05:00:00.000Z');
const dueAt = new Date('2026-03-03T05:05:00.000Z');

let database: FreshDatabase;
let storage: Storage;
let client: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  storage = await openStorage({ url: database.url, log: createLog({ level: 'silent' }), poolSize: 2 });
  await storage.migrate();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await storage.close();
  await database.drop();
});

const counters = createCounters();
const counted = async (kind: EventKind): Promise<number> =>
  Number(new RegExp(`bongsu_events_total\\{kind="${kind.replaceAll('.', '\\.')}"\\} (\\d+)`).exec(await counters.text())?.[1] ?? 0);

function behind(keptBy: KeptBy): EventKind {
  return Object.hasOwn(ALSO_CALLED, keptBy) ? ALSO_CALLED[keptBy as keyof typeof ALSO_CALLED].kind : (keptBy as EventKind);
}

/** A world whose playbook has one row besides what the shape of a playbook wants. */
function worldWith(row: string, keptBy: KeptBy): World {
  const [step] = shipped.escalation;
  const limit = shipped.mitigations['rate-limit'];
  const model = shipped.rows.C2;
  if (!step || !limit || !model) throw new Error('The shipped playbook has changed.');
  const message = keptBy === 'notice.posted' ? { message: 'notice.delayed' } : {};
  return {
    storage,
    counters,
    playbook: {
      ...shipped,
      rows: { [row]: { ...model, keptBy, ...message } },
      escalation: keptBy === 'page.sent' ? [{ ...step, id: row, level: 'L1' }] : [],
      mitigations: { 'rate-limit': { ...limit, rows: keptBy === 'mitigation' ? [row] : [] } },
    },
  };
}

async function incidentWith(...rows: string[]): Promise<number> {
  const { id } = await storage.incidents.insert(bareIncident(at));
  await storage.deadlines.insertMany(
    rows.map((rowId) => ({
      incidentId: id,
      rowId,
      notBefore: null,
      dueAt,
      remindAt: null,
      state: 'pending',
      settledAt: null,
      reason: null,
      because: null,
    })),
  );
  return id;
}

function event(incidentId: number, kind: EventKind, row: string): Event {
  return { kind, incidentId, at, actor: 'U0MINJI', data: sampleData(row)[kind] } as Event;
}

const statesOf = async (id: number) => Object.fromEntries((await storage.deadlines.of(id)).map(({ rowId, state }) => [rowId, state]));
const kindsOf = async (id: number) => (await storage.timeline.of(id)).map(({ kind }) => kind);

describe('a row of any name', () => {
  const letters = fc.constantFrom(...'ABCDEFGHIJKMNOPQRSTUVWXYZ');
  const ids = fc.tuple(letters, fc.integer({ min: 0, max: 9_999 })).map(([letter, number]) => `${letter}${number}`);

  it.each(KEPT_BY.filter((keptBy) => !isByHand(keptBy)))('is kept when %s happens, and so it stands in the timeline', async (keptBy) => {
    const [row, other] = fc.sample(fc.uniqueArray(ids, { minLength: 2, maxLength: 2 }), { numRuns: 1, seed: testSeed() })[0] ?? [];
    if (row === undefined || other === undefined) throw new Error('No row was made.');
    const id = await incidentWith(row, other);
    const kind = behind(keptBy);
    await storage.transaction((stores) => happened(worldWith(row, keptBy), stores, event(id, kind, row), { reason: SAID }));
    const [, entry] = await storage.timeline.of(id);
    expect(entry).toMatchObject({ kind: 'deadline.kept', actor: 'U0MINJI', at, data: { row, event: keptBy, late: false } });
    expect((await storage.deadlines.of(id)).find(({ rowId }) => rowId === row)).toMatchObject({
      state: 'kept',
      settledAt: at,
      reason: SAID,
    });
    expect(await kindsOf(id)).toEqual([kind, 'deadline.kept']);
    if (kind !== 'incident.cancelled') expect((await statesOf(id))[other]).toBe('pending');
  });

  it('is kept once, however often it happens', async () => {
    const id = await incidentWith('Q12');
    const world = worldWith('Q12', 'update.sent');
    const before = await counted('deadline.kept');
    for (let time = 0; time < 2; time += 1) {
      await storage.transaction((stores) => happened(world, stores, event(id, 'update.sent', 'Q12')));
      expect(await statesOf(id)).toEqual({ Q12: 'kept' });
    }
    expect(await counted('deadline.kept')).toBe(before + 1);
    expect(await kindsOf(id)).toEqual(['update.sent', 'deadline.kept', 'update.sent']);
  });

  it('is not kept when it was missed before', async () => {
    const id = await incidentWith('Q12');
    const missed = { kind: 'deadline.missed', incidentId: id, at, actor: 'bongsu', data: { row: 'Q12' } } as const;
    const world = worldWith('Q12', 'bridge.opened');
    expect(await storage.transaction((stores) => missRow(world, stores, missed, { reason: { code: 'moved' } }))).toBe(true);
    await storage.transaction((stores) => happened(world, stores, event(id, 'bridge.opened', 'Q12')));
    expect(await statesOf(id)).toEqual({ Q12: 'missed' });
    // Nor missed, or kept, a second time; a note to one that was missed is written all the same.
    expect(await storage.transaction((stores) => missRow(world, stores, missed, { reason: { code: 'moved' } }))).toBe(false);
    const noted = {
      kind: 'deadline.kept',
      incidentId: id,
      at,
      actor: 'U0MINJI',
      data: { row: 'Q12', note: 'done late', late: true },
    } as const;
    expect(await storage.transaction((stores) => keepRow(world, stores, noted, { reason: SAID }))).toBe(true);
    expect(await storage.transaction((stores) => keepRow(world, stores, { ...noted, data: { row: 'Q12' } }, { reason: SAID }))).toBe(false);
    expect(await kindsOf(id)).toEqual(['deadline.missed', 'bridge.opened', 'deadline.kept']);
  });
});

const SAID: Reason = { code: 'said', text: 'because' };

it('what is undone has not happened: no entry, no row, no count', async () => {
  const id = await incidentWith('Q12');
  const world = worldWith('Q12', 'bridge.opened');
  const before = await counted('bridge.opened');
  const failing = storage.transaction(async (stores) => {
    await happened(world, stores, event(id, 'bridge.opened', 'Q12'));
    throw new Error('undone');
  });
  await expect(failing).rejects.toThrow('undone');
  expect(await statesOf(id)).toEqual({ Q12: 'pending' });
  expect(await kindsOf(id)).toEqual([]);
  expect(await counted('bridge.opened')).toBe(before);
  await storage.transaction((stores) => happened(world, stores, event(id, 'bridge.opened', 'Q12')));
  expect(await counted('bridge.opened')).toBe(before + 1);
});

it('several events that happen together keep what each keeps, in their order', async () => {
  const id = await incidentWith('A1', 'A2', 'C2', 'R1', 'V2');
  const world: World = { storage, counters, playbook: shipped };
  const path = (['incident.mitigated', 'incident.resolved'] as const).map((kind) => event(id, kind, 'Q7'));
  await storage.transaction((stores) => happened(world, stores, [event(id, 'diagnosis.named', 'Q7'), ...path]));
  expect(await statesOf(id)).toEqual({ A1: 'waived', A2: 'waived', C2: 'waived', R1: 'kept', V2: 'pending' });
  const why = Object.fromEntries((await storage.deadlines.of(id)).map(({ rowId, reason }) => [rowId, reason?.code]));
  expect(why).toEqual({ A1: 'mitigated', A2: 'mitigated', C2: 'recovered', R1: undefined, V2: undefined });
  expect(await kindsOf(id)).toEqual(['diagnosis.named', 'deadline.kept', 'incident.mitigated', 'incident.resolved']);
});

it('what happens together with the end is done, and not moot for it', async () => {
  const row = (keptBy: KeptBy, phase: 'communicate' | 'recover' = 'communicate') => ({ ...shipped.rows.C2, phase, keptBy });
  const rows = { Q1: row('notice.withdrawn'), Q2: row('incident.closed', 'recover'), Q3: row('bridge.opened') };
  const world: World = { storage, counters, playbook: { ...shipped, rows } as typeof shipped };
  const together = async (...kinds: EventKind[]) => {
    const id = await incidentWith('Q1', 'Q2', 'Q3');
    await storage.transaction((stores) =>
      happened(
        world,
        stores,
        kinds.map((kind) => event(id, kind, 'Q7')),
      ),
    );
    return await statesOf(id);
  };
  expect(await together('incident.resolved', 'notice.withdrawn')).toEqual({ Q1: 'kept', Q2: 'pending', Q3: 'waived' });
  expect(await together('incident.resolved', 'incident.closed')).toEqual({ Q1: 'waived', Q2: 'kept', Q3: 'waived' });
  expect(await together('incident.cancelled', 'notice.withdrawn')).toEqual({ Q1: 'kept', Q2: 'waived', Q3: 'waived' });
});

it('whatever was pending is waived as a false alarm, the levels as well', async () => {
  const id = await incidentWith('A1', 'R3', 'X2');
  await storage.transaction((stores) => happened({ storage, counters, playbook: shipped }, stores, event(id, 'incident.cancelled', 'Q7')));
  expect((await storage.deadlines.of(id)).map(({ state, reason }) => [state, reason])).toEqual(
    Array.from({ length: 3 }, () => ['waived', { code: 'cancelled' }]),
  );
});

it('the board of the analysis follows what becomes of its rows: once for all that happens together, and where there is one', async () => {
  const world = worldWith('R12', 'role.assigned');
  const analysed = { ...world.playbook.rows.R12, phase: 'analyse' } as (typeof world.playbook.rows)[string];
  const playbook = { ...world.playbook, rows: { R12: analysed, R13: { ...analysed, keptBy: 'note' as const } } };
  const refreshes = async (id: number) => {
    const { rows } = await client.query('select key from outbox where incident_id = $1 and kind = $2', [id, 'analysis.refresh']);
    return rows.length;
  };
  const [begun, other] = [await incidentWith('R12', 'R13'), await incidentWith('R12', 'R13')];
  await storage.analyses.begin(begun, [{ rowId: 'R12', nextAt: dueAt }]);
  for (const id of [begun, other]) {
    const together = (['role.assigned', 'note'] as const).map((kind) => event(id, kind, 'R12'));
    await storage.transaction((stores) => happened({ ...world, playbook }, stores, together));
    expect(await statesOf(id)).toEqual({ R12: 'kept', R13: 'kept' });
    // Nothing changes a second time.
    await storage.transaction((stores) => happened({ ...world, playbook }, stores, together));
  }
  expect([await refreshes(begun), await refreshes(other)]).toEqual([1, 0]);
});

it('an update tells what was done since the last one, also where the numbers of entries get longer', async () => {
  const id = await incidentWith();
  const incident = await storage.incidents.find(id);
  if (!incident) throw new Error('It is gone.');
  await client.query("select setval(pg_get_serial_sequence('timeline', 'id'), 99998)");
  const world: World = { storage, counters, playbook: shipped };
  const say = (kind: 'mitigation.executed' | 'update.sent') =>
    storage.transaction((stores) => happened(world, stores, event(id, kind, 'Q7')));
  const told = async () => (await sinceLastUpdate({ storage, playbook: shipped }, incident)).done;
  await say('mitigation.executed');
  await say('update.sent');
  expect((await storage.timeline.of(id)).map((entry) => entry.id)).toEqual(['99999', '100000']);
  expect(await told()).toEqual([]);
  await say('mitigation.executed');
  expect(await told()).toEqual([shipped.mitigations['rate-limit']?.title]);
});
