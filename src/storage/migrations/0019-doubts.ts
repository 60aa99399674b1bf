import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why what a signal said was less than the whole; what was written before counts as whole. */
export class Doubts1765240000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table samples add column doubts jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table samples drop column doubts');
  }
}
