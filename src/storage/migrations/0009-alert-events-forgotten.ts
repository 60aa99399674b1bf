import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was set aside is found by its age, to be forgotten; what alerts said is kept as long, for replays. */
export class AlertEventsForgotten1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index alert_events_set_aside on alert_events (set_aside_at) where set_aside_at is not null;
      create table alert_changes (
        id bigint generated always as identity primary key,
        source text not null,
        fingerprint text not null,
        status text not null check (status in ('firing', 'resolved')),
        title text not null,
        labels jsonb not null,
        description text,
        url text,
        starts_at timestamptz not null,
        received_at timestamptz not null
      );
      create index alert_changes_received on alert_changes (received_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table alert_changes; drop index alert_events_set_aside');
  }
}
