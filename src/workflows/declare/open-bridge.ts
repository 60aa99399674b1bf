import type { Incident } from '../../domain/incident.ts';
import { presentInIncident } from '../present-for.ts';
import type { RunContext } from '../runtime/runs.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { StepFailed } from '../runtime/steps.ts';

/** After this many failed attempts people get the fallback room: they wait for a link, not for Zoom. */
const ATTEMPTS = 3;

/** Opens the meeting, or takes the playbook's standing room (C2). Resolves with the link, or undefined when there is none to be had. */
export async function openBridge(runtime: Runtime, { steps }: RunContext, incident: Incident): Promise<string | undefined> {
  const { bridge, clock, playbook } = runtime;
  const key = `bongsu-incident-${incident.id}-${incident.detectedAt.getTime()}`;
  const record = async (
    kind: 'zoom' | 'fallback',
    url: string,
    stores: Parameters<NonNullable<Parameters<typeof steps.do>[0]['record']>>[0],
  ) => {
    const at = clock.now();
    await stores.incidents.place(incident.id, { bridgeUrl: url, bridgeKind: kind });
    await stores.deadlines.settle(incident.id, 'C2', 'kept', at, null);
    await stores.timeline.append({ incidentId: incident.id, at, kind: 'bridge.opened', actor: 'bongsu', data: { kind, url } });
  };
  try {
    const meeting = await steps.do({
      name: 'bridge.meeting',
      attempts: ATTEMPTS,
      look: () => bridge.find({ key }),
      run: () => bridge.create({ key, topic: presentInIncident(runtime, incident).bridgeTopic(incident) }),
      record: (stores, outcome) => record('zoom', outcome.joinUrl, stores),
    });
    return meeting.joinUrl;
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
  }
  const { fallback } = playbook.team.bridge;
  if (fallback === undefined) return undefined;
  const { url } = await steps.do({
    name: 'bridge.fallback',
    run: async () => ({ url: fallback }),
    record: (stores, outcome) => record('fallback', outcome.url, stores),
  });
  return url;
}
