import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How much an alert weighs is known without its playbook, so that a note does not count as trouble (not known of those from before: nothing may call them
 * worse than they were); what doors refuse is counted where `doctor` and
 * `/readyz` find it; words for severity that nobody knows are said once.
 */
export class AlertDoors1765230000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table alerts
        add column weight smallint check (weight between 0 and 4),
        add column left_out jsonb not null default '{}';

      alter table alert_events
        add column weight smallint not null default 3 check (weight between 0 and 4),
        add column group_key text,
        add column sender text,
        add column reason jsonb;

      create table alert_refusals (
        source text not null,
        sender text not null,
        code text not null,
        day date not null,
        requests bigint not null default 0,
        alerts bigint not null default 0,
        first_at timestamptz not null,
        last_at timestamptz not null,
        said_at timestamptz,
        primary key (source, sender, code, day)
      );
      create index alert_refusals_last on alert_refusals (last_at);

      create table alert_words (
        word text primary key,
        source text not null,
        seen_at timestamptz not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table alert_words, alert_refusals;
      alter table alert_events drop column weight, drop column group_key, drop column sender, drop column reason;
      alter table alerts drop column weight, drop column left_out;
    `);
  }
}
