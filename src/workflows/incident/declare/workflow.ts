import type { Incident } from '../../../domain/incident/incident.ts';
import { problemsOf } from '../../briefing/briefing-view.ts';
import { wakeBriefings } from '../../briefing/refresh-briefings.ts';
import { showPages } from '../../paging/show-page.ts';
import { linksOf } from '../../paging/ways.ts';
import type { Home } from '../../places/stand-in.ts';
import { carriedOut, type RunContext } from '../../runtime/run-kind.ts';
import { settleAll } from '../../runtime/runs.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { within } from '../../runtime/within.ts';
import { announce, completeAnnouncement } from './announce.ts';
import { openBridge } from './open-bridge.ts';
import { openHome } from './open-home.ts';
import { openRoom } from './open-room.ts';
import { forgetNumbers, type Numbers, startReading } from './opening-numbers.ts';
import { type Declaring, declareRun, FIRST_PAGE_WAITS_MS } from './steps.ts';
import { tellDeclarer } from './tell-declarer.ts';

/** Nobody outside waits longer than this to hear that something is wrong. */
const ANNOUNCE_WITHIN_MS = 3_000;

/** The declarer hears from us within this time even if nothing could be opened yet. */
const TELL_WITHIN_MS = 8_000;

/**
 * Opens an incident: channel, bridge and numbers start together; the first message goes out as soon as the channel exists. No piece holds
 * up another, and each is a step (or two) that is found again after a crash.
 */
export const declareWorkflow = carriedOut(declareRun, (runtime) => async (context) => {
  const incident = await runtime.storage.incidents.find(context.run.incidentId);
  if (!incident) return;
  const numbers = startReading(runtime, incident);
  const bridge = openBridge(runtime, context, incident);
  const home = openHome(runtime, context, incident);
  const room = home.then((place) => openRoom(runtime, context, incident, place, { numbers, bridge }));
  // Whoever declared comes first. Nobody should be paged into a place that is a moment away; the page is due by itself when that moment is over.
  const readable = room.then((opened) => opened.readable).catch(() => undefined);
  const trouble = Promise.race(['channel.create', 'briefing.post', 'channel.invite-declarer'].map(context.troubled));
  const waited = runtime.clock.now().getTime() - incident.detectedAt.getTime();
  const page = within(runtime, Math.max(0, FIRST_PAGE_WAITS_MS - waited), Promise.race([readable, trouble])).then(() =>
    pageNow(runtime, incident),
  );
  const linked = Promise.allSettled([home, bridge, page]).then(() => linkPages(runtime, incident));
  const announcement = announceSoon(runtime, context, incident, { home, readable, bridge });
  const done = room.then((opened) => opened.done);
  // Looking for the cause takes what the machine has; whoever is called needs a place and a link first.
  void within(runtime, TELL_WITHIN_MS, Promise.allSettled([done])).then(() => runtime.waker.wake('diagnoses', runtime.clock.now()));
  const pieces = [bridge, done, page, linked, announcement];
  const told = within(runtime, TELL_WITHIN_MS, Promise.allSettled([readable, bridge])).then(() =>
    tellDeclarer(runtime, context, incident, numbers, 'declarer.told'),
  );
  const opened = settleAll([...pieces, told]);
  const said = Promise.allSettled([opened, numbers.all]).then(() => sayProblems(runtime, context, incident, numbers));
  await settleAll([opened, said]).finally(() => forgetNumbers(runtime, incident.id));
});

/**
 * The announcement waits for a channel and a bridge that are a moment away, and for no others: what it could not say is added to it. Where the incident lives in a
 * thread, its head is the announcement.
 */
async function announceSoon(
  runtime: Runtime,
  context: RunContext,
  incident: Incident,
  parts: { home: Promise<Home>; readable: Promise<unknown>; bridge: Promise<string | undefined> },
): Promise<void> {
  if (incident.private) return;
  let place: Home | undefined;
  const home = parts.home.then(
    (found) => {
      place = found;
    },
    () => undefined,
  );
  await within(runtime, ANNOUNCE_WITHIN_MS, Promise.allSettled([parts.readable, parts.bridge]));
  const channelOf = (found: Home | undefined) => (found?.kind === 'channel' ? { channelId: found.channel } : {});
  if (place?.kind !== 'thread') await announce(runtime, context, incident, { step: 'announcement.post', ...channelOf(place) });
  const [bridgeUrl] = await Promise.all([parts.bridge.catch(() => undefined), home]);
  await completeAnnouncement(runtime, context, incident, { channelId: channelOf(place).channelId, bridgeUrl });
}

/** Whatever failed or still waits after the first round is said to the declarer and stands in the briefing. */
async function sayProblems(runtime: Runtime, context: Declaring, incident: Incident, numbers: Numbers): Promise<void> {
  await correctBriefing(runtime, context, incident);
  // Telling can have trouble of its own, which the briefing then shows and must lose again.
  await tellDeclarer(runtime, context, incident, numbers, 'declarer.problems').finally(() => correctBriefing(runtime, context, incident));
}

/** What went wrong only for a moment may stand in the briefing too, and is taken out of it. */
async function correctBriefing(runtime: Runtime, context: RunContext, incident: Incident): Promise<void> {
  const steps = await runtime.storage.steps.of(context.run.id);
  if (!steps.some((step) => step.errorCode !== null || step.attempts > 1) && problemsOf(runtime, incident, steps, undefined).length === 0)
    return;
  await runtime.storage.incidents.touchBriefing(incident.id, runtime.clock.now(), runtime.playbook.briefing.editAtMostEvery);
  wakeBriefings(runtime);
}

/** The first page (A1) leaves now, through the outbox like every page: it needs neither the channel nor this run. */
async function pageNow({ storage, clock, waker }: Runtime, incident: Incident): Promise<void> {
  await storage.pages.firstDue(incident.id, clock.now());
  waker.wake('pages', clock.now());
}

/** A page that left before there was a channel or a bridge says where they are, once they are known. */
async function linkPages(runtime: Runtime, incident: Incident): Promise<void> {
  const { storage, clock, waker } = runtime;
  const [row, pages] = await Promise.all([storage.incidents.find(incident.id), storage.pages.of(incident.id)]);
  const unlinked = pages.filter(({ ts, links }) => ts !== null && row && links < linksOf(row));
  if (unlinked.length === 0) return;
  await showPages(runtime, storage, unlinked, { cause: 'linked', lane: 'update' });
  waker.wake('outbox', clock.now());
}
