import type { Incident } from '../../../domain/incident/incident.ts';
import type { BridgeMeeting } from '../../../domain/ports/bridge.ts';
import { happened } from '../../../events/happened.ts';
import type { Stores } from '../../../storage/index.ts';
import { presentInIncident } from '../../messages/present-for.ts';
import type { RunContext } from '../../runtime/run-kind.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { StepFailed } from '../../runtime/steps.ts';

/** People wait for a link, not for Zoom: after this long they get the standing room, and keep it. */
export const STANDING_ROOM_AFTER_MS = 5_000;

/** Without a standing room a meeting is better late than never, while anybody may still need it. */
const GIVE_UP_AFTER_MS = 30 * 60_000;

/** Opens the meeting, or takes the playbook's standing room (C2). Resolves with the link, or undefined when there is none to be had. */
export async function openBridge(runtime: Runtime, context: RunContext, incident: Incident): Promise<string | undefined> {
  const { fallback } = runtime.playbook.team.bridge;
  try {
    // Whoever set up a standing room and nothing else has all that they want.
    if (runtime.bridge.isSetUp || fallback === undefined) return await openMeeting(runtime, context, incident, fallback !== undefined);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
  }
  if (fallback === undefined) return undefined;
  const { url } = await context.steps.do({
    name: 'bridge.fallback',
    run: async () => ({ url: fallback }),
    record: (stores, outcome) => record(runtime, stores, incident, { kind: 'fallback', url: outcome.url }),
  });
  return url;
}

async function openMeeting(runtime: Runtime, { steps }: RunContext, incident: Incident, replaceable: boolean): Promise<string> {
  const { bridge, log } = runtime;
  const key = `bongsu-incident-${incident.id}-${incident.detectedAt.getTime()}`;
  const meeting = await steps.do<BridgeMeeting>({
    name: 'bridge.meeting',
    ...(replaceable ? { replaceAfterMs: STANDING_ROOM_AFTER_MS } : { giveUpAfterMs: GIVE_UP_AFTER_MS }),
    look: () => bridge.find({ key }),
    run: () => bridge.create({ key, topic: presentInIncident(runtime, incident).bridgeTopic(incident) }),
    record: (stores, outcome) => record(runtime, stores, incident, { kind: 'zoom', url: outcome.joinUrl }),
    // People are in the standing room by then, and two links would part them.
    whenTooLate: async ({ id }) => {
      await bridge.remove({ id });
      log.info({ incident: incident.id }, 'A meeting came after the standing room had been taken; it is taken back.');
    },
  });
  return meeting.joinUrl;
}

async function record(
  runtime: Runtime,
  stores: Stores,
  incident: Incident,
  { kind, url }: { kind: 'zoom' | 'fallback'; url: string },
): Promise<void> {
  const at = runtime.clock.now();
  await stores.incidents.place(incident.id, { bridgeUrl: url, bridgeKind: kind });
  await happened(runtime, stores, { incidentId: incident.id, at, kind: 'bridge.opened', actor: 'bongsu', data: { kind, url } });
}
