import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which signals have crossed a limit while the briefing was looked at: after recovery they are followed. */
export class CrossedSignals1765300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table briefing_charts add column crossed text[] not null default '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table briefing_charts drop column crossed');
  }
}
