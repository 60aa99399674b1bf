import { oncallSchema } from '../../playbook/oncall-schema.ts';
import { shiftsBetween } from '../oncall-at.ts';
import type { Schedule } from '../schedule.ts';
import { scheduleOf } from './blocks.ts';
import type { ScheduleDraft } from './draft.ts';

/** A schedule that was read, as the rules of on-call take it. */
export function ruledBy(draft: ScheduleDraft): Schedule {
  const source = oncallSchema.shape.L1.parse({ schedule: scheduleOf(draft) });
  if (Array.isArray(source) || source.schedule === undefined) throw new Error('a schedule did not come out as one');
  return { ...source.schedule, zone: draft.zone };
}

/** Puts `instead` in wherever `away` is on call between two times. Whether there was such a time. */
export function forward(
  schedule: ScheduleDraft,
  { away, instead, from, to }: { away: string; instead: string; from: Date; to: Date },
): boolean {
  const theirs = shiftsBetween(ruledBy(schedule), from, to).filter(({ person }) => person === away);
  schedule.overrides.push(...theirs.map((shift) => ({ person: instead, from: shift.from, to: shift.to })));
  return theirs.length > 0;
}
