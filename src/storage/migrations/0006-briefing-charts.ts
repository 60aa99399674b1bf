import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The chart of each briefing, and how many edits of briefings may still go out. */
export class BriefingCharts1764550000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table briefing_charts (
        incident_id integer primary key references incidents (id) on delete cascade,
        due_at timestamptz,
        drawn_at timestamptz,
        states jsonb not null default '{}',
        file_id text,
        alt_text text,
        shown_file_id text,
        shown_alt_text text,
        refused integer not null default 0,
        error_code text,
        error text,
        check ((file_id is null) = (alt_text is null)),
        check ((shown_file_id is null) = (shown_alt_text is null))
      );
      create index briefing_charts_due on briefing_charts (due_at) where due_at is not null;
      create table budgets (
        name text primary key,
        tokens double precision not null,
        at timestamptz not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table budgets; drop table briefing_charts');
  }
}
