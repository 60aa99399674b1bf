import { howGone } from '../../domain/chat/refusals.ts';
import { ACTIVE_STATES } from '../../domain/incident/incident.ts';
import type { PostedRef } from '../../domain/ports/chat.ts';
import { happened } from '../../events/happened.ts';
import type { IncidentRow, Stores } from '../../storage/index.ts';
import { briefingView } from '../briefing/briefing-view.ts';
import { readSignals, signalsFor } from '../briefing/read-signals.ts';
import { postJoining } from '../incident/declare/announce.ts';
import { placeHome } from '../incident/declare/place-home.ts';
import { REPLACE_AFTER_MS } from '../incident/declare/steps.ts';
import { send } from '../messages/chat-message.ts';
import { presentFor, presentInIncident, presentInStatus } from '../messages/present-for.ts';
import { carriedOut, type RunContext } from '../runtime/run-kind.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { rehomeRun } from './place-gone.ts';
import { type Home, openStandIn, PEOPLE_TRIED } from './stand-in.ts';

const LANE = { lane: 'page' } as const;

/** Finds another place for an incident that has lost its own, says so there once, and goes on there; unless the lost one is back meanwhile. */
export const rehomeWorkflow = carriedOut(rehomeRun, (runtime) => async (context) => {
  const { channelId, code } = context.run.input;
  const incident = await runtime.storage.incidents.find(context.run.incidentId);
  if (!incident || !(await isHomeless(runtime.storage, incident.id, context))) return;
  const lost = { channelId, channelName: (await lostName(runtime, incident, channelId)) ?? null };
  const head = { lost, how: howGone(code) };
  const home = await openStandIn(runtime, context, incident, {
    thread: () => postHead(runtime, context, incident, head),
    foundDirect: (stores, channel) => moveTo(runtime, stores, context, incident.id, { channelId: channel, threadTs: null }),
  });
  if (!home) return;
  if (home.kind === 'direct') await sayDirectly(runtime, context, incident, home, head);
  else await tellCommander(runtime, context, incident, home, head);
  if (ACTIVE_STATES.includes(incident.state)) await postBriefing(runtime, context, incident, home);
});

/** The steps that may have found a place. */
const PLACES = ['home.thread', 'home.direct', ...Array.from({ length: PEOPLE_TRIED - 1 }, (_, index) => `home.direct.${index + 2}`)];
type Head = Pick<Parameters<Runtime['present']['homeLost']>[0], 'lost' | 'how'>;

/** Whether it still has no place, or the one that this run has found. */
async function isHomeless(stores: Stores, incidentId: number, { steps }: RunContext): Promise<boolean> {
  const incident = await stores.incidents.find(incidentId);
  if (!incident || !(await stores.lostHomes.find(incidentId))) return false;
  if (incident.channelId === null) return true;
  return PLACES.some((step) => steps.outcomeOf<{ channel: string } | null>(step)?.channel === incident.channelId);
}

/** Only the incident's own channel has a name that people know it by. */
async function lostName({ storage }: Runtime, incident: IncidentRow, channelId: string): Promise<string | undefined> {
  const lost = await storage.lostHomes.find(incident.id);
  return lost?.channelId === channelId && lost.threadTs === null ? (incident.channelName ?? undefined) : undefined;
}

async function postHead(runtime: Runtime, context: RunContext, incident: IncidentRow, head: Head): Promise<PostedRef | null> {
  const { chat, clock, playbook, storage } = runtime;
  const channel = playbook.team.channels.status;
  const key = `${context.run.id}:head`;
  return await context.steps.do<PostedRef | null>({
    name: 'home.thread',
    replaceAfterMs: REPLACE_AFTER_MS,
    look: (since) => chat.findPosted({ channel, key, since }, LANE),
    run: async () => {
      if (!(await isHomeless(storage, incident.id, context))) return null;
      const message = presentInStatus(runtime).homeLost({ incident, ...head, here: 'thread', ...linkOf(incident), now: clock.now() });
      return await postJoining(runtime, { channel, message, key }, LANE);
    },
    record: async (stores, posted) => {
      if (posted) await moveTo(runtime, stores, context, incident.id, { channelId: posted.channel, threadTs: posted.ts });
    },
  });
}

/** In the transaction that found the place: what waited leaves for there. A place that came too late is not used. */
async function moveTo(
  runtime: Runtime,
  stores: Stores,
  context: RunContext,
  incidentId: number,
  place: { channelId: string; threadTs: string | null },
): Promise<void> {
  const incident = await stores.incidents.lock(incidentId);
  if (incident?.channelId !== null || !(await stores.lostHomes.find(incidentId))) return;
  await placeHome(runtime, stores, incidentId, place);
  const at = runtime.clock.now();
  const data = { run: context.run.id, ...place };
  await happened(runtime, stores, { incidentId, at, kind: 'home.moved', actor: 'bongsu', data });
}

async function sayDirectly(
  runtime: Runtime,
  { run, steps }: RunContext,
  incident: IncidentRow,
  { channel }: Home,
  head: Head,
): Promise<void> {
  const { chat, clock } = runtime;
  const key = `${run.id}:head`;
  await steps.do<PostedRef>({
    name: 'home.told',
    look: (since) => chat.findPosted({ channel, key, since }, LANE),
    run: async () => {
      const view = { incident, ...head, here: 'direct' as const, ...linkOf(incident), now: clock.now() };
      return await chat.post({ channel, message: presentInIncident(runtime, incident).homeLost(view), key }, LANE);
    },
  });
}

/** Whoever commands it must not go on writing where nobody reads. */
async function tellCommander(runtime: Runtime, { run }: RunContext, incident: IncidentRow, { channel }: Home, head: Head): Promise<void> {
  const { clock, storage, waker } = runtime;
  const { commander } = await storage.roles.of(incident.id);
  if (commander === undefined) return;
  await send(runtime, storage, {
    key: `${run.id}:commander`,
    incidentId: incident.id,
    lane: 'ack',
    destination: { to: 'direct', user: commander },
    message: presentFor(runtime, { person: commander }).homeMoved({ incident, ...head, channelId: channel, now: clock.now() }),
  });
  waker.wake('outbox', clock.now());
}

async function postBriefing(runtime: Runtime, { run, steps }: RunContext, incident: IncidentRow, home: Home): Promise<void> {
  const { chat, clock, playbook, storage } = runtime;
  const place = { channel: home.channel, ...(home.threadTs !== undefined && { threadTs: home.threadTs }) };
  const key = `briefing:${run.id}`;
  await steps.do<PostedRef | null>({
    name: 'briefing.post',
    look: (since) => chat.findPosted({ ...place, key, since }, LANE),
    run: async () => {
      const row = await storage.incidents.find(incident.id);
      if (row?.channelId !== home.channel || row.threadTs !== (home.threadTs ?? null)) return null;
      const numbers = await readSignals(runtime, signalsFor(runtime, row.scenario));
      const message = presentInIncident(runtime, row).briefing(await briefingView(runtime, row, numbers));
      return await chat.post({ ...place, message, key }, LANE);
    },
    record: async (stores, posted) => {
      const row = posted && (await stores.incidents.lock(incident.id));
      if (!row || row.channelId !== home.channel) return;
      const at = clock.now();
      const dueAt = new Date(at.getTime() + playbook.briefing.refreshEvery);
      await stores.incidents.place(incident.id, { briefingTs: posted.ts, briefingEditedAt: at, briefingDueAt: dueAt });
      runtime.waker.wake('briefings', dueAt);
    },
  });
}

function linkOf({ bridgeUrl }: IncidentRow): { bridgeUrl?: string } {
  return bridgeUrl === null ? {} : { bridgeUrl };
}
