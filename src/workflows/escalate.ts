import { UserError } from '../domain/errors.ts';
import { decideEscalation, escalationSteps } from '../domain/escalation.ts';
import { ESCALATING_STATES } from '../domain/incident.ts';
import { STATE_WORDS } from '../domain/state-words.ts';
import type { IncidentRow, Stores } from '../storage/index.ts';
import { type Change, changeIncident } from './change-incident.ts';
import { send } from './deliver-outbox.ts';
import { openStepPages } from './open-pages.ts';
import { presentInIncident } from './present-for.ts';
import { wakeBriefings } from './refresh-briefings.ts';
import type { Runtime } from './runtime/runtime.ts';

const BATCH = 100;

/** Takes every escalation step that is due (A2, A3): one transaction per incident, so that one that breaks holds up no other. */
export function escalationsDrain(runtime: Runtime): () => Promise<void> {
  const { storage, clock, waker, log, crashPoint } = runtime;
  return async () => {
    for (;;) {
      const due = await storage.escalations.due(clock.now(), BATCH);
      let moved = 0;
      for (const row of due) {
        try {
          if (await storage.transaction((stores) => escalateOne(runtime, stores, row.incidentId, row.step))) moved += 1;
        } catch (error) {
          log.error({ err: error, incident: row.incidentId }, 'An escalation could not be decided; the next sweep tries again.');
        }
      }
      if (moved > 0) {
        crashPoint('escalations:decided');
        waker.wake('pages', clock.now());
        waker.wake('outbox', clock.now());
        wakeBriefings(runtime);
      }
      if (moved === 0 || due.length < BATCH) return;
    }
  };
}

async function escalateOne(runtime: Runtime, stores: Stores, incidentId: number, step: number): Promise<boolean> {
  const incident = await stores.incidents.lockFree(incidentId);
  if (!incident) return false;
  const claimed = await stores.escalations.claim(incidentId, step);
  const now = runtime.clock.now();
  if (!claimed?.nextAt || claimed.nextAt.getTime() > now.getTime()) return false;
  const steps = escalationSteps(runtime.playbook);
  const decision = decideEscalation({ steps, step, state: incident.state, clockStartedAt: incident.clockStartedAt, now });
  runtime.crashPoint('escalations:claimed');
  for (const taken of decision.take) await takeStep(runtime, stores, incident, taken, 'bongsu');
  const next = decision.next?.step ?? step + decision.take.length;
  await stores.escalations.advance(incidentId, step, next, decision.next?.at ?? null);
  if (decision.next) runtime.waker.wake('escalations', decision.next.at);
  return true;
}

async function takeStep(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  step: ReturnType<typeof escalationSteps>[number],
  by: string,
): Promise<void> {
  const now = runtime.clock.now();
  const users = await openStepPages(runtime, stores, incident, step, now);
  const data = { step: step.id, level: step.level, users };
  await stores.timeline.append({ incidentId: incident.id, at: now, kind: 'incident.escalated', actor: by, data });
  await stores.incidents.touchBriefing(incident.id, now, runtime.playbook.briefing.editAtMostEvery);
  await send(runtime, stores, {
    key: `escalated:${incident.id}:${step.id}:${incident.clockStartedAt.getTime()}`,
    incidentId: incident.id,
    lane: 'update',
    destination: { to: 'home' },
    message: presentInIncident(runtime, incident).escalatedNotice({
      incident,
      level: step.level,
      users,
      ...(by !== 'bongsu' && { by }),
      now,
    }),
  });
}

/**
 * Takes the next step before its time. `expectedStep` is what the person saw: when somebody (or the clock) was faster, nothing happens and
 * a UserError says so.
 */
export async function escalateNow(runtime: Runtime, change: Change & { expectedStep?: number }): Promise<{ level: string }> {
  const outcome = await changeIncident(runtime, change, async ({ stores, incident }) => {
    const steps = escalationSteps(runtime.playbook);
    const row = await stores.escalations.of(incident.id);
    const step = row?.step ?? 0;
    if (!ESCALATING_STATES.includes(incident.state)) {
      throw new UserError('not_escalating', {
        en: `Incident #${incident.id} is ${incident.state}; escalation has stopped. Use \`page @name\` to call somebody.`,
        ko: `장애 #${incident.id} 상태: ${STATE_WORDS[incident.state].ko}. 에스컬레이션이 멈췄습니다. 사람을 부르려면: \`page @이름\`.`,
      });
    }
    if (change.expectedStep !== undefined && change.expectedStep !== step) {
      throw new UserError('already_escalated', {
        en: `Incident #${incident.id} was escalated a moment ago. \`status\` shows who was paged.`,
        ko: `장애 #${incident.id} 에스컬레이션이 방금 진행되었습니다. 호출된 사람: \`status\`.`,
      });
    }
    const next = steps[step];
    if (!next)
      throw new UserError('fully_escalated', {
        en: 'Everybody has been paged already. Use `page @name` to call one person again.',
        ko: '이미 모두를 호출했습니다. 한 사람을 다시 부르려면: `page @이름`.',
      });
    const after = steps[step + 1];
    const nextAt = after ? new Date(incident.clockStartedAt.getTime() + after.at) : null;
    if (!(await stores.escalations.advance(incident.id, step, step + 1, nextAt))) {
      throw new UserError('already_escalated', {
        en: `Incident #${incident.id} was escalated a moment ago. \`status\` shows who was paged.`,
        ko: `장애 #${incident.id} 에스컬레이션이 방금 진행되었습니다. 호출된 사람: \`status\`.`,
      });
    }
    if (nextAt) runtime.waker.wake('escalations', nextAt);
    await takeStep(runtime, stores, incident, next, change.actor.id);
    return { level: next.level };
  });
  runtime.waker.wake('pages', runtime.clock.now());
  return outcome;
}
