import { writtenAs } from '../../domain/incident/actor.ts';
import { happened } from '../../events/happened.ts';
import type { Stores } from '../../storage/index.ts';
import { type Change, changeIncident } from '../incident/change-incident.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { postEffect, withdrawEffect } from '../social/notice-effects.ts';
import { EXTERNAL_PAGE } from '../updates/pages/page-effect.ts';
import { HELP_DESK } from '../updates/surfaces/help-desk.ts';

/** What others refused us may be mended there. */
const TOLD_OUTSIDE = [EXTERNAL_PAGE, HELP_DESK, postEffect.kind, withdrawEffect.kind];

/**
 * What of an incident failed or waits is tried again now, and lost places are looked at: somebody has mended what was in the way, or thinks so. Returns how many
 * pieces that were.
 */
export async function tryAgain(runtime: Runtime, change: Change): Promise<{ pieces: number }> {
  const { clock, waker, playbook } = runtime;
  const outcome = await changeIncident(runtime, change, async ({ stores, incident, now }) => {
    const steps = await stores.steps.retry(incident.id, now);
    const waiting = await stores.outbox.retry(incident.id, now);
    const messages = waiting + (await stores.outbox.retryFailed(incident.id, TOLD_OUTSIDE, now));
    const places = await lookAgain(stores, [(await stores.lostHomes.find(incident.id))?.channelId, playbook.team.channels.status], now);
    const pieces = steps + messages + places;
    const data = { steps, messages, places };
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'retry.asked', actor: writtenAs(change.actor), data });
    return { pieces };
  });
  waker.wake('places', clock.now());
  return outcome;
}

async function lookAgain(stores: Stores, channels: readonly (string | undefined)[], now: Date): Promise<number> {
  let found = 0;
  for (const channel of new Set(channels)) if (channel !== undefined && (await stores.gonePlaces.probe(channel, now))) found += 1;
  return found;
}
