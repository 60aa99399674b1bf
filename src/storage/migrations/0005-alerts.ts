import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What opens incidents besides people: watched signals, and alerts from outside with the durable inbox in which they arrive. */
export class Alerts1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table watches (
        signal text primary key,
        level text not null default 'normal' check (level in ('normal', 'warning', 'critical')),
        warning_since timestamptz,
        critical_since timestamptz,
        calm_since timestamptz,
        silent_since timestamptz,
        missing boolean not null default false,
        value double precision,
        seen_at timestamptz,
        evaluated_at timestamptz,
        next_at timestamptz,
        check (critical_since is null or warning_since is not null),
        check (value is null or silent_since is null)
      );
      create index watches_due on watches (next_at) where next_at is not null;

      create table alert_events (
        id bigint generated always as identity primary key,
        source text not null,
        received_at timestamptz not null,
        payload jsonb not null,
        attempts integer not null default 0,
        error text,
        set_aside_at timestamptz,
        check (set_aside_at is null or error is not null)
      );
      create index alert_events_waiting on alert_events (id) where set_aside_at is null;

      create table alerts (
        id bigint generated always as identity primary key,
        source text not null,
        fingerprint text not null,
        status text not null check (status in ('firing', 'resolved')),
        title text not null,
        labels jsonb not null,
        description text,
        url text,
        starts_at timestamptz not null,
        ends_at timestamptz,
        first_seen_at timestamptz not null,
        last_seen_at timestamptz not null,
        times integer not null,
        group_key text not null,
        news text check (news in ('fired', 'worse', 'again', 'resolved')),
        due_at timestamptz,
        waiting_since timestamptz,
        muted_by text,
        incident_id integer references incidents (id) on delete set null,
        unique (source, fingerprint),
        check ((status = 'resolved') = (ends_at is not null)),
        check ((news is null) = (due_at is null)),
        check (waiting_since is null or due_at is not null)
      );
      create index alerts_due on alerts (due_at) where due_at is not null;
      create index alerts_incident on alerts (incident_id) where incident_id is not null;
      create index incidents_declared_by_alerts on incidents (detected_at) where declared_via in ('alert', 'watch');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index incidents_declared_by_alerts; drop table alerts, alert_events, watches');
  }
}
