import type { Actor } from '../../domain/incident/actor.ts';
import type { IncidentRow, Stores } from '../../storage/index.ts';
import { wakeBriefings } from '../briefing/refresh-briefings.ts';
import { type Cause, once } from '../runtime/once.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { noSuchIncident } from './no-such-incident.ts';

/** Somebody wants something of one incident. */
export interface Change {
  cause: Cause;
  actor: Actor;
  incidentId: number;
}

/** Inside a change: the locked incident and the moment it happens. */
export interface Changing {
  stores: Stores;
  incident: IncidentRow;
  now: Date;
  /** A word for message keys that is the same for the same cause. */
  key: string;
}

/**
 * The frame of every use case that changes an incident: once per cause, one transaction, the incident's row locked, messages through the
 * outbox, the briefing looked at soon. `work` returns what the caller is told, which must survive JSON.
 */
export async function changeIncident<T>(runtime: Runtime, change: Change, work: (changing: Changing) => Promise<T>): Promise<T> {
  const { result } = await once(runtime, change.cause, async (stores) => {
    const incident = await stores.incidents.lock(change.incidentId);
    if (!incident) throw noSuchIncident(change.incidentId);
    const now = runtime.clock.now();
    const outcome = await work({ stores, incident, now, key: `${change.cause.source}:${change.cause.id}` });
    await stores.incidents.touchBriefing(incident.id, now, runtime.playbook.briefing.editAtMostEvery);
    runtime.crashPoint('incident:changed');
    return outcome;
  });
  runtime.waker.wake('outbox', runtime.clock.now());
  runtime.waker.wake('runs', runtime.clock.now());
  wakeBriefings(runtime);
  return result;
}
