import { z } from 'zod';
import { isChannel, THREAD_GONE } from '../../domain/chat/loses-place.ts';
import { howGone } from '../../domain/chat/refusals.ts';
import type { PermanentError } from '../../domain/errors.ts';
import { ACTIVE_STATES } from '../../domain/incident/incident.ts';
import { happened } from '../../events/happened.ts';
import type { Stores } from '../../storage/index.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import type { WhoMet } from '../runtime/places.ts';
import { runKind } from '../runtime/run-kind.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';
import { leaveMessages } from './leave-messages.ts';
import { nextProbeAt } from './places.ts';

/** The run that finds an incident another place than the one that is gone, and why that is. */
export const rehomeRun = runKind('rehome', z.object({ channelId: z.string(), code: z.string() }));

/**
 * Slack says that a channel is gone: it is written down and said once, and the incidents that live there move to the next best place. An
 * incident that wanted to say something at its home moves even when it is over, because somebody waits for what it says. Never rejects.
 */
export async function placeGone(whole: WholeRuntime, error: PermanentError, { speaks, shows }: WhoMet): Promise<boolean> {
  const { storage, clock, log, places, waker } = whole;
  const channelId = error.refusal?.place;
  if (channelId === undefined || !isChannel(channelId)) return true;
  try {
    const now = clock.now();
    if (error.code === THREAD_GONE) {
      if (speaks !== undefined)
        await storage.transaction((stores) => loseHome(whole, stores, speaks, { channelId, code: error.code, now }));
      return true;
    }
    if (error.code === 'not_in_channel' && (await isJoined(whole, channelId))) return false;
    const probeAt = nextProbeAt(now, 0);
    const first = await storage.gonePlaces.add({ channelId, code: error.code, said: error.said, goneAt: now, probes: 1, probeAt });
    places.close(error);
    const living = await storage.incidents.livingIn(channelId, ACTIVE_STATES);
    for (const id of new Set([...living.map((incident) => incident.id), ...(speaks === undefined ? [] : [speaks])]))
      await storage.transaction((stores) => loseHome(whole, stores, id, { channelId, code: error.code, now }));
    if (!first) return true;
    log.warn({ channel: channelId, code: error.code }, 'A channel is gone; what belongs there waits, and its incidents go on elsewhere.');
    if (whole.services.all.some((runtime) => isStatus(runtime, channelId)))
      await sayStatusGone(whole, { channelId, code: error.code, now, shows });
    waker.wake('places', probeAt);
    return true;
  } catch (problem) {
    log.error({ err: problem, channel: channelId }, 'That a channel is gone could not be written down; the next call to it does so.');
    return true;
  }
}

/** Somebody may have thrown us out of a channel that everybody may join. */
async function isJoined({ chat }: WholeRuntime, channel: string): Promise<boolean> {
  return await chat.enter({ channel }, { lane: 'update' }).then(
    () => true,
    () => false,
  );
}

/** Takes an incident out of a place that is gone: it has no home until its run has found another one, and whatever is for it waits that long. */
async function loseHome(
  whole: WholeRuntime,
  stores: Stores,
  incidentId: number,
  { channelId, code, now }: { channelId: string; code: string; now: Date },
): Promise<void> {
  const incident = await stores.incidents.lock(incidentId);
  // Somebody has moved it already.
  if (incident?.channelId !== channelId) return;
  const runtime = whole.services.of(incident);
  const { threadTs, briefingTs } = incident;
  await stores.lostHomes.add({ incidentId, channelId, threadTs, briefingTs, code, lostAt: now });
  await stores.incidents.place(incidentId, { channelId: null, threadTs: null, briefingTs: null, briefingDueAt: null });
  await leaveMessages(runtime, stores, incidentId, channelId);
  await happened(runtime, stores, { incidentId, at: now, kind: 'home.lost', actor: 'bongsu', data: { channel: channelId, code } });
  const id = `rehome-${incidentId}-${now.getTime()}`;
  await stores.runs.insert(rehomeRun.row({ id, incidentId, input: { channelId, code }, createdAt: now, nextAt: now }));
  runtime.waker.wake('runs', now);
}

/** Whether the outside is told of a service's incidents there. */
function isStatus({ playbook }: Runtime, channelId: string): boolean {
  return playbook.team.channels.status === channelId;
}

/** Whoever works on a public incident hears once that the outside cannot be told. */
async function sayStatusGone(
  whole: WholeRuntime,
  { channelId, code, now, shows }: { channelId: string; code: string; now: Date; shows: number | undefined },
): Promise<void> {
  const { services, storage, waker } = whole;
  const active = await storage.incidents.list(ACTIVE_STATES, TOLD);
  for (const incident of active.filter(({ id, private: isPrivate }) => !isPrivate && id !== shows)) {
    const runtime = services.of(incident);
    if (!isStatus(runtime, channelId)) continue;
    const view = { incident, lost: { channelId, channelName: null }, how: howGone(code), now };
    await send(runtime, storage, {
      key: `status-gone:${incident.id}:${channelId}:${now.getTime()}`,
      incidentId: incident.id,
      lane: 'update',
      destination: { to: 'home' },
      message: presentInIncident(runtime, incident).statusGone(view),
    });
  }
  waker.wake('outbox', now);
}

/** More incidents than this are not under way. */
const TOLD = 500;
