import { UserError } from '../../domain/errors.ts';
import { type Actor, writtenAs } from '../../domain/incident/actor.ts';
import { type Permission, requirePermission } from '../../domain/incident/permissions.ts';
import type { Language } from '../../domain/language/bilingual.ts';
import { publicComponents } from '../../domain/status-page/components.ts';
import { type MaintenanceChange, type MaintenanceState, maintenanceState } from '../../domain/status-page/maintenance.ts';
import { worded } from '../../languages/worded.ts';
import type { MaintenanceRow, Stores } from '../../storage/index.ts';
import { type Cause, once } from '../runtime/once.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { sayMaintenance } from './say-maintenance.ts';
import { setTurn, stopTurn } from './turn-maintenance.ts';

const MINUTE_MS = 60_000;
/** What is typed for now is a little over when it is read. */
const LATE_AT_MOST_MS = 5 * MINUTE_MS;
const AHEAD_AT_MOST_MS = 366 * 24 * 60 * MINUTE_MS;
export const LONGEST_MAINTENANCE_MS = 14 * 24 * 60 * MINUTE_MS;

interface Asked {
  cause: Cause;
  actor: Actor;
}

/** Plans work: it is told at once, and begins and ends by itself. */
export async function planMaintenance(
  runtime: Runtime,
  input: Asked & { texts: Readonly<Record<Language, string>>; components: readonly string[]; startsAt: Date; lastsMs: number },
): Promise<{ id: number }> {
  const { cause, actor, texts, components, startsAt, lastsMs } = input;
  const { clock, playbook, log } = runtime;
  const now = clock.now();
  mustLieAhead(startsAt, now, playbook.team.zone);
  mustBeKnown(runtime, components);
  const { result } = await once(runtime, cause, async (stores) => {
    const row = await stores.maintenances.plan({
      service: playbook.service.key,
      components: [...new Set(components)],
      texts,
      startsAt,
      endsAt: new Date(startsAt.getTime() + lastsMs),
      plannedBy: writtenAs(actor),
      plannedAt: now,
    });
    await setTurn(runtime, stores, row);
    await sayMaintenance(runtime, stores, row, 'planned', writtenAs(actor));
    return { id: row.id };
  });
  log.info({ maintenance: result.id, by: writtenAs(actor), startsAt, lastsMs }, 'Maintenance was planned.');
  return result;
}

/** Another time for work that has not begun; with a length of its own or the one that it had. */
export async function moveMaintenance(
  runtime: Runtime,
  input: Asked & { id: number; startsAt: Date; lastsMs?: number },
): Promise<{ id: number }> {
  const { startsAt, lastsMs } = input;
  return await change(
    runtime,
    { ...input, what: 'moved', in: ['planned'], needs: 'lead', command: 'maintenance move' },
    async (stores, row, audited) => {
      mustLieAhead(startsAt, audited.at, runtime.services.newest(row.service).playbook.team.zone);
      const endsAt = new Date(startsAt.getTime() + (lastsMs ?? row.endsAt.getTime() - row.startsAt.getTime()));
      const detail = { from: row.startsAt.toISOString(), to: row.endsAt.toISOString() };
      const moved = await stores.maintenances.change(row, { startsAt, endsAt }, { ...audited, detail });
      await setTurn(runtime, stores, moved);
      return moved;
    },
  );
}

/** It begins now, before its time, and takes as long as it was to take. */
export async function startMaintenance(runtime: Runtime, input: Asked & { id: number }): Promise<{ id: number }> {
  return await change(
    runtime,
    { ...input, what: 'started', in: ['planned'], needs: 'lead', command: 'maintenance start' },
    async (stores, row, audited) => {
      const { at } = audited;
      const endsAt = new Date(at.getTime() + row.endsAt.getTime() - row.startsAt.getTime());
      const detail = { from: row.startsAt.toISOString(), to: row.endsAt.toISOString() };
      const started = await stores.maintenances.change(row, { startsAt: at, endsAt, startedAt: at }, { ...audited, detail });
      await setTurn(runtime, stores, started);
      return started;
    },
  );
}

/** It is done: what still fires counts from now on. */
export async function completeMaintenance(runtime: Runtime, input: Asked & { id: number }): Promise<{ id: number }> {
  return await change(
    runtime,
    { ...input, what: 'completed', in: ['under-way'], needs: 'responder', command: 'maintenance complete' },
    async (stores, row, audited) => {
      const { at } = audited;
      const completed = await stores.maintenances.change(row, { startedAt: row.startedAt ?? row.startsAt, completedAt: at }, audited);
      await stopTurn(stores, row);
      await stores.alerts.unmute(row.service, at);
      runtime.waker.wake('alerts', at);
      return completed;
    },
  );
}

/** It does not take place. */
export async function cancelMaintenance(runtime: Runtime, input: Asked & { id: number }): Promise<{ id: number }> {
  return await change(
    runtime,
    { ...input, what: 'cancelled', in: ['planned'], needs: 'responder', command: 'maintenance cancel' },
    async (stores, row, audited) => {
      const cancelled = await stores.maintenances.change(row, { cancelledAt: audited.at }, audited);
      await stopTurn(stores, row);
      return cancelled;
    },
  );
}

interface Wanted extends Asked {
  id: number;
  what: MaintenanceChange;
  /** In which states it can be done. */
  in: readonly MaintenanceState[];
  /** Asked for the service whose work it is, since the number may be given anywhere; unless its playbook says otherwise of the command. */
  needs: Permission;
  command: string;
}

async function change(
  runtime: Runtime,
  { cause, actor, id, what, in: states, needs, command }: Wanted,
  work: (stores: Stores, row: MaintenanceRow, audited: { at: Date; actor: string; what: MaintenanceChange }) => Promise<MaintenanceRow>,
): Promise<{ id: number }> {
  const { result } = await once(runtime, cause, async (stores) => {
    const row = await stores.maintenances.lock(id);
    if (!row) throw noSuch(id);
    const { playbook } = runtime.services.newest(row.service);
    const { permissions } = playbook;
    requirePermission(permissions[command] ?? permissions.maintenance ?? needs, { actor, playbook });
    const at = runtime.clock.now();
    const state = maintenanceState(row, at);
    if (!states.includes(state)) throw wrongState(id, state);
    const changed = await work(stores, row, { at, actor: writtenAs(actor), what });
    await sayMaintenance(runtime, stores, changed, what, writtenAs(actor));
    return { id };
  });
  return result;
}

function mustLieAhead(startsAt: Date, now: Date, zone: string): void {
  const aheadMs = startsAt.getTime() - now.getTime();
  if (aheadMs >= -LATE_AT_MOST_MS && aheadMs <= AHEAD_AT_MOST_MS) return;
  throw new UserError(
    'bad_argument',
    worded(({ maintenance }) => maintenance.withinAYear(zone)),
    { argument: 'at' },
  );
}

function mustBeKnown({ playbook }: Pick<Runtime, 'playbook'>, components: readonly string[]): void {
  const known = publicComponents(playbook).map(({ key }) => key);
  const unknown = components.find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const keys = known.map((key) => `\`${key}\``).join(', ');
  throw new UserError(
    'bad_argument',
    worded(({ maintenance }) => maintenance.noSuchComponent(unknown, keys)),
    { argument: 'components' },
  );
}

function noSuch(id: number): UserError {
  return new UserError(
    'no_such_maintenance',
    worded(({ maintenance }) => maintenance.noSuchWork(id)),
  );
}

function wrongState(id: number, state: MaintenanceState): UserError {
  return new UserError(
    'wrong_state',
    worded(({ maintenance }) => maintenance.wrongState[state](id)),
  );
}
