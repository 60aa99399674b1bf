import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was put on call for a while, and what Slack last said about the user groups that are on call. */
export class OncallOverrides1763884800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table oncall_overrides (
        id integer generated always as identity primary key,
        level text not null check (level in ('L1', 'L2', 'operations')),
        user_id text not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        created_by text not null,
        created_at timestamptz not null,
        check (ends_at >= starts_at)
      );
      create index oncall_overrides_end on oncall_overrides (ends_at);

      create table user_groups (
        id text primary key,
        members jsonb not null,
        read_at timestamptz not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table user_groups, oncall_overrides');
  }
}
