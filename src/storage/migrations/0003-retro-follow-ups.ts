import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What follows recovery: the retrospective's meeting, who is invited to it, and the follow-ups with their reminders. */
export class RetroFollowUps1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table retros (
        incident_id integer primary key references incidents (id) on delete cascade,
        uid text not null unique,
        sequence integer not null default 0,
        state text not null check (state in ('planned', 'held', 'cancelled')),
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        late_reason text,
        meeting_id text,
        join_url text,
        channel_id text,
        ts text,
        check (ends_at > starts_at),
        check ((channel_id is null) = (ts is null))
      );

      create table retro_invitees (
        incident_id integer not null references retros (incident_id) on delete cascade,
        user_id text not null,
        name text not null,
        email text,
        answer text check (answer in ('accepted', 'proposed')),
        answered_at timestamptz,
        proposed_at timestamptz,
        primary key (incident_id, user_id),
        check ((answer is null) = (answered_at is null)),
        check ((answer is not distinct from 'proposed') = (proposed_at is not null))
      );

      create table follow_ups (
        incident_id integer not null references incidents (id) on delete cascade,
        row_id text not null,
        title text not null,
        owner text,
        created_at timestamptz not null,
        due_at timestamptz not null,
        state text not null check (state in ('open', 'done', 'cancelled')),
        done_at timestamptz,
        done_by text,
        next_at timestamptz,
        reminded integer not null default 0,
        primary key (incident_id, row_id),
        check ((state = 'done') = (done_at is not null)),
        check ((state = 'done') = (done_by is not null)),
        check (state = 'open' or next_at is null)
      );
      create index follow_ups_due on follow_ups (next_at) where next_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table follow_ups, retro_invitees, retros');
  }
}
