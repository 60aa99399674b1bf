import type { Waiver } from '../domain/deadlines/reason.ts';
import type { Playbook } from '../domain/playbook/schema.ts';
import type { Event } from '../domain/timeline/index.ts';
import type { KeptBy } from '../domain/timeline/kept-by.ts';
import { MITIGATION_EVENTS } from '../domain/timeline/mitigation.ts';
import { REVIEW_EVENTS } from '../domain/timeline/review.ts';

/** Rows that make no sense any more after an event, as far as they are pending: `all` of the incident's, or these. */
export interface Moot {
  rows: 'all' | readonly string[];
  waiver: Waiver;
}

/** What an event makes moot: escalation stops at mitigated, most of the rest at resolved, everything when it was a false alarm. */
export function mootAfter({ rows, escalation }: Pick<Playbook, 'rows' | 'escalation'>, { kind }: Event): Moot | undefined {
  const all = Object.entries(rows);
  switch (kind) {
    case 'incident.mitigated':
      return { rows: escalation.map(({ id }) => id), waiver: { code: 'mitigated' } };
    case 'incident.resolved':
      return {
        rows: all.flatMap(([id, { phase, keptBy }]) =>
          MOOT_AFTER_RECOVERY.includes(phase) && !AFTER_RECOVERY.includes(keptBy) ? [id] : [],
        ),
        waiver: { code: 'recovered' },
      };
    case 'incident.cancelled':
      return { rows: 'all', waiver: { code: 'cancelled' } };
    case 'incident.reopened':
      return { rows: all.flatMap(([id, { from }]) => (from === 'recovery' ? [id] : [])), waiver: { code: 'reopened' } };
    default:
      return undefined;
  }
}

/** Phases whose open rows make no sense any more once the service has recovered; analysis goes on for the retrospective. */
const MOOT_AFTER_RECOVERY: readonly string[] = ['detect', 'contain', 'status', 'communicate', 'recover'];
/** What still happens after recovery is waited for: the review and all that belongs to it, runs of mitigations that come to their end, the end itself. */
const AFTER_RECOVERY: readonly KeptBy[] = [
  'readings.followed',
  'incident.closed',
  'review.written',
  'improvements.recorded',
  ...keysOf(REVIEW_EVENTS),
  ...keysOf(MITIGATION_EVENTS).filter((kind) => kind === 'mitigation.undoing' || kind.startsWith('mitigation.ended.')),
];

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(record) as K[];
}
