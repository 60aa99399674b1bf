import type { Incident } from '../../../domain/incident/incident.ts';
import type { PostedRef } from '../../../domain/ports/chat.ts';
import { happened } from '../../../events/happened.ts';
import type { Stores } from '../../../storage/index.ts';
import { askForChart } from '../../briefing/ask-for-chart.ts';
import { briefingView } from '../../briefing/briefing-view.ts';
import { presentInIncident } from '../../messages/present-for.ts';
import { invited } from '../../oncall/people.ts';
import type { Home } from '../../places/stand-in.ts';
import type { RunContext } from '../../runtime/run-kind.ts';
import { settleAll } from '../../runtime/runs.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { within } from '../../runtime/within.ts';
import { topicOf, topicRefreshRow } from '../refresh-topic.ts';
import { STANDING_ROOM_AFTER_MS } from './open-bridge.ts';
import type { Numbers } from './opening-numbers.ts';
import { type Declaring, messageKeys } from './steps.ts';

/** So long the first message and the declarer go ahead of everything else. */
const AHEAD_MS = 2_000;

/**
 * First the declarer and the first message (`readable` resolves when both have succeeded or failed), then everything else side by side;
 * `done` settles with all of it.
 */
export function openRoom(
  runtime: Runtime,
  context: Declaring,
  incident: Incident,
  home: Home,
  parts: { numbers: Numbers; bridge: Promise<string | undefined> },
): { readable: Promise<unknown>; done: Promise<void> } {
  const posted = postBriefing(runtime, context, incident, home, parts.numbers);
  const inviteDeclarer =
    home.kind === 'channel' && context.run.input.declarer !== null ? invite(runtime, context, incident, home, 'declarer') : null;
  const link = posted.then((message) => addLink(runtime, context, incident, message, parts));
  const readable = Promise.allSettled([posted, inviteDeclarer]);
  // Whoever declared comes first, but nobody waits for one of these that hangs.
  const soon = within(runtime, AHEAD_MS, readable);
  if (home.kind !== 'channel') return { readable, done: settleAll([link]) };
  const done = settleAll([
    link,
    ...(inviteDeclarer === null ? [] : [inviteDeclarer]),
    Promise.all([posted, soon]).then(([message]) => pin(runtime, context, message)),
    // With the bridge in it, if that is there in time: Slack writes each change of a topic into the channel.
    Promise.all([soon, linkInTime(runtime, parts.bridge)]).then(() => setTopic(runtime, context, incident, home, parts.bridge)),
    soon.then(() => invite(runtime, context, incident, home, 'team')),
    Promise.all([parts.bridge, soon]).then(([url]) => (url === undefined ? undefined : bookmark(runtime, context, incident, home, url))),
  ]);
  return { readable, done };
}

async function postBriefing(runtime: Runtime, { steps }: RunContext, incident: Incident, home: Home, numbers: Numbers): Promise<PostedRef> {
  const { chat, clock, playbook, storage } = runtime;
  const place = { channel: home.channel, ...(home.threadTs !== undefined && { threadTs: home.threadTs }) };
  const key = messageKeys.briefing(incident.id);
  return await steps.do<PostedRef>({
    name: 'briefing.post',
    look: (since) => chat.findPosted({ ...place, key, since }, { lane: 'page' }),
    run: async () => {
      const waited = clock.now().getTime() - incident.detectedAt.getTime();
      await within(runtime, Math.max(0, playbook.briefing.openingWait - waited), numbers.all);
      const row = (await storage.incidents.find(incident.id)) ?? incidentGone(incident);
      const message = presentInIncident(runtime, row).briefing(await briefingView(runtime, row, numbers.soFar()));
      return await chat.post({ ...place, message, key }, { lane: 'page' });
    },
    record: async (stores, posted) => {
      const at = clock.now();
      await stores.incidents.place(incident.id, { briefingTs: posted.ts, briefingEditedAt: at });
      await happened(runtime, stores, { incidentId: incident.id, at, kind: 'briefing.posted', actor: 'bongsu', data: { ...posted } });
    },
  });
}

/** Resolves when there is a link, or none is to be expected soon. */
async function linkInTime(runtime: Runtime, bridge: Promise<string | undefined>): Promise<void> {
  await within(
    runtime,
    STANDING_ROOM_AFTER_MS + AHEAD_MS,
    bridge.catch(() => undefined),
  );
}

/** The one edit that is exempt from the pace limit: it brings the link, and the numbers if they came late. */
async function addLink(
  runtime: Runtime,
  { steps }: RunContext,
  incident: Incident,
  posted: PostedRef,
  parts: { numbers: Numbers; bridge: Promise<string | undefined> },
): Promise<void> {
  const { chat, clock, playbook, storage } = runtime;
  const { refreshEvery, editAtMostEvery } = playbook.briefing;
  const later = (at: Date, ms: number) => new Date(at.getTime() + ms);
  // One that is still being tried, because there is no standing room, is shown when it is looked at again.
  await linkInTime(runtime, parts.bridge);
  await steps.do({
    name: 'briefing.link',
    run: async () => {
      // Before anything is read: from here on every change makes the briefing due, and none is lost.
      const begunAt = clock.now();
      const begunDueAt = later(begunAt, Math.max(refreshEvery, editAtMostEvery) + editAtMostEvery);
      await storage.incidents.beginBriefing(incident.id, begunAt, begunDueAt);
      runtime.waker.wake('briefings', begunDueAt);
      const row = (await storage.incidents.find(incident.id)) ?? incidentGone(incident);
      // What arrives while this is being sent is not in it.
      const shown = parts.numbers.soFar();
      const view = await briefingView(runtime, row, shown);
      await chat.update({ ...posted, message: presentInIncident(runtime, row).briefing(view) }, { lane: 'page' });
      return { complete: shown !== undefined, begunDueAt };
    },
    record: async (stores, { complete, begunDueAt }) => {
      const at = clock.now();
      const next = { at: later(at, complete ? Math.max(refreshEvery, editAtMostEvery) : editAtMostEvery), unlessDueBefore: begunDueAt };
      const dueAt = await stores.incidents.briefingEdited(incident.id, at, { minGapMs: editAtMostEvery, final: false, next });
      if (dueAt) runtime.waker.wake('briefings', dueAt);
      const numbers = parts.numbers.soFar();
      const row = numbers && (await stores.incidents.find(incident.id));
      // Not at once: whoever is being called into the channel needs the machine more than the picture does.
      if (row) await askForChart(runtime, stores, row, numbers, later(at, editAtMostEvery));
    },
  });
}

async function invite(
  runtime: Runtime,
  { steps, run }: Declaring,
  incident: Incident,
  home: Home,
  whom: 'declarer' | 'team',
): Promise<void> {
  const { chat, clock, playbook, storage } = runtime;
  const { declarer } = run.input;
  const paged =
    whom === 'declarer'
      ? []
      : (await storage.pages.of(incident.id)).flatMap(({ userId, refusedAt }) => (refusedAt === null ? [userId] : []));
  const users = whom === 'declarer' ? [declarer ?? ''] : invited(playbook, incident, paged).filter((user) => user !== declarer);
  if (users.length === 0) return;
  await steps.do({
    name: whom === 'declarer' ? 'channel.invite-declarer' : 'channel.invite-team',
    run: () => chat.invite({ channel: home.channel, users }, { lane: whom === 'declarer' ? 'page' : 'ack' }),
    record: async (stores, { failed }) => {
      const at = clock.now();
      await happened(runtime, stores, {
        incidentId: incident.id,
        at,
        kind: 'people.invited',
        actor: 'bongsu',
        data: { users, failed, whom },
      });
    },
  });
}

async function pin({ chat }: Runtime, { steps }: RunContext, posted: PostedRef): Promise<void> {
  await steps.do({
    name: 'briefing.pin',
    run: async () => {
      await chat.pin(posted, { lane: 'update' });
      return {};
    },
  });
}

async function setTopic(
  runtime: Runtime,
  { steps }: RunContext,
  incident: Incident,
  { channel }: Home,
  bridge: Promise<string | undefined>,
): Promise<void> {
  const { chat, clock, storage, waker } = runtime;
  const topicNow = async (stores: Pick<Stores, 'incidents'>) => {
    const row = (await stores.incidents.find(incident.id)) ?? incidentGone(incident);
    return { topic: topicOf(runtime, row, {}), linked: row.bridgeUrl !== null };
  };
  const writeAnew = async (stores: Pick<Stores, 'outbox'>, cause: string) => {
    await stores.outbox.add(topicRefreshRow(incident.id, cause), clock.now());
    waker.wake('outbox', clock.now());
  };
  const { linked } = await steps.do<{ topic: string; linked?: boolean }>({
    name: 'channel.topic',
    look: async () => {
      const now = await topicNow(storage);
      return (await chat.topicOf({ channel }, { lane: 'update' })) === now.topic ? now : undefined;
    },
    run: async () => {
      const now = await topicNow(storage);
      await chat.setTopic({ channel, topic: now.topic }, { lane: 'update' });
      return now;
    },
    record: async (stores, { topic }) => {
      // Changed while this was under way: what wrote the new one may have been faster.
      if (topic !== (await topicNow(stores)).topic) await writeAnew(stores, 'opened');
    },
  });
  if (linked === false && (await bridge) !== undefined) await writeAnew(storage, 'bridge');
}

async function bookmark(runtime: Runtime, { steps }: RunContext, incident: Incident, home: Home, link: string): Promise<void> {
  const { chat } = runtime;
  const { channel } = home;
  const present = presentInIncident(runtime, { ...incident, channelId: channel });
  await steps.do({
    name: 'channel.bookmark',
    look: async () => ((await chat.hasBookmark({ channel, link }, { lane: 'update' })) ? { link } : undefined),
    run: async () => {
      await chat.addBookmark({ channel, title: present.bookmarkTitle('bridge'), link }, { lane: 'update' });
      return { link };
    },
  });
}

function incidentGone(incident: Incident): never {
  throw new Error(`Incident ${incident.id} has gone while it was being opened.`);
}
