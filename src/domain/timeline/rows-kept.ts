import type { DeadlineSpec, Playbook } from '../playbook/schema.ts';
import { own } from '../text/own.ts';
import { EVENTS, type Event } from './index.ts';
import { eventOf, type KeptBy } from './kept-by.ts';

type Known = Pick<Playbook, 'rows' | 'escalation' | 'mitigations'>;

/** A row that an event keeps, and what the playbook calls that event there. */
export interface RowKept {
  row: string;
  by: KeptBy;
}

/** The rows of a playbook that an event keeps, whatever they are called: those whose `keptBy` names it, as far as it is about them. */
export function rowsKept(playbook: Known, event: Event): RowKept[] {
  const names = namesOf(event);
  if (names.length === 0) return [];
  return Object.entries(playbook.rows).flatMap(([row, spec]) => {
    const by = nameFor(playbook, event, names, row, spec);
    return by !== undefined && isAbout(playbook, event, row, spec) ? [{ row, by }] : [];
  });
}

/** By which of its names an event may keep this row; undefined: by none. */
function nameFor({ escalation }: Known, event: Event, names: readonly KeptBy[], row: string, { keptBy }: DeadlineSpec): KeptBy | undefined {
  if (names.includes(keptBy)) return keptBy;
  // All that the row needs was read; that may be another kind than its `keptBy` is called after.
  if (isWhole(event) && ownRow(event) === row && eventOf(keptBy) === event.kind) return keptBy;
  // A page keeps the row of its step, whatever else does; but a row that waits for something else of its level waits for that.
  const isStep = escalation.some(({ id }) => id === row);
  return isStep && names.includes('page.sent') && !isOfLevel(keptBy) ? 'page.sent' : undefined;
}

/** Whether the event behind a name is about a level of the escalation. */
function isOfLevel(keptBy: KeptBy): boolean {
  const kind = eventOf(keptBy);
  return kind !== undefined && 'level' in EVENTS[kind].shape;
}

/** What happened, by all the names that a playbook may have for it. */
function namesOf(event: Event): readonly KeptBy[] {
  switch (event.kind) {
    case 'deadline.kept':
    case 'deadline.missed':
    case 'deadline.waived':
    case 'deadline.pending':
    case 'deadline.reminded':
      return [];
    // Who was invited besides the team, or could not be, is no news of the team.
    case 'people.invited':
      return (event.data.whom ?? 'team') === 'team' && event.data.failed.length < event.data.users.length ? [event.kind] : [];
    // Who answers was paged, even if whoever sent it died before writing that down; who acts unasked stands for the level.
    case 'page.acknowledged':
      return [event.kind, 'page.sent'];
    // Those who have it already stand for the level.
    case 'incident.escalated':
      return event.data.users.length === 0 && event.data.have?.length ? [event.kind, 'page.sent'] : [event.kind];
    // A notice that people posted themselves was posted as well. What they kept by hand keeps that row alone.
    case 'mitigation.executed':
      return event.data.row === undefined ? [event.kind, 'mitigation', 'notice.posted'] : [];
    // Too few values are no look.
    case 'mitigation.verified':
      return event.data.verdict === 'unknown' ? [] : [event.kind];
    case 'analysis.collected': {
      const { read = [], path } = event.data;
      return [
        event.kind,
        ...(read.includes('logs') ? (['logs.collected'] as const) : []),
        ...(read.includes('signals') ? (['metrics.collected'] as const) : []),
        ...(read.includes('jvm') ? (['heap-dump.analysed'] as const) : []),
        ...(path === undefined ? [] : (['path.proposed'] as const)),
      ];
    }
    case 'analysis.accepted':
      return [event.kind, 'path.accepted'];
    case 'analysis.ticked':
      return event.data.left === 0 ? [event.kind, 'checklist.done'] : [event.kind];
    default:
      return [event.kind];
  }
}

/** Whether what happened is about this row: a page about its level, a mitigation about the rows that it lists, a notice about those of its text, something found out about the row that it is for. */
function isAbout({ escalation, mitigations }: Known, event: Event, row: string, { keptBy, message, phase }: DeadlineSpec): boolean {
  const step = escalation.find(({ id }) => id === row);
  const levels = levelsOf(event);
  if (step && levels) return levels.includes(step.level);
  if (event.kind === 'notice.posted') {
    // What the posting mitigation lists is kept when that is done: until then it may be stopped, and the notice taken back.
    const isListed = own(mitigations, event.data.mitigation ?? '')?.rows.includes(row) === true;
    return !isListed && message !== undefined && message === event.data.message;
  }
  if ('mitigation' in event.data) {
    const name = event.data.mitigation;
    const lists = Object.entries(mitigations).filter(([, spec]) => spec.rows.includes(row));
    return lists.length > 0 ? lists.some(([listing]) => listing === name) : keptBy === event.kind;
  }
  const about = ownRow(event);
  return about === undefined || phase !== 'analyse' || (about === row && (keptBy === event.kind || isWhole(event)));
}

/** The levels of the escalation that an event is about. */
function levelsOf({ data }: Event): readonly string[] | undefined {
  if (!('level' in data)) return undefined;
  return 'levels' in data && data.levels ? data.levels : [data.level as string];
}

/** The row of the analysis for which something was found out. */
function ownRow(event: Event): string | undefined {
  if (event.kind === 'analysis.collected' || event.kind === 'analysis.accepted') return event.data.row;
  if (event.kind === 'analysis.ticked' || event.kind === 'analysis.assigned') return event.data.item.split('.', 1)[0];
  return undefined;
}

/** What people accept or tick keeps its own row by their word, with what they wrote. */
function isWhole(event: Event): boolean {
  return event.kind === 'analysis.collected' && event.data.whole === true;
}
