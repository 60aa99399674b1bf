import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who cannot come to the retrospective, and who need not. */
export class RetroPeople1765520000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table retros add column absent jsonb not null default '[]' check (jsonb_typeof(absent) = 'array');
      alter table retro_invitees add column optional boolean not null default false;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table retro_invitees drop column optional;
      alter table retros drop column absent;
    `);
  }
}
