import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first schema. What is due is always a row with a time in it; partial indexes keep looking for due rows cheap. */
export class Initial1763880000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table deployment (name uuid not null default gen_random_uuid());
      insert into deployment default values;

      create table incidents (
        id integer generated always as identity primary key,
        title text not null,
        severity text not null check (severity in ('sev1', 'sev2', 'sev3')),
        state text not null check (state in ('open', 'mitigated', 'resolved', 'closed', 'reopened', 'cancelled')),
        scenario text,
        private boolean not null,
        declared_by text not null,
        declared_via text not null,
        detected_at timestamptz not null,
        onset_at timestamptz not null,
        clock_started_at timestamptz not null,
        mitigated_at timestamptz,
        resolved_at timestamptz,
        closed_at timestamptz,
        cancelled_at timestamptz,
        version integer not null default 1,
        dedup_key text,
        channel_id text,
        channel_name text,
        thread_ts text,
        briefing_ts text,
        bridge_url text,
        bridge_kind text check (bridge_kind in ('zoom', 'fallback')),
        briefing_due_at timestamptz,
        briefing_edited_at timestamptz
      );
      create unique index incidents_open_dedup_key on incidents (dedup_key) where state in ('open', 'reopened', 'mitigated');
      create index incidents_channel on incidents (channel_id);
      create index incidents_briefing_due on incidents (briefing_due_at) where briefing_due_at is not null;

      create table timeline (
        id bigint generated always as identity primary key,
        incident_id integer not null references incidents (id) on delete cascade,
        at timestamptz not null,
        kind text not null,
        actor text not null,
        data jsonb not null default '{}'
      );
      create index timeline_incident on timeline (incident_id, id);

      create table incident_roles (
        incident_id integer not null references incidents (id) on delete cascade,
        role text not null,
        user_id text not null,
        assigned_by text not null,
        assigned_at timestamptz not null,
        primary key (incident_id, role)
      );

      create table deadlines (
        incident_id integer not null references incidents (id) on delete cascade,
        row_id text not null,
        not_before timestamptz,
        due_at timestamptz not null,
        state text not null check (state in ('pending', 'kept', 'missed', 'waived')),
        settled_at timestamptz,
        reason text,
        primary key (incident_id, row_id),
        check ((state = 'pending') = (settled_at is null))
      );
      create index deadlines_due on deadlines (due_at) where state = 'pending';

      create table inbox (
        source text not null,
        external_id text not null,
        received_at timestamptz not null,
        outcome jsonb,
        primary key (source, external_id)
      );

      create table runs (
        id text primary key,
        kind text not null,
        incident_id integer not null references incidents (id) on delete cascade,
        input jsonb not null,
        status text not null check (status in ('running', 'done')),
        next_at timestamptz,
        created_at timestamptz not null,
        finished_at timestamptz,
        check ((status = 'running') = (next_at is not null)),
        check ((status = 'done') = (finished_at is not null))
      );
      create index runs_due on runs (next_at) where status = 'running';
      create index runs_incident on runs (incident_id);

      create table workflow_steps (
        run_id text not null references runs (id) on delete cascade,
        name text not null,
        status text not null check (status in ('started', 'done', 'failed')),
        attempts integer not null,
        started_at timestamptz not null,
        next_at timestamptz,
        outcome jsonb,
        error_code text,
        error text,
        primary key (run_id, name),
        check (status <> 'failed' or error_code is not null)
      );

      create table updates (
        incident_id integer primary key references incidents (id) on delete cascade,
        sequence integer not null default 0,
        next_at timestamptz,
        edited_text text,
        edited_by text
      );
      create index updates_due on updates (next_at) where next_at is not null;

      create table outbox (
        id bigint generated always as identity primary key,
        key text not null unique,
        incident_id integer references incidents (id) on delete cascade,
        kind text not null,
        lane text not null,
        payload jsonb not null,
        status text not null check (status in ('pending', 'sent', 'failed')),
        attempts integer not null default 0,
        created_at timestamptz not null,
        started_at timestamptz,
        next_at timestamptz,
        claimed_by text,
        sent_at timestamptz,
        outcome jsonb,
        error text,
        check (claimed_by is null or status = 'pending'),
        check ((status = 'pending') = (next_at is not null)),
        check ((status = 'sent') = (sent_at is not null)),
        check (status <> 'failed' or error is not null)
      );
      create index outbox_due on outbox (next_at) where status = 'pending';
      create index outbox_claimed on outbox (claimed_by) where claimed_by is not null;

      create table escalations (
        incident_id integer primary key references incidents (id) on delete cascade,
        step integer not null default 0,
        next_at timestamptz
      );
      create index escalations_due on escalations (next_at) where next_at is not null;

      create table pages (
        id integer generated always as identity primary key,
        incident_id integer not null references incidents (id) on delete cascade,
        level text not null,
        user_id text not null,
        cause text not null,
        asked_by text,
        reason text,
        repeat_every_ms integer,
        repeat_at_most integer not null default 0,
        attempts integer not null default 0,
        created_at timestamptz not null,
        next_at timestamptz,
        sent_at timestamptz,
        acknowledged_at timestamptz,
        acknowledged_by text,
        passed_on_at timestamptz,
        channel_id text,
        ts text,
        unique (incident_id, cause, user_id),
        check ((acknowledged_at is null) = (acknowledged_by is null)),
        check (next_at is null or (acknowledged_at is null and passed_on_at is null))
      );
      create index pages_due on pages (next_at) where next_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table deployment, pages, escalations, outbox, updates, workflow_steps, runs, inbox, deadlines, incident_roles, timeline, incidents cascade',
    );
  }
}
