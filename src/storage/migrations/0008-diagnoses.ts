import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The diagnosis of each incident: when it is looked at again, what it last said, and what people named. */
export class Diagnoses1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table diagnoses (
        incident_id integer primary key references incidents (id) on delete cascade,
        next_at timestamptz,
        read_at timestamptz,
        result jsonb,
        stood_out_at timestamptz,
        said text,
        named_scenario text,
        named_cause text,
        named_by text,
        named_at timestamptz,
        named_note text,
        check ((result is null) = (stood_out_at is null)),
        check ((named_cause is null) = (named_by is null)),
        check ((named_cause is null) = (named_at is null)),
        check ((named_cause is null) = (named_scenario is null))
      );
      create index diagnoses_due on diagnoses (next_at) where next_at is not null;
      insert into diagnoses (incident_id, next_at) select id, now() from incidents where state in ('open', 'reopened', 'mitigated');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table diagnoses');
  }
}
