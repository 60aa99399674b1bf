import { openStorage, type Storage, type Stores } from '../../../src/storage/index.ts';
import { declareRun } from '../../../src/workflows/incident/declare/steps.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { messageRow } from '../../support/scenario/outbox-rows.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

/** What is read side by side is the same as what is read one by one. */
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const NOW = new Date('2026-03-03T05:00:00.123Z');
const LATER = new Date('2026-03-03T05:01:00Z');

let database: FreshDatabase;
let storage: Storage;
let id: number;

beforeEach(async () => {
  database = await freshDatabase();
  storage = await openStorage({ url: database.url, log: quiet });
  id = (await storage.incidents.insert(bareIncident(NOW, { title: `It's "late" \\ 쿠폰` }))).id;
});

afterEach(async () => {
  await storage.close();
  await database.drop();
});

async function readAll(stores: Stores) {
  const [incident, nobody, deadlines, next, escalation, diagnosis, steps, roles, pages, outbox, timeline, ledger, freeze] =
    await Promise.all([
      stores.incidents.find(id),
      stores.incidents.find(id + 1),
      stores.deadlines.of(id),
      stores.deadlines.nextPending(id),
      stores.escalations.of(id),
      stores.diagnoses.of(id),
      stores.steps.of('declare-1'),
      stores.roles.of(id),
      stores.pages.of(id),
      stores.outbox.of(id),
      stores.timeline.of(id),
      stores.mitigationRuns.ledger('coupon', NOW),
      stores.freezes.current('coupon'),
    ]);
  // The same once more, as two who do not know of each other ask for it.
  const [again, twice] = await Promise.all([stores.escalations.of(id), stores.escalations.of(id)]);
  return { incident, nobody, deadlines, next, escalation, diagnosis, steps, roles, pages, outbox, timeline, ledger, freeze, again, twice };
}

it('gives times, codes with data, numbers and texts as they are, and nothing for what is not there', async () => {
  const { number } = await storage.lease.take();
  const run = { id: 'declare-1', heldBy: number };
  const input = { responseUrl: null, answerIn: null, declarer: null };
  const reason = { code: 'mitigated' } as const;
  const deadline = { incidentId: id, notBefore: null, remindAt: null, settledAt: null, reason: null };
  await storage.deadlines.insertMany([
    { ...deadline, rowId: 'A1', dueAt: LATER, state: 'pending' },
    { ...deadline, rowId: 'A2', dueAt: NOW, state: 'waived', settledAt: NOW, reason },
  ]);
  await storage.escalations.start(id, 1, LATER);
  await storage.diagnoses.start(id, NOW);
  await storage.runs.insert(declareRun.row({ id: run.id, incidentId: id, input, createdAt: NOW, nextAt: NOW }));
  await storage.runs.take(run.id, number);
  await storage.steps.begin(run, 'channel.create', NOW);
  await storage.steps.done(run, 'channel.create', { channel: 'C1', at: LATER });
  await storage.steps.begin(run, 'briefing.post', NOW);
  await storage.steps.failed(run, 'briefing.post', {
    errorCode: 'timeout',
    error: { en: 'No answer.', ko: '응답이 없습니다.' },
    waitsFor: null,
  });
  await storage.outbox.add(messageRow('key', 'page', { incidentId: id }), NOW);
  await storage.timeline.append({ incidentId: id, at: NOW, kind: 'note', actor: 'U0MINJI', data: { text: 'one' } });
  const together = await readAll(storage.together);
  const oneByOne = await readAll(storage);
  expect(together).toEqual(oneByOne);
  expect(together.deadlines).toHaveLength(2);
  expect(together.next?.dueAt).toEqual(LATER);
  expect(together.incident?.detectedAt).toEqual(NOW);
  expect(together.nobody).toBeUndefined();
  expect(typeof together.outbox[0]?.id).toBe('string');
});

it('what cannot be read is told to everybody who asked', async () => {
  await database.drop();
  const asked = await Promise.allSettled([storage.together.escalations.of(id), storage.together.roles.of(id)]);
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  database = await freshDatabase();
});
