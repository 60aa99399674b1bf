import { publicComponents } from '../../domain/status-page/components.ts';
import { maintenanceState, type PlannedWork } from '../../domain/status-page/maintenance.ts';
import type { MaintenanceFormView, MaintenanceListView, MaintenanceView } from '../../views/maintenance.ts';
import type { Runtime } from '../runtime/runtime.ts';

const HOUR_MS = 3_600_000;
/** What is over is listed so long. */
const PAST_MS = 24 * HOUR_MS;

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

/** What the form begins with: the next whole hour, unless more is known. */
export function maintenanceForm(
  { playbook, clock }: Pick<Runtime, 'playbook' | 'clock'>,
  given: { startsAt?: Date; lasting?: string; text?: string; components?: readonly string[] },
): MaintenanceFormView {
  const { service, team, statusPage } = playbook;
  const nextHour = new Date((Math.floor(clock.now().getTime() / HOUR_MS) + 1) * HOUR_MS);
  return {
    service: service.key,
    serviceName: service.name,
    languages: statusPage.languages ?? [team.language],
    components: publicComponents(playbook).map(({ key, name }) => ({ key, name })),
    startsAt: given.startsAt ?? nextHour,
    lasting: given.lasting ?? '1h',
    ...(given.text && { text: given.text }),
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
