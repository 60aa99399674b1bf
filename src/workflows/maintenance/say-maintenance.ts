import { pick } from '../../domain/language/pick.ts';
import type { MaintenanceChange } from '../../domain/status-page/maintenance.ts';
import type { ToldTexts } from '../../domain/updates/told-text.ts';
import type { MaintenanceRow, Stores } from '../../storage/index.ts';
import { presentInStatus } from '../messages/present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { tellSubscribers } from '../subscribers/tell-subscribers.ts';
import { sendToStatus } from '../updates/status-notice.ts';
import { maintenanceView } from './describe-maintenance.ts';

/** Says in the status channel, and to subscribers, what became of planned work: once for each change of it. */
export async function sayMaintenance(
  { services }: Pick<Runtime, 'services'>,
  stores: Stores,
  row: MaintenanceRow,
  what: MaintenanceChange,
  by?: string,
): Promise<void> {
  const runtime = services.newest(row.service);
  const now = runtime.clock.now();
  const view = { work: maintenanceView(runtime, row), what, ...(by !== undefined && { by }), now };
  const message = presentInStatus(runtime).maintenanceNotice(view);
  const cause = `maintenance:${row.id}:v${row.version}`;
  await sendToStatus(runtime, stores, { key: cause, incidentId: null, message });
  const { service, components } = row;
  const about = { incidentId: null, service, components, severity: null, stage: null, nextAt: null };
  await tellSubscribers(runtime, stores, { ...about, cause, kind: 'maintenance', title: row.texts, texts: textsOf(runtime, row) });
  runtime.waker.wake('outbox', now);
}

/** What outsiders are told of it, in each language of the status page: how it is, when, and what it concerns. */
function textsOf(runtime: Runtime, row: MaintenanceRow): ToldTexts {
  const { playbook, present } = runtime;
  const { team, service, statusPage } = playbook;
  const { state, startsAt, endsAt, components } = maintenanceView(runtime, row);
  const named = components.length === 0 ? [service.name] : components;
  const said = (statusPage.languages ?? [team.language]).map((language) => {
    const { locale, maintenance: t } = present.in(language).statusWords();
    const clock = new Intl.DateTimeFormat(locale, { timeZone: team.zone, dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
    const times = `${t.times(clock.format(startsAt), clock.format(endsAt))} (${team.zone})`;
    return [language, `${t.state[state]}: ${times}\n${t.concerns(named.map((name) => pick(name, language)).join(', '))}`];
  });
  return Object.fromEntries(said);
}
