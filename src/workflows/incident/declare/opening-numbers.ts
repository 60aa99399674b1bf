import type { Incident } from '../../../domain/incident/incident.ts';
import { readSignals, type SignalsRead, signalsFor } from '../../briefing/read-signals.ts';
import type { Runtime } from '../../runtime/runtime.ts';

/** The numbers of the incident's signals: asked for once, never rejecting, and what has arrived so far. */
export interface Numbers {
  all: Promise<SignalsRead>;
  soFar: () => SignalsRead | undefined;
}

/** Those of incidents that are being opened in this process: the first page shows them too, without asking the sources once more. */
const OPENING = new WeakMap<Runtime, Map<number, Numbers>>();

/** Asks for the numbers of an incident that is being opened. Call `forgetNumbers` when it is. */
export function startReading(runtime: Runtime, incident: Incident): Numbers {
  let read: SignalsRead | undefined;
  const all = readSignals(runtime, signalsFor(runtime, incident.scenario)).then((result) => {
    read = result;
    return result;
  });
  const numbers = { all, soFar: () => read };
  const opening = OPENING.get(runtime) ?? new Map<number, Numbers>();
  OPENING.set(runtime, opening.set(incident.id, numbers));
  return numbers;
}

export function openingNumbers(runtime: Runtime, incidentId: number): Numbers | undefined {
  return OPENING.get(runtime)?.get(incidentId);
}

export function forgetNumbers(runtime: Runtime, incidentId: number): void {
  OPENING.get(runtime)?.delete(incidentId);
}
