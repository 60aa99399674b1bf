import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is told outside is one text for every surface, which somebody approves and may correct. */
export class ToldTexts1765440000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table update_texts (
        id bigint generated always as identity primary key,
        incident_id integer not null references incidents (id),
        sequence integer not null,
        kind text not null check (kind in ('update', 'end')),
        stage text not null check (stage in ('investigating', 'identified', 'monitoring', 'resolved')),
        texts jsonb not null check (jsonb_typeof(texts) = 'object'),
        version integer not null default 1 check (version > 0),
        approved_by text,
        approved_at timestamptz,
        held jsonb not null default '[]' check (jsonb_typeof(held) = 'array'),
        next_at timestamptz,
        written_at timestamptz not null,
        corrected_by text,
        corrected_at timestamptz,
        unique (incident_id, sequence),
        check ((approved_by is null) = (approved_at is null)),
        check ((corrected_by is null) = (corrected_at is null))
      );
      alter table updates
        add column offer_at timestamptz,
        add column draft jsonb,
        add column drafted_at timestamptz,
        add column approved jsonb;
      create index updates_offer_at on updates (offer_at) where offer_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table updates drop column offer_at, drop column draft, drop column drafted_at, drop column approved;
      drop table update_texts;
    `);
  }
}
