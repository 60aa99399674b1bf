import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the engine of the outbox must know of a row stands beside its payload: whether it is posted where its incident lives. A run whose kind or input nobody can
 * read ends as failed. Timers are due rows of things that need no table of their own.
 */
export class EffectsAndTimers1765340000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Null in what a process of an earlier release still writes meanwhile.
      alter table outbox add column at_home boolean;
      update outbox
         set at_home = coalesce(payload->'destination'->>'to' = 'home', false)
                       or kind in ('mitigation.post', 'notice.show', 'retro.anew', 'briefing.anew')
       where status = 'pending';
      create index outbox_failed on outbox (created_at) where status = 'failed';

      alter table runs
        add column error text,
        drop constraint runs_status_check,
        add constraint runs_status_check check (status in ('running', 'done', 'failed')),
        add constraint runs_error_check check ((status = 'failed') = (error is not null));
      create index runs_failed on runs (created_at) where status = 'failed';

      create table timers (
        id bigint generated always as identity primary key,
        kind text not null,
        key text not null,
        incident_id integer references incidents (id) on delete cascade,
        data jsonb not null,
        -- Null for one that failed for good.
        due_at timestamptz,
        attempts integer not null default 0,
        error text,
        unique (kind, key),
        check (due_at is not null or error is not null)
      );
      create index timers_due on timers (due_at) where due_at is not null;
      create index timers_incident on timers (incident_id) where incident_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table timers;
      drop index runs_failed;
      update runs set status = 'done', finished_at = now() where status = 'failed';
      alter table runs
        drop constraint runs_error_check,
        drop constraint runs_status_check,
        add constraint runs_status_check check (status in ('running', 'done')),
        drop column error;
      drop index outbox_failed;
      alter table outbox drop column at_home;
    `);
  }
}
