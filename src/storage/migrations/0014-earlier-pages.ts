import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A page that is repeated stands in several messages, and all of them are to say who has it. */
export class EarlierPages1765100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("alter table pages add column earlier jsonb not null default '[]'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table pages drop column earlier');
  }
}
