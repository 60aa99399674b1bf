import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an incident did to users, as somebody said it last; every statement is an entry of the timeline. */
export class Impacts1765500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table incident_impacts (
        incident_id integer primary key references incidents (id),
        cause text,
        who text,
        how_many bigint check (how_many >= 0),
        lasted_ms bigint check (lasted_ms >= 0),
        money text,
        fixed_by text,
        stated_by text not null,
        stated_at timestamptz not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table incident_impacts');
  }
}
