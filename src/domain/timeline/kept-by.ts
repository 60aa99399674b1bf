import { own } from '../text/own.ts';
import { EVENTS, type EventKind } from './index.ts';

/** What only a person can say, with `keep`: whatever it is, and what has no part of Bongsu's own yet. */
export const BY_HAND = ['manual', 'review.written', 'improvements.recorded'] as const;

/** Further names by which a playbook calls what happened: the event behind each, and when it is that. */
export const ALSO_CALLED = {
  mitigation: { kind: 'mitigation.executed', when: 'A mitigation that lists the row in its `rows` was done.' },
  'logs.collected': { kind: 'analysis.collected', when: 'Logs were read whole.' },
  'metrics.collected': { kind: 'analysis.collected', when: 'Signals were read whole.' },
  'heap-dump.analysed': { kind: 'analysis.collected', when: 'A heap was counted.' },
  'path.proposed': { kind: 'analysis.collected', when: 'Traffic tells a way to reproduce.' },
  'path.accepted': { kind: 'analysis.accepted', when: 'A person accepted a way to reproduce.' },
  'checklist.done': { kind: 'analysis.ticked', when: 'The last check of the list was ticked.' },
} as const satisfies Record<string, { kind: EventKind; when: string }>;

/** Events that say what became of a row keep no other. */
type OfRows = Extract<EventKind, `deadline.${string}`>;

/** What can keep a row of the process. */
export type KeptBy = (typeof BY_HAND)[number] | keyof typeof ALSO_CALLED | Exclude<EventKind, OfRows>;

/** The usual ones first. */
const USUAL: readonly KeptBy[] = [
  'manual',
  'page.sent',
  'mitigation',
  'notice.posted',
  'logs.collected',
  'metrics.collected',
  'heap-dump.analysed',
  'diagnosis.named',
  'path.proposed',
  'path.accepted',
  'checklist.done',
  'briefing.posted',
  'bridge.opened',
  'people.invited',
  'update.sent',
  'guide.sent',
  'social.decided',
  'mitigation.verified',
  'readings.followed',
  'retro.held',
  'review.written',
  'improvements.recorded',
];

const SAID = Object.keys(EVENTS).filter((kind) => !kind.startsWith('deadline.')) as Exclude<EventKind, OfRows>[];

export const KEPT_BY: readonly KeptBy[] = [...USUAL, ...SAID.filter((kind) => !USUAL.includes(kind))];

/** The event behind a name; undefined for what only a person can say. */
export function eventOf(keptBy: KeptBy): EventKind | undefined {
  const also: { kind: EventKind } | undefined = own(ALSO_CALLED, keptBy);
  return also?.kind ?? SAID.find((kind) => kind === keptBy);
}
