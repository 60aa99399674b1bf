import { fitsCause } from '../deadlines/deadlines.ts';
import type { CauseName } from '../deadlines/reason.ts';
import type { Playbook } from '../playbook/schema.ts';

/** Work after recovery, as it stands when the incident is resolved (N1 …). */
export interface PlannedFollowUp {
  rowId: string;
  /** Key of a person of the playbook. */
  owner: string | null;
  dueAt: Date;
  nextAt: Date;
}

/** The follow-ups that an incident leaves: those for every scenario and those for its own; once a cause was named, without those that prevent another one. */
export function planFollowUps(
  playbook: Pick<Playbook, 'followUps'>,
  input: { resolvedAt: Date; scenario: string | null; named?: CauseName | undefined },
): PlannedFollowUp[] {
  return Object.entries(playbook.followUps).flatMap(([rowId, spec]) => {
    if (spec.scenarios.length > 0 && (input.scenario === null || !spec.scenarios.includes(input.scenario))) return [];
    if (input.named && !fitsCause(spec, input.named)) return [];
    const dueAt = new Date(input.resolvedAt.getTime() + spec.within);
    // A reminder that would come at once says nothing that the list does not say now.
    const soon = new Date(dueAt.getTime() - spec.remindBefore);
    return [{ rowId, owner: spec.owner ?? null, dueAt, nextAt: soon > input.resolvedAt ? soon : dueAt }];
  });
}

/** `soon`: before it is due. `due`: now. `overdue`: said to the lead. `still`: to the owner again, as long as it takes. */
export type ReminderKind = 'soon' | 'due' | 'overdue' | 'still';

export interface Reminder {
  /** 0 `soon`, 1 `due`, 2 `overdue`, then `still`. */
  number: number;
  kind: ReminderKind;
  at: Date;
}

type Pace = Pick<Playbook['followUps'][string], 'within' | 'remindBefore'>;

/**
 * Which reminder goes out now, and when the next one is due. `reminded` is how many numbers are behind us. After time was slept through only
 * the latest is said, except that `overdue` is never skipped: the lead hears of it once.
 */
export function decideReminder(input: { dueAt: Date; pace: Pace; reminded: number; now: Date }): {
  say: Reminder | undefined;
  next: Reminder;
} {
  const { dueAt, pace, reminded, now } = input;
  const reached = numberReached(dueAt, pace, now);
  const next = reminderAt(dueAt, pace, Math.max(reminded, reached + 1));
  if (reached < reminded) return { say: undefined, next };
  const say = reminded <= OVERDUE && reached > OVERDUE ? OVERDUE : reached;
  return { say: reminderAt(dueAt, pace, say), next };
}

const KINDS: readonly ReminderKind[] = ['soon', 'due', 'overdue'];
const OVERDUE = KINDS.indexOf('overdue');

/** The last reminder whose time has come; -1 when none has. */
function numberReached(dueAt: Date, pace: Pace, now: Date): number {
  const after = now.getTime() - reminderAt(dueAt, pace, OVERDUE).at.getTime();
  if (after >= 0) return OVERDUE + Math.floor(after / repeatMs(pace));
  return KINDS.findLastIndex((_, number) => reminderAt(dueAt, pace, number).at.getTime() <= now.getTime());
}

function reminderAt(dueAt: Date, pace: Pace, number: number): Reminder {
  const kind = KINDS[number] ?? 'still';
  const { remindBefore } = pace;
  const offset = kind === 'soon' ? -remindBefore : kind === 'due' ? 0 : remindBefore + (number - OVERDUE) * repeatMs(pace);
  return { number, kind, at: new Date(dueAt.getTime() + offset) };
}

/** What is open for ever is said as often as it was given time, and never in a loop. */
function repeatMs({ within }: Pace): number {
  return Math.max(1_000, within);
}
