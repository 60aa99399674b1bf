import type { EntityManager } from 'typeorm';

interface Rows {
  from: string;
  /** The column with the time in it. */
  at: string;
  /** Which of them wait for that time at all. Whoever makes a row one of them wakes for its time. */
  where?: string;
  /** Which of those nobody is at: a row that is taken keeps its time, and is free again without anybody waking for it. */
  free?: string;
  /** When something may be due besides, whatever the time. */
  or?: string;
}

/**
 * Where the rows of each kind are that have a time in them. It may find too many (rows that somebody is at already), and never too few. A kind that stands here is looked at by one
 * question for all of them, and needs one wake-up at a time.
 */
const ROWS = {
  runs: { from: 'runs', at: 'next_at', where: `status = 'running'` },
  outbox: {
    from: 'outbox',
    at: 'next_at',
    where: `status = 'pending'`,
    or: `exists (select 1 from outbox where status = 'pending' and claimed_by is not null)`,
  },
  updates: { from: 'updates', at: 'least(next_at, offer_at)' },
  briefings: { from: 'incidents', at: 'briefing_due_at' },
  charts: { from: 'briefing_charts', at: 'due_at' },
  deadlines: { from: 'deadlines', at: 'due_at', where: `state = 'pending'` },
  reminders: { from: 'deadlines', at: 'remind_at', where: `state = 'pending'` },
  escalations: { from: 'escalations', at: 'next_at' },
  pages: { from: 'pages', at: 'next_at', where: 'delivered = 0' },
  'page-repeats': { from: 'pages', at: 'next_at', where: 'delivered > 0' },
  'follow-ups': { from: 'follow_ups', at: 'next_at' },
  diagnoses: { from: 'diagnoses', at: 'next_at' },
  watches: { from: 'watches', at: 'next_at' },
  alerts: { from: 'alerts', at: 'due_at', or: 'exists (select 1 from alert_events where set_aside_at is null)' },
  collections: { from: 'analyses', at: 'next_at', free: 'run_id is null' },
  mitigations: { from: 'mitigation_runs', at: 'next_at' },
  'heap-baselines': { from: 'heap_baselines', at: 'next_at' },
  timers: { from: 'timers', at: 'due_at' },
  subscribers: { from: 'subscription_notices', at: 'at', where: 'spread_at is null' },
  'subscriber-mails': { from: 'subscription_deliveries', at: 'next_at', where: `state = 'pending' and way = 'mail'` },
  'subscriber-webhooks': { from: 'subscription_deliveries', at: 'next_at', where: `state = 'pending' and way = 'webhook'` },
} as const satisfies Record<string, Rows>;

const ASKED = Object.entries<Rows>(ROWS)
  .map(([kind, { from, at, where = 'true', free = 'true', or }]) => {
    const due = `exists (select 1 from ${from} where ${where} and ${free} and ${at} <= $1)`;
    return `select '${kind}' as kind where ${[due, ...(or === undefined ? [] : [or])].join(' or ')}`;
  })
  .join(' union all ');

/** A kind of rows whose due ones can be looked for together with all others. */
export type DueKind = keyof typeof ROWS;
export const DUE_KINDS = Object.keys(ROWS) as DueKind[];

export function isDueKind(name: string): name is DueKind {
  return Object.hasOwn(ROWS, name);
}

/** Whether there is anything to do at all, in one statement, and when there will be. */
export class DueStore {
  constructor(private readonly manager: EntityManager) {}

  /** The kinds of which a row may be due. */
  async kinds(now: Date): Promise<DueKind[]> {
    const rows: { kind: DueKind }[] = await this.manager.query(ASKED, [now]);
    return rows.map(({ kind }) => kind);
  }

  /** When the next row of a kind is due that is not due yet. */
  async next(kind: DueKind, now: Date): Promise<Date | undefined> {
    const { from, at, where = 'true' }: Rows = ROWS[kind];
    const [row] = await this.manager.query(`select min(${at}) as at from ${from} where ${where} and ${at} > $1`, [now]);
    return row?.at ?? undefined;
  }
}
