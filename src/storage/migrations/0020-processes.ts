import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which processes live, and which of them works on a run (docs/adrs/0002): a row with a heartbeat for each process, its number in what it has taken.
 * What earlier versions had claimed in the outbox is nobody's any more.
 */
export class Processes1765250000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table processes (
        number integer generated always as identity primary key,
        session_name text not null,
        host text not null,
        pid integer not null,
        started_at timestamptz not null default clock_timestamp(),
        beats bigint not null default 0,
        beat_at timestamptz not null default clock_timestamp(),
        lost_at timestamptz,
        lost_how text check (lost_how in ('gone', 'silent')),
        check ((lost_at is null) = (lost_how is null))
      ) with (fillfactor = 50);

      alter table runs add column held_by integer;
      update outbox set claimed_by = null where claimed_by is not null;

      create table shared_clock (
        one boolean primary key default true check (one),
        version integer not null default 0,
        ahead_ms double precision not null default 0,
        since timestamptz not null default clock_timestamp()
      );
      insert into shared_clock default values;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table runs drop column held_by; drop table processes, shared_clock');
  }
}
