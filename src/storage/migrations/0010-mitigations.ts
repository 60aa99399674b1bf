import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mitigations: each run with its plan, what happened to it, what was frozen, and what the public is told. */
export class Mitigations1764800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table mitigation_runs (
        id integer generated always as identity primary key,
        incident_id integer not null references incidents (id) on delete cascade,
        name text not null,
        scenario text,
        because text,
        state text not null check (state in ('waiting', 'announced', 'executing', 'running', 'undoing', 'ended')),
        outcome text check (outcome in ('stays', 'undone', 'failed', 'stopped', 'undo-failed', 'superseded')),
        plan jsonb not null,
        by_person text not null,
        approved_by text,
        created_at timestamptz not null,
        began_at timestamptz,
        ran_at timestamptz,
        next_at timestamptz,
        proof jsonb,
        verdict text check (verdict in ('better', 'worse', 'same', 'unknown')),
        proved_at timestamptz,
        helped_after_ms bigint,
        expires_at timestamptz,
        kept_by text,
        undo_by text,
        undo_why text,
        problem jsonb,
        beside jsonb not null default '[]',
        chart jsonb,
        ended_at timestamptz,
        channel_id text,
        ts text,
        version integer not null default 1,
        check ((state = 'ended') = (outcome is not null)),
        check ((state = 'ended') = (ended_at is not null)),
        check ((verdict is null) = (proved_at is null)),
        check (state <> 'running' or ran_at is not null)
      );
      create unique index mitigation_runs_held on mitigation_runs (name) where state in ('waiting', 'announced', 'executing', 'undoing');
      create index mitigation_runs_due on mitigation_runs (next_at) where next_at is not null;
      create index mitigation_runs_incident on mitigation_runs (incident_id);
      create index mitigation_runs_name on mitigation_runs (name, began_at);

      create table mitigation_audit (
        id bigint generated always as identity primary key,
        run_id integer references mitigation_runs (id) on delete cascade,
        incident_id integer references incidents (id) on delete cascade,
        at timestamptz not null,
        actor text not null,
        what text not null,
        detail jsonb not null default '{}'
      );
      create index mitigation_audit_run on mitigation_audit (run_id);
      create rule mitigation_audit_stays as on update to mitigation_audit do instead nothing;

      create table freezes (
        id integer generated always as identity primary key,
        by_person text not null,
        at timestamptz not null,
        reason text,
        lifted_by text,
        lifted_at timestamptz,
        check ((lifted_by is null) = (lifted_at is null))
      );
      create unique index freezes_one on freezes ((true)) where lifted_at is null;

      create table public_notices (
        id integer generated always as identity primary key,
        incident_id integer references incidents (id) on delete cascade,
        kind text not null check (kind in ('waiting-screen', 'notice', 'spread')),
        text_en text not null,
        text_ko text not null,
        retry_after_ms integer,
        posted_by text not null,
        posted_at timestamptz not null,
        withdrawn_at timestamptz
      );
      create unique index public_notices_one on public_notices (kind) where withdrawn_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table public_notices, freezes, mitigation_audit, mitigation_runs');
  }
}
