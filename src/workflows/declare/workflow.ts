import type { Incident } from '../../domain/incident.ts';
import { problemsOf } from '../briefing-view.ts';
import { readSignals, signalsFor } from '../read-signals.ts';
import { wakeBriefings } from '../refresh-briefings.ts';
import { type RunContext, settleAll, type Workflow } from '../runtime/runs.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { announce } from './announce.ts';
import { openBridge } from './open-bridge.ts';
import { openHome } from './open-home.ts';
import { type Numbers, openRoom } from './open-room.ts';
import { pageFirst } from './page-first.ts';
import { tellDeclarer } from './tell-declarer.ts';

/** The declarer hears from us within this time even if nothing could be opened yet. */
const TELL_WITHIN_MS = 8_000;

/**
 * Opens an incident: channel, bridge and numbers start together; the first message goes out as soon as the channel exists. No piece holds
 * up another, and each is a step (or two) that is found again after a crash.
 */
export function declareWorkflow(runtime: Runtime): Workflow {
  return async (context) => {
    const incident = await runtime.storage.incidents.find(context.run.incidentId);
    if (!incident) return;
    const numbers = startReading(runtime, incident);
    const bridge = openBridge(runtime, context, incident);
    const home = openHome(runtime, context, incident);
    const room = home.then((place) => openRoom(runtime, context, incident, place, { numbers, bridge }));
    // Whoever declared comes first. Nobody should be paged into a place that is a moment away, but nobody waits for one that has trouble.
    const readable = room.then((opened) => opened.readable).catch(() => undefined);
    const trouble = Promise.race(['channel.create', 'briefing.post', 'channel.invite-declarer'].map(context.troubled));
    const page = Promise.race([readable, trouble]).then(() => pageFirst(runtime, context, incident, numbers));
    const announcement = Promise.all([home, Promise.race([readable, trouble])]).then(([place]) => {
      if (incident.private || place.kind === 'thread') return undefined;
      return announce(runtime, context, incident, { step: 'announcement.post', channelId: place.channel });
    });
    const pieces = [bridge, room.then((opened) => opened.done), page, announcement];
    const told = Promise.race([Promise.allSettled([readable, bridge]), runtime.pause(TELL_WITHIN_MS)]).then(() =>
      tellDeclarer(runtime, context, incident, numbers, 'declarer.told'),
    );
    const opened = settleAll([...pieces, told]);
    const said = Promise.allSettled([opened, numbers.all]).then(() => sayProblems(runtime, context, incident, numbers));
    await settleAll([opened, said]);
  };
}

/** Whatever failed or still waits after the first round is said to the declarer and stands in the briefing. */
async function sayProblems(runtime: Runtime, context: RunContext, incident: Incident, numbers: Numbers): Promise<void> {
  await correctBriefing(runtime, context, incident);
  // Telling can have trouble of its own, which the briefing then shows and must lose again.
  await tellDeclarer(runtime, context, incident, numbers, 'declarer.problems').finally(() => correctBriefing(runtime, context, incident));
}

/** What went wrong only for a moment may stand in the briefing too, and is taken out of it. */
async function correctBriefing(runtime: Runtime, context: RunContext, incident: Incident): Promise<void> {
  const steps = await runtime.storage.steps.of(context.run.id);
  if (!steps.some((step) => step.errorCode !== null || step.attempts > 1) && problemsOf(runtime, incident, steps).length === 0) return;
  await runtime.storage.incidents.touchBriefing(incident.id, runtime.clock.now(), runtime.playbook.briefing.editAtMostEvery);
  wakeBriefings(runtime);
}

function startReading(runtime: Runtime, incident: Incident): Numbers {
  let read: Awaited<Numbers['all']> | undefined;
  const all = readSignals(runtime, signalsFor(runtime, incident.scenario)).then((result) => {
    read = result;
    return result;
  });
  return { all, soFar: () => read };
}
