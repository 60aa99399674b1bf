import { UserError } from '../../domain/errors.ts';
import { type Actor, writtenAs } from '../../domain/incident/actor.ts';
import { ACTIVE_STATES } from '../../domain/incident/incident.ts';
import { maySee } from '../../domain/incident/permissions.ts';
import { mention } from '../../domain/language/words.ts';
import type { MitigationRunState } from '../../domain/mitigation/plan.ts';
import type { MitigationRunProblem } from '../../domain/mitigation/problem.ts';
import { worded } from '../../languages/worded.ts';
import type { IncidentRow, MitigationRunRow, Stores } from '../../storage/index.ts';
import type { FreezeView, FrozenRunView } from '../../views/mitigation.ts';
import { wakeBriefings } from '../briefing/refresh-briefings.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { type Cause, once } from '../runtime/once.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { endUnbegun } from './run/halt-run.ts';
import { DOES, executionId, UNDOES, undoIdsOf } from './run/run-ids.ts';
import { titleOf } from './run/run-view.ts';

interface Switch {
  cause: Cause;
  actor: Actor;
  /** Of the service whose mitigations are meant; those of all without one. */
  service?: string | undefined;
}

/** So many incidents are told. */
const TOLD_MAX = 50;
const UNDER_WAY: readonly MitigationRunState[] = ['executing', 'undoing'];

/**
 * The kill switch: from now on no mitigation begins, no action of one that is under way, and nothing is taken back by itself, in any incident; what a person takes back from now on
 * still is. Under the lock that every action is begun under: once this is acknowledged, none begins. What was begun before is named, and its end is said later.
 */
export async function freezeMitigations(
  runtime: Runtime,
  { cause, actor, service, reason }: Switch & { reason?: string | undefined },
): Promise<FreezeView> {
  return await flip(runtime, { cause, actor, service }, async (stores) => {
    await stores.mitigationRuns.lockAll();
    const now = runtime.clock.now();
    const id = await stores.freezes.freeze(service ?? null, writtenAs(actor), now, reason ?? null);
    if (id === undefined) {
      const current = (await stores.freezes.inForce()).find((one) => one.service === (service ?? null));
      const by = mention(current?.by ?? 'bongsu');
      throw new UserError(
        'frozen_already',
        worded(({ mitigationRuns }) => mitigationRuns.everythingIsFrozenAlreadyBy(by)),
      );
    }
    const runs = await stopUnbegun(runtime, stores, { service, by: writtenAs(actor) }, now);
    await stores.mitigationRuns.nameIn(
      id,
      runs.map((run) => run.id),
    );
    const detail = { service: service ?? null, reason: reason ?? null, stillGoing: runs.map((run) => run.id) };
    await stores.mitigationAudit.append({ runId: null, incidentId: null, at: now, actor: writtenAs(actor), what: 'frozen', detail });
    return {
      by: writtenAs(actor),
      at: now.toISOString(),
      ...(reason !== undefined && { reason }),
      ...(service !== undefined && { service }),
      runs,
    };
  });
}

export async function unfreezeMitigations(runtime: Runtime, { cause, actor, service }: Switch): Promise<FreezeView> {
  return await flip(runtime, { cause, actor, service }, async (stores) => {
    await stores.mitigationRuns.lockAll();
    const now = runtime.clock.now();
    const ended = await stores.freezes.lift(service ?? null, writtenAs(actor), now);
    if (!ended)
      throw new UserError(
        'not_frozen',
        worded(({ mitigationRuns }) => mitigationRuns.nothingIsFrozen),
      );
    await stores.mitigationAudit.append({
      runId: null,
      incidentId: null,
      at: now,
      actor: writtenAs(actor),
      what: 'unfrozen',
      detail: { service: service ?? null },
    });
    const reason = ended.reason === null ? {} : { reason: ended.reason };
    const runs = (await stores.mitigationRuns.inStates(['held']))
      .filter((run) => run.undoWhy === null && isOf(run, service))
      .map((run) => named(run, false));
    return {
      by: ended.by,
      at: ended.at.toISOString(),
      ...reason,
      liftedBy: writtenAs(actor),
      ...(service !== undefined && { service }),
      runs,
    };
  });
}

/** Whether a freeze of this service, or of all, concerns a run. */
function isOf(of: { service: string }, service: string | undefined): boolean {
  return service === undefined || of.service === service;
}

/** A run as it is kept with the answer, which must survive JSON. */
interface NamedRun {
  id: number;
  service: string;
  incidentId: number;
  name: string;
  sent: boolean;
}

function named({ id, service, incidentId, name }: MitigationRunRow, sent: boolean): NamedRun {
  return { id, service, incidentId, name, sent };
}

/** Runs of which nothing had begun end here. What is left is still going: an action of it had begun, and may be with its target at this moment. */
async function stopUnbegun(
  runtime: Runtime,
  stores: Stores,
  { service, by }: { service: string | undefined; by: string },
  now: Date,
): Promise<NamedRun[]> {
  const problem: MitigationRunProblem = { code: 'frozen', by };
  const going: NamedRun[] = [];
  for (const run of await stores.mitigationRuns.inStates(UNDER_WAY)) {
    if (!isOf(run, service)) continue;
    if (run.state === 'executing' && (await endUnbegun(await runtime.services.ofIncident(run.incidentId), stores, run, now, problem, by)))
      continue;
    going.push(named(run, await isSent(stores, run)));
  }
  return going;
}

/** Whether an action of it has begun and has no outcome yet. */
async function isSent(stores: Stores, { id, state }: MitigationRunRow): Promise<boolean> {
  const [steps, word] =
    state === 'executing' ? [await stores.steps.of(executionId(id)), DOES] : [await stores.steps.ofAll(undoIdsOf(id)), UNDOES];
  return steps.some(({ name, status }) => status === 'started' && name.startsWith(word));
}

type Flipped = Pick<FreezeView, 'by' | 'reason' | 'liftedBy'> & { at: string; runs: NamedRun[]; service?: string };

/** Once, and told in the channel of every incident that is under way, or of which a run is. */
async function flip(runtime: Runtime, { cause, actor, service }: Switch, work: (stores: Stores) => Promise<Flipped>): Promise<FreezeView> {
  const { result } = await once(runtime, cause, async (stores) => {
    const flipped = await work(stores);
    const concerned = await incidentsOf(stores, flipped.runs);
    const active = await stores.incidents.page(ACTIVE_STATES, { hidden: [], service }, { order: 'worst', offset: 0, limit: TOLD_MAX });
    const told = new Map([...active, ...concerned.values()].map((incident) => [incident.id, incident]));
    for (const incident of told.values()) {
      // What concerns a private incident is told in its own channel only.
      const view = viewOf(runtime, flipped, concerned, (other) => other.id === incident.id || !other.private);
      const own = runtime.services.of(incident);
      await send(own, stores, {
        key: `freeze:${cause.source}:${cause.id}:${incident.id}`,
        incidentId: incident.id,
        lane: 'mitigation',
        destination: { to: 'home' },
        message: presentInIncident(own, incident).freezeNotice(view),
      });
    }
    return { flipped, seen: [...concerned.values()].filter(await seenBy(runtime, stores, concerned, actor)).map(({ id }) => id) };
  });
  runtime.waker.wake('outbox', runtime.clock.now());
  runtime.waker.wake('runs', runtime.clock.now());
  runtime.waker.wake('mitigations', runtime.clock.now());
  for (const one of runtime.services.all) wakeBriefings(one);
  const concerned = await incidentsOf(runtime.storage, result.flipped.runs);
  return viewOf(runtime, result.flipped, concerned, ({ id }) => result.seen.includes(id));
}

type Incidents = ReadonlyMap<number, IncidentRow>;

async function incidentsOf(stores: Stores, runs: readonly NamedRun[]): Promise<Incidents> {
  const found = new Map<number, IncidentRow>();
  for (const id of new Set(runs.map(({ incidentId }) => incidentId))) {
    const incident = await stores.incidents.find(id);
    if (incident) found.set(id, incident);
  }
  return found;
}

/** Whoever froze everything is told of private incidents only what they may see of them: that something is still going. */
async function seenBy(
  { services }: Runtime,
  stores: Stores,
  incidents: Incidents,
  actor: Actor,
): Promise<(incident: IncidentRow) => boolean> {
  const seen = new Set<number>();
  for (const incident of incidents.values()) {
    const [roles, pages] = [await stores.roles.of(incident.id), await stores.pages.of(incident.id)];
    if (maySee(incident, { actor, playbook: services.of(incident).playbook, roles, paged: pages.map((page) => page.userId) }))
      seen.add(incident.id);
  }
  return ({ id }) => seen.has(id);
}

function viewOf(
  runtime: Runtime,
  { at, runs, service, ...flipped }: Flipped,
  incidents: Incidents,
  mayShow: (incident: IncidentRow) => boolean,
): FreezeView {
  const shown = runs.map(({ id, service, incidentId, name, sent }): FrozenRunView => {
    const incident = incidents.get(incidentId);
    const title = titleOf(runtime.services.newest(service), name);
    return incident && mayShow(incident) ? { title, sent, run: { id, incidentId } } : { title, sent };
  });
  const name = service === undefined ? undefined : runtime.services.find(service)?.playbook.service.name;
  return { ...flipped, at: new Date(at), runs: shown, ...(name && { service: name }) };
}
