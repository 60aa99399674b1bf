import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is posted where an incident lives may have a language of its own, and reasons and problems are kept in every language, because each reader has theirs. */
export class IncidentLanguage1765000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table incidents add column language text check (language in ('en', 'ko'));
      alter table deadlines alter column reason type jsonb using ${inBoth('reason')};
      alter table workflow_steps alter column error type jsonb using to_jsonb(error);
      alter table briefing_charts alter column error type jsonb using to_jsonb(error);
      alter table retros alter column late_reason type jsonb using ${inBoth('late_reason')};
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table briefing_charts alter column error type text using coalesce(error ->> 'en', error #>> '{}');
      alter table workflow_steps alter column error type text using coalesce(error ->> 'en', error #>> '{}');
      alter table retros alter column late_reason type text using late_reason ->> 'en';
      alter table deadlines alter column reason type text using reason ->> 'en';
      alter table incidents drop column language;
    `);
  }
}

/** What was written before in one language is said so in each. */
function inBoth(column: string): string {
  return `case when ${column} is null then null else jsonb_build_object('en', ${column}, 'ko', ${column}) end`;
}
