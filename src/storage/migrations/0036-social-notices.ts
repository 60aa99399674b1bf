import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Notices for social networks: what is drafted, who decided about it, and what stands there. */
export class SocialNotices1765480000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table social_notices (
        incident_id integer not null references incidents (id),
        number integer not null check (number > 0),
        sequence integer not null,
        kind text not null check (kind in ('update', 'end')),
        texts jsonb not null check (jsonb_typeof(texts) = 'object'),
        text_version integer not null,
        version integer not null default 1 check (version > 0),
        revision integer not null default 1 check (revision > 0),
        authors jsonb not null default '[]' check (jsonb_typeof(authors) = 'array'),
        state text not null default 'open' check (state in ('open', 'approved', 'declined', 'missed', 'superseded', 'withdrawn')),
        decide_by timestamptz not null,
        decided_by text,
        decided_at timestamptz,
        withdrawn_by text,
        reply_to jsonb not null default '{}' check (jsonb_typeof(reply_to) = 'object'),
        posts jsonb not null default '{}' check (jsonb_typeof(posts) = 'object'),
        message jsonb,
        created_at timestamptz not null,
        primary key (incident_id, number),
        check (state not in ('approved', 'declined') or decided_by is not null),
        check (state <> 'withdrawn' or withdrawn_by is not null)
      );
    `);
    // Two notices that wait for a decision would be decided about as one.
    await runner.query(`create unique index social_notices_open on social_notices (incident_id) where state = 'open'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table social_notices');
  }
}
