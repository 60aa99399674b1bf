import pg from 'pg';
import type { Playbook } from '../../src/domain/playbook/schema.ts';

/** Something that the bot will do by itself, as its database says. */
export interface Waiting {
  /** ISO 8601, in the world's time. */
  at: string;
  /** In a few words. */
  what: string;
  /** The kind of row. */
  kind: string;
  incident?: number;
}

export interface WaitingRows {
  /** The next ones, soonest first; rejects when the database does not answer. */
  next(limit: number): Promise<Waiting[]>;
  close(): Promise<void>;
}

/** Every table with a time in it; each names its kind, its incident, its time, and what tells one row from another. */
const QUERY = `
  select * from (
    select 'deadline' kind, incident_id, due_at at, row_id detail from deadlines where state = 'pending'
    union all select 'update', incident_id, next_at, null from updates where next_at is not null
    union all select 'escalation', incident_id, next_at, step::text from escalations where next_at is not null
    union all select 'page', incident_id, next_at, level from pages where next_at is not null
    union all select 'briefing', id, briefing_due_at, null from incidents where briefing_due_at is not null
    union all select 'chart', incident_id, due_at, null from briefing_charts where due_at is not null
    union all select 'diagnosis', incident_id, next_at, null from diagnoses where next_at is not null
    union all select 'collection', incident_id, next_at, row_id from collections where next_at is not null
    union all select 'mitigation', incident_id, next_at, name from mitigation_runs where next_at is not null
    union all select 'follow-up', incident_id, next_at, title from follow_ups where next_at is not null
    union all select 'step', incident_id, next_at, kind from runs where next_at is not null
    union all select 'message', incident_id, next_at, kind from outbox where next_at is not null
    union all select 'alert', incident_id, due_at, title from alerts where due_at is not null
    union all (select 'watch', null, next_at, null from watches where next_at is not null order by next_at limit 1)
    union all (select 'heap', null, next_at, null from heap_baselines order by next_at limit 1)
  ) waiting order by at limit $1`;

interface Row {
  kind: string;
  incident_id: number | null;
  at: Date;
  detail: string | null;
}

/** Reads what the bot waits for from its database, beside it. */
export function openWaitingRows(url: string, playbook: Playbook): WaitingRows {
  const pool = new pg.Pool({ connectionString: url, max: 1, application_name: 'bongsu-sandbox-page' });
  // The database goes when the bot goes; whoever asks next hears of it.
  pool.on('error', () => {});
  return {
    async next(limit) {
      const { rows } = await pool.query<Row>(QUERY, [limit]);
      return rows.map(({ kind, incident_id, at, detail }) => ({
        at: at.toISOString(),
        kind,
        what: words(kind, detail ?? '', playbook),
        ...(incident_id !== null && { incident: incident_id }),
      }));
    },
    close: () => pool.end(),
  };
}

function words(kind: string, detail: string, { rows, escalation, mitigations, team: { language } }: Playbook): string {
  const row = rows[detail as keyof typeof rows]?.title[language];
  switch (kind) {
    case 'deadline':
      return `${detail} is due${row === undefined ? '' : `: ${row}`}`;
    case 'update':
      return 'Update in the status channel';
    case 'escalation':
      return `Escalate to ${escalation[Number(detail)]?.level ?? 'the next level'}`;
    case 'page':
      return `Page ${detail} again, unless acknowledged`;
    case 'briefing':
      return 'Edit the briefing with new numbers';
    case 'chart':
      return 'Draw the chart anew';
    case 'diagnosis':
      return 'Look for the likely cause';
    case 'collection':
      return `Collect for ${detail}${row === undefined ? '' : `: ${row}`}`;
    case 'mitigation':
      return `Look after “${mitigations[detail]?.title[language] ?? detail}”`;
    case 'follow-up':
      return `Remind of “${detail}”`;
    case 'step':
      return `Next step of the run “${detail}”`;
    case 'message':
      return `Send ${detail}`;
    case 'alert':
      return `Decide about the alert “${detail}”`;
    case 'watch':
      return 'Compare the signals with their thresholds';
    case 'heap':
      return 'Read what fills the heap, for comparison';
    default:
      return kind;
  }
}
