import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Paging by what arrived: how often a page left, whether it could reach its person at all, when it was over. Who has acknowledged an incident, with or without a page.
 * For each incident, whether its escalation is held and whether nobody could be reached.
 */
export class Reached1765200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table pages
        add column delivered integer not null default 0,
        add column reached_at timestamptz,
        add column refused_at timestamptz,
        add column trouble jsonb,
        add column held_at timestamptz,
        add column links integer not null default 2,
        add column closed_at timestamptz,
        add column closed_as text check (closed_as in ('mitigated', 'resolved', 'cancelled')),
        add check ((closed_at is null) = (closed_as is null)),
        add check (next_at is null or (refused_at is null and closed_at is null));

      update pages set delivered = greatest(attempts, 1), reached_at = sent_at where sent_at is not null;
      update pages p
         set next_at = null,
             closed_at = coalesce(i.mitigated_at, i.resolved_at, i.closed_at, i.cancelled_at, p.created_at),
             closed_as = case i.state when 'cancelled' then 'cancelled' when 'mitigated' then 'mitigated' else 'resolved' end
        from incidents i
       where i.id = p.incident_id
         and (i.state in ('resolved', 'closed', 'cancelled') or (i.state = 'mitigated' and p.asked_by is null));

      alter table escalations
        add column held_at timestamptz,
        add column unreached_at timestamptz,
        add column unreached_said_at timestamptz,
        add column page_trouble jsonb;
      create index escalations_unreached on escalations (incident_id) where unreached_at is not null;

      create table acknowledgements (
        incident_id integer not null references incidents (id) on delete cascade,
        user_id text not null,
        at timestamptz not null,
        how text not null,
        primary key (incident_id, user_id)
      );
      insert into acknowledgements (incident_id, user_id, at, how)
      select incident_id, acknowledged_by, min(acknowledged_at), 'page' from pages where acknowledged_by is not null group by 1, 2;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table acknowledgements;
      alter table escalations drop column held_at, drop column unreached_at, drop column unreached_said_at, drop column page_trouble;
      alter table pages drop column delivered, drop column reached_at, drop column refused_at, drop column trouble, drop column held_at, drop column links,
        drop column closed_at, drop column closed_as;
    `);
  }
}
