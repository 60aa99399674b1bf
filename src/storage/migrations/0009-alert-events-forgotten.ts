import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was set aside is found by its age, to be forgotten. */
export class AlertEventsForgotten1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index alert_events_set_aside on alert_events (set_aside_at) where set_aside_at is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index alert_events_set_aside');
  }
}
