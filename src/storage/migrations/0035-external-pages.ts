import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was told on status pages that somebody else keeps, and what was changed there by hand. */
export class ExternalPages1765470000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table external_pages (
        incident_id integer not null references incidents (id),
        page text not null,
        remote_id text not null,
        stage text not null check (stage in ('investigating', 'identified', 'monitoring', 'resolved')),
        told jsonb not null check (jsonb_typeof(told) = 'array'),
        components jsonb not null check (jsonb_typeof(components) = 'object'),
        revision integer not null default 1 check (revision > 0),
        left_at timestamptz,
        drift jsonb,
        drifts integer not null default 0,
        drift_at timestamptz,
        settled_by text,
        settled_how text check (settled_how in ('ours', 'theirs')),
        primary key (incident_id, page),
        check ((settled_by is null) = (settled_how is null))
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table external_pages');
  }
}
