import { planRetro, type RetroPlan, type Span } from '../../domain/review/plan-retro.ts';
import type { IncidentRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { attendeesOf } from './retro-people.ts';

/** When the retrospective is to be, for those who are invited by now. `busy`: what was read of their calendars, by Slack id. */
export async function retroPlan(
  { playbook }: Pick<Runtime, 'playbook'>,
  stores: Stores,
  asked: { incident: IncidentRow; resolvedAt: Date; withinMs: number; busy?: Readonly<Record<string, readonly Span[]>> },
): Promise<RetroPlan> {
  const { incident, resolvedAt, withinMs, busy = {} } = asked;
  const recoveredAt = incident.mitigatedAt ?? resolvedAt;
  return planRetro({
    resolvedAt,
    zone: playbook.team.zone,
    workingHours: playbook.team.workingHours,
    attendees: await attendeesOf({ playbook }, stores, { incident, recoveredAt, busy }),
    withinMs,
    durationMs: playbook.retro.duration,
    noticeMs: playbook.retro.notice,
  });
}
