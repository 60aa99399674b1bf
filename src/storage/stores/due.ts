import type { EntityManager } from 'typeorm';

/**
 * Where the rows of each kind are that have a time in them, and which of them may be due at `$1`. It may find too many (rows that somebody is at already), and never
 * too few. A kind that stands here is looked at by one question for all of them.
 */
const MAY_BE_DUE = {
  runs: `runs where status = 'running' and next_at <= $1`,
  outbox: `outbox where status = 'pending' and (next_at <= $1 or claimed_by is not null)`,
  updates: 'updates where next_at <= $1',
  briefings: 'incidents where briefing_due_at <= $1',
  charts: 'briefing_charts where due_at <= $1',
  deadlines: `deadlines where state = 'pending' and due_at <= $1`,
  reminders: `deadlines where state = 'pending' and remind_at <= $1`,
  escalations: 'escalations where next_at <= $1',
  pages: 'pages where next_at <= $1 and delivered = 0',
  'page-repeats': 'pages where next_at <= $1 and delivered > 0',
  'follow-ups': 'follow_ups where next_at <= $1',
  diagnoses: 'diagnoses where next_at <= $1',
  watches: 'watches where next_at <= $1',
  alerts: `(select due_at from alerts union all select $1 from alert_events where set_aside_at is null) a where due_at <= $1`,
  collections: 'analyses where next_at <= $1 and run_id is null',
  mitigations: 'mitigation_runs where next_at <= $1',
  'heap-baselines': 'heap_baselines where next_at <= $1',
  timers: 'timers where due_at <= $1',
} as const;

const ASKED = Object.entries(MAY_BE_DUE)
  .map(([kind, rows]) => `select '${kind}' as kind where exists (select 1 from ${rows})`)
  .join(' union all ');

/** A kind of rows whose due ones can be looked for together with all others. */
export type DueKind = keyof typeof MAY_BE_DUE;
export const DUE_KINDS = Object.keys(MAY_BE_DUE) as DueKind[];

/** Whether there is anything to do at all, in one statement. */
export class DueStore {
  constructor(private readonly manager: EntityManager) {}

  /** The kinds of which a row may be due. */
  async kinds(now: Date): Promise<DueKind[]> {
    const rows: { kind: DueKind }[] = await this.manager.query(ASKED, [now]);
    return rows.map(({ kind }) => kind);
  }
}
