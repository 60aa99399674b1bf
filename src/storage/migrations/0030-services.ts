import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables whose rows belong to a service, by the key of its playbook. */
const OF_SERVICE = ['incidents', 'watches', 'samples', 'alerts', 'heap_baselines', 'heap_histograms', 'mitigation_runs', 'public_notices'];

/**
 * One bot for several services and teams. What was written before belongs to the service that was the only one: its key is known to the playbook alone, so that it stands as an empty
 * text until the first start (`ServiceStore.adopt`).
 */
export class Services1765350000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of OF_SERVICE) await runner.query(`alter table ${table} add column service text not null default ''`);
    await runner.query(`
      alter table watches drop constraint watches_pkey, add primary key (service, signal);
      alter table samples drop constraint samples_pkey, add primary key (service, signal, at);
      alter table heap_baselines drop constraint heap_baselines_pkey, add primary key (service, jvm);
      alter table heap_histograms drop constraint heap_histograms_jvm_at_key, add unique (service, jvm, at);

      drop index public_notices_one;
      create unique index public_notices_one on public_notices (service, kind) where withdrawn_at is null;

      -- Null for one of every service.
      alter table freezes add column service text;
      drop index freezes_one;
      create unique index freezes_one on freezes (coalesce(service, '')) where lifted_at is null;

      alter table oncall_overrides add column team text not null default '';

      -- Every playbook that was ever in force, and with which one an incident was opened; null for those from before.
      create table playbooks (
        service text not null,
        version text not null,
        content jsonb not null,
        first_used_at timestamptz not null,
        primary key (service, version)
      );
      alter table incidents add column playbook_version text;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table incidents drop column playbook_version;
      drop table playbooks;
      alter table oncall_overrides drop column team;
      drop index freezes_one;
      alter table freezes drop column service;
      create unique index freezes_one on freezes ((true)) where lifted_at is null;
      drop index public_notices_one;
      alter table public_notices drop column service;
      create unique index public_notices_one on public_notices (kind) where withdrawn_at is null;
    `);
    for (const table of OF_SERVICE.filter((name) => name !== 'public_notices'))
      await runner.query(`alter table ${table} drop column service`);
    await runner.query(`
      alter table watches add primary key (signal);
      alter table samples add primary key (signal, at);
      alter table heap_baselines add primary key (jvm);
      alter table heap_histograms add unique (jvm, at);
    `);
  }
}
