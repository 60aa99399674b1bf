import pg from 'pg';
import type { QueryRunner } from 'typeorm';
import { RowsFollowTheCause1765310000000 } from '../../../src/storage/migrations/0026-rows-follow-the-cause.ts';
import { Reasons1765330000000 } from '../../../src/storage/migrations/0028-reasons.ts';
import { freshDatabase } from '../../support/servers/database.ts';

/** Rows as the release before wrote them, with why they are waived in words alone. */
const OLD: readonly (readonly [row: string, state: string, reason: object | null])[] = [
  ['I1', 'waived', { en: 'Recovered before it was due.', ko: '기한 전에 복구되었습니다.' }],
  ['A2', 'waived', { en: 'Mitigated before it was due.', ko: '기한 전에 완화되었습니다.' }],
  // Written before there were two languages.
  ['P1', 'waived', { en: '오탐으로 취소된 장애입니다.', ko: '오탐으로 취소된 장애입니다.' }],
  ['C3', 'waived', { en: 'The incident is private.', ko: '비공개 장애입니다.' }],
  ['F3', 'waived', { en: 'GC is not the cause.', ko: 'GC가 원인이 아닙니다.' }],
  ['I2', 'kept', { en: 'Recovered before it was due.', ko: 'x' }],
  ['R1', 'pending', null],
];

it('tells of rows that an earlier release waived why, as a fact', async () => {
  const database = await freshDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const runner = { query: async (text: string, values?: unknown[]) => (await client.query(text, values)).rows } as unknown as QueryRunner;
    await new Reasons1765330000000().down(runner);
    const migration = new RowsFollowTheCause1765310000000();
    await migration.down(runner);
    await client.query(
      `insert into incidents (title, severity, state, scenario, private, declared_by, declared_via, detected_at, onset_at, clock_started_at)
       values ('Coupons late', 'sev1', 'open', 'S3', false, 'U1', 'slack', now(), now(), now())`,
    );
    for (const [row, state, reason] of OLD) {
      await client.query(
        `insert into deadlines (incident_id, row_id, due_at, state, settled_at, reason)
         values (1, $1, now(), $2, case when $2 = 'pending' then null else now() end, $3)`,
        [row, state, reason && JSON.stringify(reason)],
      );
    }
    await migration.up(runner);
    const { rows } = await client.query<{ row_id: string; because: unknown }>('select row_id, because from deadlines order by row_id');
    expect(Object.fromEntries(rows.map(({ row_id, because }) => [row_id, because]))).toEqual({
      A2: { code: 'mitigated' },
      C3: { code: 'private' },
      F3: { code: 'scenario', scenario: 'S3' },
      I1: { code: 'recovered' },
      I2: null,
      P1: { code: 'cancelled' },
      R1: null,
    });
  } finally {
    await client.end();
    await database.drop();
  }
});
