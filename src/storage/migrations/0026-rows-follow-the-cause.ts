import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Words of earlier releases that stood for a fact. They are read here for the last time; from now on the fact stands beside the words. */
const FACTS: readonly (readonly [code: string, ...words: string[]])[] = [
  ['recovered', 'Recovered before it was due.', '기한 전에 복구되었습니다.'],
  ['mitigated', 'Mitigated before it was due.', '기한 전에 완화되었습니다.'],
  ['reopened', 'The incident was reopened.', '장애가 다시 열렸습니다.'],
  ['cancelled', 'The incident was cancelled as a false alarm.', '오탐으로 취소된 장애입니다.'],
  ['private', 'The incident is private.', '비공개 장애입니다.'],
];

/**
 * Rows that are waived say why as a fact, rows that run all the time have no time, owners are reminded, notices that are one message each, what
 * traffic proposes for a row, how long a heap was counted, and what the notice of the likely cause shows.
 */
export class RowsFollowTheCause1765310000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deadlines alter column due_at drop not null;
      alter table deadlines add column because jsonb, add column remind_at timestamptz;
      create index deadlines_remind on deadlines (remind_at) where state = 'pending' and remind_at is not null;

      create table standing_notices (
        incident_id integer not null references incidents (id) on delete cascade,
        what text not null,
        version integer not null default 1,
        poster bigint,
        channel_id text,
        ts text,
        primary key (incident_id, what),
        check ((channel_id is null) = (ts is null))
      );

      alter table collections add column proposal jsonb;
      alter table heap_histograms add column took_ms integer;
      alter table diagnoses add column shown text;
    `);
    for (const [code, ...words] of FACTS) {
      await runner.query(
        `update deadlines set because = jsonb_build_object('code', $1::text) where state = 'waived' and reason->>'en' = any($2::text[])`,
        [code, words],
      );
    }
    await runner.query(`
      update deadlines d set because = jsonb_build_object('code', 'scenario', 'scenario', i.scenario)
        from incidents i where i.id = d.incident_id and d.state = 'waived' and d.because is null and i.scenario is not null
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table diagnoses drop column shown;
      alter table heap_histograms drop column took_ms;
      alter table collections drop column proposal;
      drop table standing_notices;
      delete from deadlines where due_at is null;
      alter table deadlines drop column because, drop column remind_at;
      alter table deadlines alter column due_at set not null;
    `);
  }
}
