import pg from 'pg';
import type { QueryRunner } from 'typeorm';
import { createLog } from '../../../src/integrations/log.ts';
import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { Reasons1765330000000 } from '../../../src/storage/migrations/0028-reasons.ts';
import { asLastReleaseLeftIt, type OldIncident, type OldRow } from '../../support/bots/last-release.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

const detectedAt = new Date('2026-03-03T05:00:00Z');
const [MITIGATED_KO, MOVED_KO] = ['기한 전에 완화되었습니다.', '회의를 기한 이후로 옮겼습니다.'];
const both = (text: string) => ({ en: text, ko: text });

/** What the last release wrote, and what it stands for. */
const ROWS: readonly (readonly [...OldRow, fact: unknown])[] = [
  ['I1', 'waived', { en: 'Recovered before it was due.', ko: '기한 전에 복구되었습니다.' }, { code: 'recovered' }],
  ['A2', 'waived', { en: 'Mitigated before it was due.', ko: MITIGATED_KO }, { code: 'mitigated' }],
  // Written before it kept two languages, by a team that reads Korean.
  ['A3', 'waived', both(MITIGATED_KO), { code: 'mitigated' }],
  ['T2', 'waived', { en: 'The incident was reopened.', ko: '장애가 다시 열렸습니다.' }, { code: 'reopened' }],
  ['P1', 'waived', { en: 'The incident was cancelled as a false alarm.', ko: '오탐으로 취소된 장애입니다.' }, { code: 'cancelled' }],
  ['C3', 'waived', { en: 'The incident is private.', ko: '비공개 장애입니다.' }, { code: 'private' }],
  [
    'F3',
    'waived',
    { en: 'GC is not the cause.', ko: 'GC가 원인이 아닙니다.' },
    { code: 'scenario', scenario: 'S3', said: { en: 'GC is not the cause.', ko: 'GC가 원인이 아닙니다.' } },
  ],
  [
    'T1',
    'missed',
    {
      en: 'No working hour lies before its time; this is the first working slot.',
      ko: '기한 안에 근무 시간이 없어 첫 근무 시간으로 잡았습니다.',
    },
    { code: 'no-working-hour' },
  ],
  ['T3', 'missed', both(MOVED_KO), { code: 'moved' }],
  [
    'G1',
    'kept',
    { en: 'Collected by itself: Kafka lag, consumer', ko: '자동 수집: Kafka 지연, consumer' },
    { code: 'collected', signals: [], sources: [{ en: 'Kafka lag, consumer', ko: 'Kafka 지연, consumer' }] },
  ],
  ['G2', 'kept', { en: 'Collected by itself: redis', ko: '자동 수집: redis' }, { code: 'collected', signals: [], sources: ['redis'] }],
  [
    'I2',
    'kept',
    { en: 'Scale out the consumers', ko: 'consumer 확장' },
    { code: 'said', text: { en: 'Scale out the consumers', ko: 'consumer 확장' } },
  ],
  // A person may say anything, also what Bongsu says.
  ['I3', 'kept', both('Recovered before it was due.'), { code: 'said', text: 'Recovered before it was due.' }],
  ['R2', 'kept', both('Collected by itself: "grep" <all>'), { code: 'said', text: 'Collected by itself: "grep" <all>' }],
  ['R1', 'pending', null, null],
  ['C1', 'missed', null, null],
];

let database: FreshDatabase;
let storage: Storage | undefined;

async function upgraded(incidents: readonly OldIncident[]): Promise<Storage> {
  await asLastReleaseLeftIt(database.url, incidents);
  storage = await openStorage({ url: database.url, log: createLog({ level: 'silent' }), poolSize: 2 });
  await storage.migrate();
  return storage;
}

beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(async () => {
  await storage?.close();
  storage = undefined;
  await database.drop();
});

it('knows what a reason of the last release stood for, in either language, and says what a person said as they said it', async () => {
  const { deadlines } = await upgraded([
    { state: 'resolved', scenario: 'S3', detectedAt, rows: ROWS.map(([row, state, reason]) => [row, state, reason]) },
  ]);
  const reasons = Object.fromEntries((await deadlines.of(1)).map(({ rowId, reason }) => [rowId, reason]));
  expect(reasons).toEqual(Object.fromEntries(ROWS.map(([row, , , fact]) => [row, fact])));
});

it('knows no scenario where the incident had none', async () => {
  const { deadlines } = await upgraded([
    { state: 'resolved', detectedAt, rows: [['F3', 'waived', { en: 'Not ours.', ko: '해당 없음.' }]] },
  ]);
  expect(await deadlines.of(1)).toMatchObject([{ reason: { code: 'said', text: { en: 'Not ours.', ko: '해당 없음.' } } }]);
});

it.each([
  [{ en: 'The meeting was moved to after its time.', ko: MOVED_KO }, { code: 'moved' }],
  [both('No working hour lies before its time; this is the first working slot.'), { code: 'no-working-hour' }],
  [both('Everybody was ill'), { code: 'said', text: 'Everybody was ill' }],
  [null, null],
])('why a retrospective is late: %j', async (lateReason, fact) => {
  const { retros } = await upgraded([{ state: 'resolved', detectedAt, rows: [], lateReason }]);
  expect(await retros.find(1)).toMatchObject({ lateReason: fact });
});

it('knows why a run of a mitigation went otherwise, and who stopped it, as people and not as text', async () => {
  const foreign = { code: 'forbidden', text: { en: 'Not allowed.', ko: '권한 없음.' }, byHand: ['kubectl scale'] };
  const { mitigationRuns } = await upgraded([
    {
      state: 'resolved',
      detectedAt,
      rows: [],
      problems: [
        { code: 'stopped', text: '<@U0SORA>' },
        { code: 'lapsed', text: { en: 'Nobody approved it in time.', ko: '제때 승인한 사람이 없습니다.' } },
        {
          code: 'mind-changed',
          text: { en: 'The diagnosis no longer says what it was to be run for.', ko: '진단이 더는 이 조치를 뒷받침하지 않습니다.' },
        },
        {
          code: 'changed',
          text: { en: 'The target is not what it was when the plan was made.', ko: '계획을 세울 때와 대상의 값이 달라졌습니다.' },
        },
        { code: 'changed', text: 'It has 14 replicas.' },
        foreign,
      ],
    },
  ]);
  const problems = (await mitigationRuns.of(1)).sort((a, b) => a.id - b.id).map(({ problem }) => problem);
  expect(problems).toEqual([
    { code: 'stopped', by: 'U0SORA' },
    { code: 'lapsed' },
    { code: 'mind-changed' },
    { code: 'changed' },
    { code: 'changed', text: 'It has 14 replicas.' },
    foreign,
  ]);
});

it('goes back to words and forth again', async () => {
  const { deadlines } = await upgraded([
    { state: 'resolved', scenario: 'S3', detectedAt, rows: ROWS.map(([row, state, reason]) => [row, state, reason]) },
  ]);
  const before = await deadlines.of(1);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const runner = { query: async (text: string, values?: unknown[]) => (await client.query(text, values)).rows } as unknown as QueryRunner;
    await new Reasons1765330000000().down(runner);
    const { rows } = await client.query("select reason, because from deadlines where row_id in ('A3', 'F3', 'I3') order by row_id");
    expect(rows).toEqual([
      { reason: { en: 'Mitigated before it was due.', ko: MITIGATED_KO }, because: { code: 'mitigated' } },
      { reason: { en: 'GC is not the cause.', ko: 'GC가 원인이 아닙니다.' }, because: { code: 'scenario', scenario: 'S3' } },
      { reason: both('Recovered before it was due.'), because: null },
    ]);
    await new Reasons1765330000000().up(runner);
  } finally {
    await client.end();
  }
  const kept = ({ state }: { state: string }) => state !== 'kept';
  expect((await deadlines.of(1)).filter(kept)).toEqual(before.filter(kept));
});
