import type { EntityManager } from 'typeorm';

const least = (time: string, rows: string) => `select min(${time}) as at, null as mark from ${rows}`;
const unclaimed = (lanes: string) =>
  `select next_at as at, id::text as mark from outbox where status = 'pending' and claimed_by is null and lane in (${lanes}) order by next_at, id limit 1`;

/** Since when the oldest row of a kind has been due although no process works on it, and what else tells it from the next one; each by an index of what is due. */
const OLDEST = {
  runs: least(
    'r.next_at',
    `runs r where r.status = 'running' and not exists (select 1 from processes p where p.number = r.held_by and p.lost_at is null)`,
  ),
  outbox: unclaimed(`'mitigation', 'update', 'cosmetics'`),
  'outbox-pages': unclaimed(`'page', 'ack'`),
  alerts: `select least(e.received_at, a.due_at) as at, e.id::text as mark
             from (select min(due_at) as due_at from alerts) a
             left join (select id, received_at from alert_events where set_aside_at is null order by id limit 1) e on true`,
  pages: least('next_at', 'pages'),
  escalations: least('next_at', 'escalations'),
  deadlines: least('due_at', `deadlines where state = 'pending'`),
  updates: least('next_at', 'updates'),
  diagnoses: least('next_at', 'diagnoses'),
  collections: least('next_at', 'analyses where run_id is null'),
  mitigations: least('next_at', 'mitigation_runs'),
  'follow-ups': least('next_at', 'follow_ups'),
  timers: least('due_at', 'timers'),
} as const;

export interface WaitingRows {
  topic: keyof typeof OLDEST;
  dueAt: Date;
  /** Of rows that may be due at the same moment: which one it is. */
  mark: string | null;
}

const SELECT = Object.entries(OLDEST)
  .map(([topic, sql]) => `select '${topic}' as topic, o.at, o.mark::text as mark from (${sql}) o`)
  .join(' union all ');

/** Rows that wait although they are due, over all tables. */
export class WaitingStore {
  constructor(private readonly manager: EntityManager) {}

  /** Kinds whose oldest row was due at `at` already, in one statement. */
  async oldest(at: Date): Promise<WaitingRows[]> {
    return await this.manager.query(`select topic, at as "dueAt", mark from (${SELECT}) as oldest where at <= $1`, [at]);
  }
}
