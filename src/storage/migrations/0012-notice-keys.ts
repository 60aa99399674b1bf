import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Public notices know which run posted them and what they replaced, so that taking one back puts back what was there before. */
export class NoticeKeys1764950000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table public_notices
        add column key text not null unique,
        add column mitigation text not null,
        add column replaced_by integer unique references public_notices (id) on delete set null,
        add check (replaced_by is null or withdrawn_at is not null);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table public_notices drop column key, drop column mitigation, drop column replaced_by');
  }
}
