import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Work that is planned and told: the status page shows it, and what its components cause meanwhile calls nobody. */
export class Maintenance1765460000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table maintenances (
        id integer generated always as identity primary key,
        service text not null,
        -- Keys of the status page's components; none: the whole service.
        components jsonb not null check (jsonb_typeof(components) = 'array'),
        texts jsonb not null check (jsonb_typeof(texts) = 'object'),
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        started_at timestamptz,
        completed_at timestamptz,
        cancelled_at timestamptz,
        planned_by text not null,
        planned_at timestamptz not null,
        changed_at timestamptz not null,
        version integer not null default 1 check (version > 0),
        check (starts_at < ends_at),
        check (completed_at is null or started_at is not null),
        check (cancelled_at is null or started_at is null)
      );
      create index maintenances_open on maintenances (service, starts_at) where completed_at is null and cancelled_at is null;
      create index maintenances_ended on maintenances (service, ends_at);

      create table maintenance_audit (
        id bigint generated always as identity primary key,
        maintenance_id integer not null references maintenances (id),
        at timestamptz not null,
        actor text not null,
        what text not null check (what in ('planned', 'started', 'moved', 'completed', 'cancelled')),
        detail jsonb not null
      );
      create index maintenance_audit_of on maintenance_audit (maintenance_id, id);
      -- What is read of incidents for the status page.
      create index incidents_public on incidents (service, onset_at) where not private;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index incidents_public; drop table maintenance_audit; drop table maintenances;');
  }
}
