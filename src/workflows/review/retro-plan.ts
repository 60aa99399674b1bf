import { planRetro, type RetroPlan } from '../../domain/review/plan-retro.ts';
import type { IncidentRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { type AttendeeQuestion, attendeesOf } from './retro-people.ts';

interface PlanQuestion extends Omit<AttendeeQuestion, 'recoveredAt'> {
  incident: IncidentRow;
  resolvedAt: Date;
  withinMs: number;
}

/** When the retrospective is to be, for those who are invited. */
export async function retroPlan({ playbook }: Pick<Runtime, 'playbook'>, stores: Stores, asked: PlanQuestion): Promise<RetroPlan> {
  const { resolvedAt, withinMs, ...about } = asked;
  const recoveredAt = about.incident.mitigatedAt ?? resolvedAt;
  return planRetro({
    resolvedAt,
    zone: playbook.team.zone,
    workingHours: playbook.team.workingHours,
    attendees: await attendeesOf({ playbook }, stores, { ...about, recoveredAt }),
    withinMs,
    durationMs: playbook.retro.duration,
    noticeMs: playbook.retro.notice,
  });
}
