import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Analysis: what is collected by itself and when, what people took and ticked, and the heaps that were counted. */
export class Analysis1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table analyses (
        incident_id integer primary key references incidents (id) on delete cascade,
        sequence integer not null default 0,
        run_id text,
        next_at timestamptz,
        channel_id text,
        ts text,
        check ((channel_id is null) = (ts is null))
      );
      create index analyses_due on analyses (next_at) where next_at is not null;

      create table collections (
        incident_id integer not null references analyses (incident_id) on delete cascade,
        row_id text not null,
        state text not null check (state in ('waiting', 'collecting', 'collected', 'failed', 'nothing', 'skipped')),
        next_at timestamptz,
        asked_by text,
        settled_at timestamptz,
        primary key (incident_id, row_id),
        check ((state = 'waiting') = (next_at is not null))
      );

      create table analysis_items (
        incident_id integer not null references analyses (incident_id) on delete cascade,
        item text not null,
        owner text,
        done_by text,
        done_at timestamptz,
        note text,
        primary key (incident_id, item),
        check ((done_by is null) = (done_at is null))
      );

      create table heap_histograms (
        id integer generated always as identity primary key,
        jvm text not null,
        incident_id integer references incidents (id) on delete set null,
        at timestamptz not null,
        instances bigint not null,
        bytes bigint not null,
        classes jsonb not null,
        unique (jvm, at)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table heap_histograms, analysis_items, collections, analyses');
  }
}
