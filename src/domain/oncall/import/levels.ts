import { ONCALL_LEVELS } from '../levels.ts';
import type { LevelDraft, Remark, TeamDraft } from './draft.ts';

/** A step of an escalation: whom it calls, and how long after the beginning. */
export interface StepFound {
  atMinutes: number;
  /** Everybody whom it calls at once. */
  targets: LevelDraft[];
}

/** Whether a step whose people are called at once can be a level: one schedule, or people in an order. */
export function levelsOf(
  steps: readonly StepFound[],
  where: Pick<Remark, 'file' | 'what'>,
  remarks: Remark[],
): Pick<TeamDraft, 'levels' | 'steps'> {
  const levels: TeamDraft['levels'] = {};
  const paged: TeamDraft['steps'] = [];
  const byTime = new Map<number, LevelDraft[]>();
  for (const { atMinutes, targets } of steps) byTime.set(atMinutes, [...(byTime.get(atMinutes) ?? []), ...targets]);
  const called = [...byTime].filter(([, targets]) => targets.length > 0).sort(([a], [b]) => a - b);
  for (const [index, [atMinutes, targets]] of called.entries()) {
    const level = ONCALL_LEVELS[index];
    if (level === undefined) {
      remarks.push({
        kind: 'lost',
        ...where,
        why: `Its step after ${atMinutes} minutes is one too many: there are ${ONCALL_LEVELS.join(', ')}. It called ${targets.map(targetText).join(', ')}.`,
      });
      continue;
    }
    levels[level] = oneOf(targets, { ...where, what: `the step after ${atMinutes} minutes of ${where.what}` }, remarks);
    paged.push({ level, atMinutes });
  }
  return { levels, steps: paged };
}

function oneOf(targets: readonly LevelDraft[], where: Pick<Remark, 'file' | 'what'>, remarks: Remark[]): LevelDraft {
  const schedules = targets.flatMap((target) => ('schedule' in target ? [target] : []));
  const people = [...new Set(targets.flatMap((target) => ('people' in target ? target.people : [])))];
  const [first, ...others] = schedules;
  if (first === undefined) {
    if (people.length > 1)
      remarks.push({ kind: 'changed', ...where, why: `It calls ${people.length} people at once; here they are called one after another.` });
    return { people };
  }
  for (const { schedule } of others)
    remarks.push({
      kind: 'lost',
      ...where,
      why: `It also calls schedule "${schedule.name}" at once; a level has one schedule, "${first.schedule.name}".`,
    });
  if (people.length > 0)
    remarks.push({
      kind: 'lost',
      ...where,
      why: `It also calls ${people.join(', ')} at once; the level has the schedule "${first.schedule.name}".`,
    });
  return first;
}

function targetText(target: LevelDraft): string {
  return 'schedule' in target ? `schedule "${target.schedule.name}"` : target.people.join(', ');
}
