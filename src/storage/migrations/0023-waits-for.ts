import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was refused because of us (a token, a scope) or because a channel is gone waits until that is mended or back, by name; and the channels that
 * are gone, with the incidents that lived there.
 */
export class WaitsFor1765280000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table outbox add column waits_for text;
      create index outbox_waits_for on outbox (waits_for) where waits_for is not null;
      alter table workflow_steps add column waits_for text;
      create index workflow_steps_waits_for on workflow_steps (waits_for) where waits_for is not null;

      create table gone_places (
        channel_id text primary key,
        code text not null,
        said jsonb not null,
        gone_at timestamptz not null,
        probes integer not null default 0,
        probe_at timestamptz not null
      );

      create table lost_homes (
        incident_id integer primary key references incidents (id) on delete cascade,
        channel_id text not null,
        thread_ts text,
        briefing_ts text,
        code text not null,
        lost_at timestamptz not null
      );
      create index lost_homes_channel on lost_homes (channel_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table lost_homes, gone_places;
      alter table workflow_steps drop column waits_for;
      alter table outbox drop column waits_for;
    `);
  }
}
