import { following, nextLookAt, restUntil } from '../../domain/briefing/briefing-pace.ts';
import { chooseBriefings } from '../../domain/briefing/choose-briefings.ts';
import { BRIEFING_EDITS, isSpent, nextTokenAt, refilled } from '../../domain/briefing/edit-budget.ts';
import { losesPlace } from '../../domain/chat/loses-place.ts';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import { ACTIVE_STATES } from '../../domain/incident/incident.ts';
import type { BriefingChartRow, IncidentRow } from '../../storage/index.ts';
import type { BriefingView } from '../../views/briefing.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { briefingAnewRow } from '../places/briefing-anew.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';
import type { Drain } from '../runtime/wake.ts';
import { askForChart } from './ask-for-chart.ts';
import { briefingView } from './briefing-view.ts';
import { followReadings } from './follow-readings.ts';
import { readingsFollowed } from './readings-followed.ts';
import { shownSignals } from './shown-signals.ts';

/** More than this are not weighed against each other; the rest has its turn right after. */
const WEIGHED = 200;
const BUDGET = 'briefings';

/** Slack refuses a picture it has not looked at yet; one that it refuses so often is none. */
const REFUSED_AT_MOST = 3;

/**
 * Looks again at every briefing that is due, as far as the edits of a minute reach, and edits it in place. The claim moves the next look
 * ahead first, so a crash in between costs one refresh (chatter: at most once) and two processes never edit the same one.
 */
export function briefingsDrain(whole: WholeRuntime): Drain {
  const { clock, services, waker } = whole;
  let spentUntil: Date | undefined;
  return async () => {
    for (;;) {
      // What is left of the budget grows by nothing but time.
      if (isSpent(spentUntil, clock.now(), BRIEFING_EDITS)) return spentUntil;
      const { chosen, again } = await claim(whole);
      spentUntil = again;
      await Promise.all(chosen.map((look) => refresh(services.of(look.incident), look)));
      for (const { incident } of chosen)
        waker.wake('briefings', nextLookAt(incident, services.of(incident).playbook.briefing, clock.now()));
      if (again || chosen.length === 0) return again;
    }
  };
}

/** A briefing whose turn it is. */
interface Look {
  incident: IncidentRow;
  /** When it has its next turn, if nothing asks for an earlier one. */
  nextAt: Date;
  /** The numbers have been followed to the end. */
  last: boolean;
}

/**
 * Takes those whose turn it is out of the common budget; `again` is when the others can have theirs. Only rows that have their turn are locked and read whole: in a crush there are
 * hundreds that wait.
 */
async function claim({ storage, clock, services }: WholeRuntime): Promise<{ chosen: Look[]; again?: Date }> {
  return await storage.transaction(async (stores) => {
    const now = clock.now();
    if ((await stores.incidents.dueBriefings(now, 1)).length === 0) return { chosen: [] };
    const { tokens } = refilled(await stores.budgets.lock(BUDGET), now, BRIEFING_EDITS);
    // After the lock: what another process took meanwhile is not due any more.
    const due = await stores.incidents.dueBriefings(now, WEIGHED);
    const turn = chooseBriefings(due, Math.floor(tokens), now).map(({ id }) => id);
    const locked = new Map((await stores.incidents.lockDueBriefings(turn, now)).map((row) => [row.id, row]));
    const chosen = turn.flatMap((id): Look[] => {
      const incident = locked.get(id);
      if (!incident) return [];
      const { playbook } = services.of(incident);
      const last = following(incident, playbook.briefing, now)?.done === true;
      return [{ incident, nextAt: nextLookAt(incident, playbook.briefing, now), last }];
    });
    await stores.incidents.beginBriefings(
      chosen.map(({ incident, nextAt }) => ({ id: incident.id, nextDueAt: nextAt })),
      now,
    );
    const left = { tokens: tokens - chosen.length, at: now };
    if (chosen.length > 0) await stores.budgets.leave(BUDGET, left);
    return { chosen, ...(turn.length < due.length && { again: nextTokenAt(left, BRIEFING_EDITS) }) };
  });
}

async function refresh(runtime: Runtime, { incident, nextAt, last }: Look): Promise<void> {
  const { storage, clock, log, playbook, waker } = runtime;
  if (incident.channelId === null || incident.briefingTs === null) return;
  const final = isEnd(incident);
  const edited = async () => {
    const at = clock.now();
    const next = last ? { at: restUntil(at), unlessDueBefore: nextAt } : undefined;
    return await storage.incidents.briefingEdited(incident.id, at, { minGapMs: playbook.briefing.editAtMostEvery, final, next });
  };
  try {
    const shown = await shownSignals(runtime, incident);
    const numbers = await followReadings(runtime, incident, shown);
    // Whether or not Slack takes the edit: they were followed, and what that keeps is shown by it.
    if (last) await readingsFollowed(runtime, incident, shown);
    const view = await briefingView(runtime, { ...incident, briefingEditedAt: clock.now() }, numbers);
    await edit(runtime, { channel: incident.channelId, ts: incident.briefingTs }, view);
    // The last edit shows the end; only after it nobody needs to look again.
    const dueAt = await edited();
    if (dueAt) waker.wake('briefings', dueAt);
    if (!final) await askForChart(runtime, storage, incident, numbers);
  } catch (error) {
    if (error instanceof PermanentError && (await isElsewhere(runtime, incident, error))) return;
    log.warn({ err: error, incident: incident.id }, 'A briefing could not be refreshed; it is looked at again in time.');
    if (!(final || last) || !(error instanceof PermanentError)) return;
    // Nobody can show the end any more (an archived channel): nobody looks again, nor uses up what live briefings need.
    await edited().catch(() => undefined);
  }
}

/** A briefing that was deleted is posted anew; one whose place is gone goes on where the incident does. False: it still is where it was. */
async function isElsewhere(runtime: Runtime, incident: IncidentRow, error: PermanentError): Promise<boolean> {
  const { storage, clock, log, places, waker } = runtime;
  const refused = error.refusal?.refused;
  if (losesPlace(error)) {
    await places.gone(error);
    // What is over may be put away; nobody looks for its numbers elsewhere.
    return ACTIVE_STATES.includes(incident.state);
  }
  if (refused?.about !== 'message' || !refused.gone || incident.briefingTs === null || isEnd(incident)) return false;
  log.info({ incident: incident.id }, 'Somebody deleted a briefing; it is posted anew.');
  await storage.outbox.add(briefingAnewRow(incident.id, incident.briefingTs), clock.now());
  waker.wake('outbox', clock.now());
  return true;
}

function isEnd({ state }: IncidentRow): boolean {
  return state === 'closed' || state === 'cancelled';
}

/** The numbers never wait for their picture: where Slack does not show the newest one, they go out at once with the one before, or with none. */
async function edit(runtime: Runtime, place: { channel: string; ts: string }, view: BriefingView): Promise<void> {
  const { storage, chat, log, waker } = runtime;
  const present = presentInIncident(runtime, view.incident);
  const { id } = view.incident;
  const row = await storage.briefingCharts.of(id);
  const { newest, before } = picturesOf(row);
  const update = (chart: BriefingView['chart']) =>
    chat.update({ ...place, message: present.briefing({ ...view, ...(chart && { chart }) }) }, { lane: 'cosmetics' });
  try {
    await update(newest);
    if (newest && newest.fileId !== before?.fileId) {
      await storage.briefingCharts.shown(id, newest);
      // One that nobody has seen is not drawn anew; from now on it may be.
      if (row?.dueAt) waker.wake('charts', row.dueAt);
    }
  } catch (error) {
    if (!newest || !(error instanceof TransientError && error.code === 'file_not_ready')) throw error;
    log.info({ err: error, incident: id }, 'The chart is not shown yet; the numbers go out without it.');
    await update(before?.fileId === newest.fileId ? undefined : before);
    await storage.briefingCharts.refused(id, REFUSED_AT_MOST);
  }
}

function picturesOf(row: BriefingChartRow | undefined): { newest?: BriefingView['chart']; before?: BriefingView['chart'] } {
  return {
    ...(row?.fileId != null && row.altText !== null && { newest: { fileId: row.fileId, altText: row.altText } }),
    ...(row?.shownFileId != null && row.shownAltText !== null && { before: { fileId: row.shownFileId, altText: row.shownAltText } }),
  };
}

/** Wakes the refresh for a briefing that was just touched: now if the pace limit allows, else as soon as it does. Call it after the commit. */
export function wakeBriefings(runtime: Pick<Runtime, 'clock' | 'waker' | 'playbook'>): void {
  const now = runtime.clock.now();
  runtime.waker.wake('briefings', now);
  runtime.waker.wake('briefings', new Date(now.getTime() + runtime.playbook.briefing.editAtMostEvery));
}
