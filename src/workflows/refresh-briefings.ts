import type { IncidentRow } from '../storage/index.ts';
import { briefingView } from './briefing-view.ts';
import { followReadings } from './follow-readings.ts';
import { signalsFor } from './read-signals.ts';
import type { Runtime } from './runtime/runtime.ts';

const BATCH = 10;

/**
 * Looks again at every briefing that is due and edits it in place. The claim moves the next look ahead first, so a crash in between costs
 * one refresh (chatter: at most once) and two processes never edit the same one.
 */
export function briefingsDrain(runtime: Runtime): () => Promise<void> {
  const { storage, clock, playbook, waker } = runtime;
  return async () => {
    for (;;) {
      const now = clock.now();
      const nextAt = new Date(now.getTime() + Math.max(playbook.briefing.refreshEvery, playbook.briefing.editAtMostEvery));
      const due = await storage.transaction((stores) => stores.incidents.claimBriefings(now, nextAt, BATCH));
      await Promise.all(due.map((incident) => refresh(runtime, incident)));
      if (due.length > 0) waker.wake('briefings', nextAt);
      if (due.length < BATCH) return;
    }
  };
}

async function refresh(runtime: Runtime, incident: IncidentRow): Promise<void> {
  const { storage, chat, present, clock, log, playbook, waker } = runtime;
  if (incident.channelId === null || incident.briefingTs === null) return;
  try {
    const numbers = await followReadings(runtime, incident, signalsFor(runtime, incident.scenario));
    const message = present.briefing(await briefingView(runtime, { ...incident, briefingEditedAt: clock.now() }, numbers));
    await chat.update({ channel: incident.channelId, ts: incident.briefingTs, message }, { lane: 'cosmetics' });
    // The last edit shows the end; only after it nobody needs to look again.
    const final = incident.state === 'closed' || incident.state === 'cancelled';
    const { editAtMostEvery: minGapMs } = playbook.briefing;
    const dueAt = await storage.incidents.briefingEdited(incident.id, clock.now(), { minGapMs, final });
    if (dueAt) waker.wake('briefings', dueAt);
  } catch (error) {
    log.warn({ err: error, incident: incident.id }, 'A briefing could not be refreshed; it is looked at again in time.');
  }
}

/** Wakes the refresh for a briefing that was just touched: now if the pace limit allows, else as soon as it does. Call it after the commit. */
export function wakeBriefings(runtime: Pick<Runtime, 'clock' | 'waker' | 'playbook'>): void {
  const now = runtime.clock.now();
  runtime.waker.wake('briefings', now);
  runtime.waker.wake('briefings', new Date(now.getTime() + runtime.playbook.briefing.editAtMostEvery));
}
