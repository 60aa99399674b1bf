import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who hears of updates outside of the response, what there is to hear, and what became of each. */
export class Subscriptions1765450000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table subscriptions (
        id bigint generated always as identity primary key,
        kind text not null check (kind in ('mail', 'webhook', 'channel', 'person')),
        address text not null,
        scope text not null,
        services jsonb check (jsonb_typeof(services) = 'array'),
        components jsonb check (jsonb_typeof(components) = 'array'),
        severities jsonb check (jsonb_typeof(severities) = 'array'),
        incident_id integer references incidents (id),
        language text not null,
        state text not null check (state in ('asked', 'on', 'ended', 'dropped')),
        secret text,
        made_by text,
        asked_at timestamptz not null,
        asks integer not null default 1,
        on_at timestamptz,
        ended_at timestamptz,
        ended_because text,
        failing_since timestamptz,
        check ((state = 'on') <= (on_at is not null)),
        check ((state in ('ended', 'dropped')) = (ended_at is not null)),
        check ((kind = 'webhook') = (secret is not null))
      );
      create unique index subscriptions_live on subscriptions (kind, address, scope, state) where state in ('asked', 'on');
      create index subscriptions_over on subscriptions (ended_at) where ended_at is not null;
      create table subscription_notices (
        id bigint generated always as identity primary key,
        cause text not null unique,
        kind text not null check (kind in ('update', 'end', 'maintenance')),
        incident_id integer references incidents (id),
        service text not null,
        components jsonb not null default '[]' check (jsonb_typeof(components) = 'array'),
        severity text check (severity in ('sev1', 'sev2', 'sev3')),
        stage text check (stage in ('investigating', 'identified', 'monitoring', 'resolved')),
        title jsonb,
        texts jsonb not null check (jsonb_typeof(texts) = 'object'),
        next_at timestamptz,
        at timestamptz not null,
        spread_to bigint not null default 0,
        spread_at timestamptz
      );
      create index subscription_notices_spreading on subscription_notices (id) where spread_at is null;
      create index subscription_notices_incident on subscription_notices (incident_id, id) where incident_id is not null;
      create table subscription_deliveries (
        id bigint generated always as identity primary key,
        subscription_id bigint not null references subscriptions (id) on delete cascade,
        notice_id bigint references subscription_notices (id) on delete cascade,
        cause text not null,
        way text not null check (way in ('mail', 'webhook')),
        state text not null default 'pending' check (state in ('pending', 'sent', 'failed', 'skipped')),
        made_at timestamptz not null,
        attempts integer not null default 0,
        first_at timestamptz,
        next_at timestamptz,
        claimed_by text,
        sent_at timestamptz,
        error text,
        tokens jsonb not null default '[]' check (jsonb_typeof(tokens) = 'array'),
        unique (subscription_id, cause),
        check ((state = 'pending') = (next_at is not null))
      );
      create index subscription_deliveries_due on subscription_deliveries (way, next_at) where state = 'pending';
      create index subscription_deliveries_made on subscription_deliveries (made_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table subscription_deliveries; drop table subscription_notices; drop table subscriptions;');
  }
}
