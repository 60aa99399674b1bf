import { firingIn } from '../../domain/alerts/weight.ts';
import { escalationSteps } from '../../domain/paging/escalation.ts';
import { happened } from '../../events/happened.ts';
import { holdRows } from '../../events/settle.ts';
import type { EscalationRow, IncidentRow, PageRow, Stores } from '../../storage/index.ts';
import { causeOf, deadlineRows, wakeForDeadlines } from '../incident/start-clocks.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Look } from './look.ts';

/** While something is held, somebody looks again so often: soon at first, less often the longer it stays well. */
const LOOK_FIRST_MS = 30_000;
const LOOK_AT_LEAST_MS = 300_000;

/** Whether the look still holds inside the transaction: an alert may have come back since. */
async function isOver(stores: Stores, incident: IncidentRow, look: Look): Promise<boolean> {
  return look.lasting === 'over' && firingIn(await stores.alerts.tally(incident.id)).counting === 0;
}

/**
 * Holds a page of the clock that is due again: those of the later levels, and that of the first one where alerts had opened the incident and have all ended. Where a person opened it, somebody waits for an
 * answer. False when it is not to be held.
 */
export async function holdPage(runtime: Runtime, stores: Stores, incident: IncidentRow, page: PageRow, look: Look): Promise<boolean> {
  if (page.askedBy !== null) return false;
  const first = runtime.playbook.escalation.some(({ level, at }) => level === page.level && at === 0);
  if ((first && !look.byAlerts) || !(await isOver(stores, incident, look))) return false;
  const { clock, waker } = runtime;
  const now = clock.now();
  const nextAt = lookAgainAt(page.heldAt, now);
  await stores.pages.hold(page.id, now, nextAt);
  waker.wake('page-repeats', nextAt);
  await sayHeld(runtime, stores, incident, { step: (await stores.escalations.of(incident.id))?.step ?? 0, look });
  return true;
}

/** Holds the step of the escalation that is due. False when it is not to be held. */
export async function holdStep(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  { escalation: { step, heldAt }, look }: { escalation: EscalationRow; look: Look },
): Promise<boolean> {
  if (!(await isOver(stores, incident, look))) return false;
  const { clock, playbook, waker } = runtime;
  const now = clock.now();
  const age = now.getTime() - incident.clockStartedAt.getTime();
  const due = escalationSteps(playbook).filter(({ at }, index) => index >= step && at <= age);
  // A row whose step waits is not missed meanwhile.
  const rows = await holdRows(stores, { incidentId: incident.id, rows: due.map(({ id }) => id), at: now });
  const nextAt = lookAgainAt(heldAt, now);
  await stores.escalations.hold(incident.id, now, nextAt);
  waker.wake('escalations', nextAt);
  if (heldAt !== null && rows.length === 0) return true;
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'escalation.held', actor: 'bongsu', data: { step, rows } });
  await sayHeld(runtime, stores, incident, { step, look });
  return true;
}

/** What was held goes on: rows that waited with it are due again, as long after the step as the playbook leaves. Returns which. */
export async function resumeRows(runtime: Runtime, stores: Stores, incident: IncidentRow): Promise<string[]> {
  const { clock, playbook } = runtime;
  const now = clock.now();
  const held = new Set((await stores.deadlines.of(incident.id)).flatMap(({ rowId, reason }) => (reason?.code === 'held' ? [rowId] : [])));
  if (held.size === 0) return [];
  const cause = await causeOf(runtime, stores, incident.id);
  const planned = deadlineRows(runtime, incident, 'detection', incident.clockStartedAt, cause);
  const rows = planned.flatMap((row) => {
    const step = playbook.escalation.find(({ id }) => id === row.rowId);
    if (!step || !held.has(row.rowId) || row.dueAt === null) return [];
    const grace = row.dueAt.getTime() - incident.clockStartedAt.getTime() - step.at;
    return [{ ...row, dueAt: new Date(Math.max(row.dueAt.getTime(), now.getTime() + grace)) }];
  });
  await stores.deadlines.begin(rows);
  wakeForDeadlines(runtime, rows);
  return rows.map(({ rowId }) => rowId);
}

/** An alert came back: what is held is looked at now. In the transaction that writes it down. */
export async function lookAgainAtHeld(
  { clock, waker }: Pick<Runtime, 'clock' | 'waker'>,
  stores: Stores,
  incidentId: number,
): Promise<void> {
  const now = clock.now();
  await stores.escalations.lookAgain(incidentId, now);
  waker.wake('escalations', now);
  waker.wake('page-repeats', now);
}

function lookAgainAt(heldAt: Date | null, now: Date): Date {
  const held = heldAt === null ? 0 : now.getTime() - heldAt.getTime();
  return new Date(now.getTime() + Math.min(LOOK_AT_LEAST_MS, Math.max(LOOK_FIRST_MS, held / 10)));
}

/** Once for each step that waits: the channel is told, with the button that ends it. */
async function sayHeld(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  { step, look: { measured, silent } }: { step: number; look: Look },
): Promise<void> {
  const next = escalationSteps(runtime.playbook)[step];
  await send(runtime, stores, {
    key: `held:${incident.id}:${incident.clockStartedAt.getTime()}:${step}`,
    incidentId: incident.id,
    lane: 'update',
    destination: { to: 'home' },
    message: presentInIncident(runtime, incident).heldNotice({
      incident,
      ...(next && { next: { step, level: next.level } }),
      measured,
      silent,
      now: runtime.clock.now(),
    }),
  });
}
