import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A playbook may be written in any language, so an incident may be spoken of in it, and a notice for the public be posted in it. */
export class AnyLanguage1765430000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table incidents drop constraint incidents_language_check;
      -- Null in what a process of an earlier release still posts meanwhile.
      alter table public_notices add column texts jsonb;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table public_notices drop column texts;
      update incidents set language = null where language not in ('en', 'ko');
      alter table incidents add constraint incidents_language_check check (language in ('en', 'ko'));
    `);
  }
}
