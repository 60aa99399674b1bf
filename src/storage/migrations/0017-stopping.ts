import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Stopping a mitigation half-way: who asked for it, which freeze named it, and runs that are held until a person decides. Roles say whether whoever gave them had power over
 * production; of those that were given before, nobody knows. Runs may be what people did by hand, and are shown in the form
 * from which they were begun.
 */
export class Stopping1765220000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table mitigation_runs
        add column stop_by text,
        add column undo_under integer references freezes (id),
        add column freeze_id integer references freezes (id),
        add column by_hand boolean not null default false,
        add column view_id text,
        drop constraint mitigation_runs_state_check,
        drop constraint mitigation_runs_outcome_check,
        add constraint mitigation_runs_state_check
          check (state in ('waiting', 'announced', 'executing', 'running', 'undoing', 'held', 'ended')),
        add constraint mitigation_runs_outcome_check
          check (outcome in ('stays', 'undone', 'failed', 'stopped', 'halted', 'undo-failed', 'superseded'));
      drop index mitigation_runs_held;
      create unique index mitigation_runs_held on mitigation_runs (name) where state in ('waiting', 'announced', 'executing', 'undoing', 'held');
      alter table incident_roles add column with_power boolean;
      update mitigation_runs
        set problem = problem || jsonb_build_object('by', substring(problem ->> 'text' from '^<@([A-Z0-9]+)>$'))
        where problem ->> 'code' = 'stopped' and problem ->> 'text' ~ '^<@[A-Z0-9]+>$';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table incident_roles drop column with_power;
      update mitigation_runs set state = 'ended', outcome = 'undo-failed', ended_at = coalesce(ended_at, created_at) where state = 'held';
      update mitigation_runs set outcome = 'stays' where outcome = 'halted';
      drop index mitigation_runs_held;
      create unique index mitigation_runs_held on mitigation_runs (name) where state in ('waiting', 'announced', 'executing', 'undoing');
      alter table mitigation_runs
        drop constraint mitigation_runs_state_check,
        drop constraint mitigation_runs_outcome_check,
        add constraint mitigation_runs_state_check check (state in ('waiting', 'announced', 'executing', 'running', 'undoing', 'ended')),
        add constraint mitigation_runs_outcome_check
          check (outcome in ('stays', 'undone', 'failed', 'stopped', 'undo-failed', 'superseded')),
        drop column stop_by,
        drop column undo_under,
        drop column freeze_id,
        drop column by_hand,
        drop column view_id;
    `);
  }
}
