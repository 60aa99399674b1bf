import pg from 'pg';
import { DataSource } from 'typeorm';
import { Initial1763880000000 } from '../../../src/storage/migrations/0001-initial.ts';
import { OncallOverrides1763884800000 } from '../../../src/storage/migrations/0002-oncall-overrides.ts';
import { RetroFollowUps1764200000000 } from '../../../src/storage/migrations/0003-retro-follow-ups.ts';
import { Samples1764300000000 } from '../../../src/storage/migrations/0004-samples.ts';
import { Alerts1764400000000 } from '../../../src/storage/migrations/0005-alerts.ts';
import { BriefingCharts1764550000000 } from '../../../src/storage/migrations/0006-briefing-charts.ts';
import { Analysis1764600000000 } from '../../../src/storage/migrations/0007-analysis.ts';
import { Diagnoses1764500000000 } from '../../../src/storage/migrations/0008-diagnoses.ts';
import { AlertEventsForgotten1764700000000 } from '../../../src/storage/migrations/0009-alert-events-forgotten.ts';
import { Mitigations1764800000000 } from '../../../src/storage/migrations/0010-mitigations.ts';
import { HeapBaselines1764900000000 } from '../../../src/storage/migrations/0011-heap-baselines.ts';
import { NoticeKeys1764950000000 } from '../../../src/storage/migrations/0012-notice-keys.ts';
import { IncidentLanguage1765000000000 } from '../../../src/storage/migrations/0013-incident-language.ts';
import { EarlierPages1765100000000 } from '../../../src/storage/migrations/0014-earlier-pages.ts';

/** What the last release (87b31af) had done to its database. */
const MIGRATIONS = [
  Initial1763880000000,
  OncallOverrides1763884800000,
  RetroFollowUps1764200000000,
  Samples1764300000000,
  Alerts1764400000000,
  BriefingCharts1764550000000,
  Analysis1764600000000,
  Diagnoses1764500000000,
  AlertEventsForgotten1764700000000,
  Mitigations1764800000000,
  HeapBaselines1764900000000,
  NoticeKeys1764950000000,
  IncidentLanguage1765000000000,
  EarlierPages1765100000000,
];

/** Words of a reason as the last release kept them; written before it, in one language for both. */
export type OldReason = { en: string; ko: string } | null;
export type OldRow = readonly [row: string, state: 'pending' | 'kept' | 'missed' | 'waived', reason: OldReason];

export interface OldIncident {
  state: 'open' | 'mitigated' | 'resolved';
  scenario?: string;
  isPrivate?: boolean;
  detectedAt: Date;
  channelId?: string;
  rows: readonly OldRow[];
  /** Of a retrospective that lies after its time. */
  lateReason?: OldReason;
  /** Of runs of mitigations that have ended. */
  problems?: readonly object[];
}

/** Makes the database anew as the last release left it, with these incidents; their numbers begin with 1. */
export async function asLastReleaseLeftIt(url: string, incidents: readonly OldIncident[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('drop schema public cascade; create schema public');
    const source = await new DataSource({ type: 'postgres', url, migrations: MIGRATIONS, poolSize: 1 }).initialize();
    await source.runMigrations({ transaction: 'each' }).finally(() => source.destroy());
    for (const incident of incidents) await insert(client, incident);
  } finally {
    await client.end();
  }
}

async function insert(client: pg.Client, old: OldIncident): Promise<void> {
  const { state, scenario = null, isPrivate = false, detectedAt, channelId = null, rows, lateReason, problems = [] } = old;
  const over = (states: OldIncident['state'][]) => (states.includes(state) ? new Date(detectedAt.getTime() + 60_000) : null);
  const { rows: made } = await client.query<{ id: number }>(
    `insert into incidents (title, severity, state, scenario, private, declared_by, declared_via, detected_at, onset_at, clock_started_at,
                            mitigated_at, resolved_at, channel_id)
     values ('Coupons late', 'sev1', $1, $2, $3, 'U0MINJI', 'slack', $4, $4, $4, $5, $6, $7) returning id`,
    [state, scenario, isPrivate, detectedAt, over(['mitigated', 'resolved']), over(['resolved']), channelId],
  );
  const id = made[0]?.id;
  await client.query('insert into escalations (incident_id, step, next_at) values ($1, 1, null)', [id]);
  await client.query('insert into updates (incident_id, sequence, next_at) values ($1, 1, null)', [id]);
  await client.query('insert into diagnoses (incident_id, next_at) values ($1, null)', [id]);
  for (const [row, rowState, reason] of rows) {
    await client.query(
      `insert into deadlines (incident_id, row_id, due_at, state, settled_at, reason)
       values ($1, $2, $3::timestamptz + interval '5 minutes', $4, case when $4 = 'pending' then null else $3::timestamptz + interval '1 minute' end, $5)`,
      [id, row, detectedAt, rowState, reason && JSON.stringify(reason)],
    );
  }
  for (const problem of problems) {
    await client.query(
      `insert into mitigation_runs (incident_id, name, state, outcome, plan, by_person, created_at, ended_at, problem)
       values ($1, 'scale-consumers', 'ended', 'stopped', '{"parameters": {}, "changes": [], "warnings": [], "details": [], "data": {}}', 'U0MINJI', $2, $2, $3)`,
      [id, detectedAt, JSON.stringify(problem)],
    );
  }
  if (lateReason === undefined) return;
  await client.query(
    `insert into retros (incident_id, uid, state, starts_at, ends_at, late_reason)
     values ($1::integer, 'retro-' || $1::integer, 'held', $2::timestamptz + interval '2 days', $2::timestamptz + interval '2 days 1 hour', $3)`,
    [id, detectedAt, lateReason && JSON.stringify(lateReason)],
  );
}
