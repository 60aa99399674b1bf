import { publicComponents } from '../../domain/status-page/components.ts';
import { maintenanceState, type PlannedWork } from '../../domain/status-page/maintenance.ts';
import type { MaintenanceListView, MaintenanceView } from '../../views/maintenance.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What is over is listed so long. */
const PAST_MS = 24 * 3_600_000;

export function maintenanceView({ services, clock }: Pick<Runtime, 'services' | 'clock'>, work: PlannedWork): MaintenanceView {
  const { playbook } = services.newest(work.service);
  const { id, texts, startsAt, endsAt, completedAt } = work;
  const known = publicComponents(playbook).filter(({ key }) => work.components.includes(key));
  return {
    id,
    state: maintenanceState(work, clock.now()),
    texts,
    components: known.map(({ name }) => name),
    ...(services.all.length > 1 && { service: playbook.service.name }),
    startsAt,
    endsAt: completedAt && completedAt < endsAt ? completedAt : endsAt,
  };
}

/** What is planned or under way, and what is just over, of every service. */
export async function listMaintenance(runtime: Runtime, done?: MaintenanceListView['done']): Promise<MaintenanceListView> {
  const { storage, services, clock } = runtime;
  const now = clock.now();
  const keys = services.all.map(({ playbook }) => playbook.service.key);
  const rows = await storage.maintenances.shown(keys, { now, since: new Date(now.getTime() - PAST_MS) });
  return { works: rows.map((row) => maintenanceView(runtime, row)), ...(done && { done }), now };
}
