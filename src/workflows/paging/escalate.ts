import { UserError } from '../../domain/errors.ts';
import { writtenAs } from '../../domain/incident/actor.ts';
import { ESCALATING_STATES } from '../../domain/incident/incident.ts';
import { pick } from '../../domain/language/pick.ts';
import { STATE_WORDS } from '../../domain/language/state-words.ts';
import { decideEscalation, type EscalationStep, escalationSteps } from '../../domain/paging/escalation.ts';
import { happened } from '../../events/happened.ts';
import { worded } from '../../languages/worded.ts';
import type { EscalationRow, IncidentRow, Stores } from '../../storage/index.ts';
import { wakeBriefings } from '../briefing/refresh-briefings.ts';
import { type Change, changeIncident } from '../incident/change-incident.ts';
import { saying, whoWasFirst } from '../incident/who-was-first.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';
import { holdStep, resumeRows } from './hold.ts';
import { holders, openStepPages } from './levels.ts';
import { type Look, lookAgainSoon, lookingWhetherItLasts } from './look.ts';

const BATCH = 100;
/** Somebody else decides about the incident at this moment: it is looked at again after so long. */
const BUSY_AGAIN_MS = 1_000;

/**
 * Takes every escalation step that is due (A2, A3), or holds it while everything is well: one transaction per incident, so that one that breaks holds up no
 * other.
 */
export function escalationsDrain(whole: WholeRuntime): () => Promise<void> {
  const { storage, clock, waker, log, crashPoint } = whole;
  const look = lookingWhetherItLasts(whole);
  return async () => {
    for (;;) {
      const due = await storage.escalations.due(clock.now(), BATCH);
      const looks = await Promise.all(due.map(({ incidentId }) => look(incidentId)));
      let moved = 0;
      let busy = false;
      for (const [index, row] of due.entries()) {
        try {
          const done = await storage.transaction((stores) => escalateOne(whole, stores, row, looks[index]));
          if (done === 'moved') moved += 1;
          if (done === 'busy') busy = true;
        } catch (error) {
          log.error({ err: error, incident: row.incidentId }, 'An escalation could not be decided; the next sweep tries again.');
        }
      }
      if (busy) waker.wake('escalations', new Date(clock.now().getTime() + BUSY_AGAIN_MS));
      if (moved > 0) {
        crashPoint('escalations:decided');
        waker.wake('pages', clock.now());
        waker.wake('outbox', clock.now());
        for (const runtime of whole.services.all) wakeBriefings(runtime);
      }
      if (moved === 0 || due.length < BATCH) return;
    }
  };
}

async function escalateOne(
  whole: WholeRuntime,
  stores: Stores,
  { incidentId, step }: EscalationRow,
  look: Look | undefined,
): Promise<'moved' | 'busy' | 'not-due'> {
  const incident = await stores.incidents.lockFree(incidentId);
  const claimed = incident && (await stores.escalations.claim(incidentId, step));
  if (!claimed) return 'busy';
  const runtime = whole.services.of(incident);
  const now = runtime.clock.now();
  if (!claimed.nextAt || claimed.nextAt.getTime() > now.getTime()) return 'not-due';
  const steps = escalationSteps(runtime.playbook);
  const decision = decideEscalation({ steps, step, state: incident.state, clockStartedAt: incident.clockStartedAt, now });
  runtime.crashPoint('escalations:claimed');
  if (decision.take.length > 0 && look?.lasting === 'wait') {
    const again = lookAgainSoon(now);
    await stores.escalations.wait(incidentId, again);
    runtime.waker.wake('escalations', again);
    return 'moved';
  }
  if (decision.take.length > 0 && look && (await holdStep(runtime, stores, incident, { escalation: claimed, look }))) return 'moved';
  if (claimed.heldAt !== null) {
    const data = { step, rows: await resumeRows(runtime, stores, incident) };
    await happened(runtime, stores, { incidentId, at: now, kind: 'escalation.resumed', actor: 'bongsu', data });
  }
  for (const taken of decision.take) await takeStep(runtime, stores, incident, taken, 'bongsu');
  const next = decision.next?.step ?? step + decision.take.length;
  await stores.escalations.advance(incidentId, step, next, decision.next?.at ?? null);
  if (decision.next) runtime.waker.wake('escalations', decision.next.at);
  return 'moved';
}

async function takeStep(runtime: Runtime, stores: Stores, incident: IncidentRow, step: EscalationStep, by: string): Promise<void> {
  const now = runtime.clock.now();
  const having = await holders(stores, incident);
  const { users, have } = await openStepPages(runtime, stores, incident, step, { nextAt: now, having });
  const data = { step: step.id, level: step.level, users, ...(have.length > 0 && { have }) };
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'incident.escalated', actor: by, data });
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
      ...(have.length > 0 && { have }),
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
      throw new UserError(
        'not_escalating',
        worded(({ paging }, language) => paging.incidentIsEscalationHasStopped(incident.id, pick(STATE_WORDS[incident.state], language))),
      );
    }
    const overtaken = async () => {
      const first = await whoWasFirst(stores, { incidentId: incident.id, kinds: ['incident.escalated'], asks: writtenAs(change.actor) });
      return saying(first, alreadyEscalated(incident));
    };
    if (change.expectedStep !== undefined && change.expectedStep !== step) throw await overtaken();
    const next = steps[step];
    if (!next)
      throw new UserError(
        'fully_escalated',
        worded(({ paging }) => paging.everybodyHasBeenPagedAlready),
      );
    const after = steps[step + 1];
    const nextAt = after ? new Date(incident.clockStartedAt.getTime() + after.at) : null;
    if (!(await stores.escalations.advance(incident.id, step, step + 1, nextAt))) throw await overtaken();
    if (nextAt) runtime.waker.wake('escalations', nextAt);
    if (row?.heldAt) await resumeRows(runtime, stores, incident);
    await takeStep(runtime, stores, incident, next, writtenAs(change.actor));
    return { level: next.level };
  });
  runtime.waker.wake('pages', runtime.clock.now());
  return outcome;
}

function alreadyEscalated({ id }: IncidentRow): UserError {
  return new UserError(
    'already_escalated',
    worded(({ paging }) => paging.incidentWasEscalatedAMomentAgo(id)),
  );
}
