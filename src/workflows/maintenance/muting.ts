import type { Alert } from '../../domain/alerts/alert.ts';
import { judgeAlert, type Maintenance } from '../../domain/alerts/judge-alert.ts';
import { pick } from '../../domain/language/pick.ts';
import { isAlertOf } from '../../domain/status-page/components.ts';
import type { MaintenanceRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Which planned work mutes an alert at this moment; the one that ends last. */
export async function mutingWork(
  { playbook }: Pick<Runtime, 'playbook'>,
  stores: Pick<Stores, 'maintenances'>,
  now: Date,
): Promise<(alert: Pick<Alert, 'labels'>) => Maintenance | undefined> {
  const rows = await stores.maintenances.muting(playbook.service.key, now);
  const { language } = playbook.team;
  const windows = rows.map((row) => ({
    row,
    window: { from: row.startsAt, to: row.endsAt, match: {}, reason: pick(row.texts, language) },
  }));
  return (alert) => windows.find(({ row }) => isAbout(playbook, row, alert))?.window;
}

function isAbout(playbook: Runtime['playbook'], { components }: MaintenanceRow, alert: Pick<Alert, 'labels'>): boolean {
  if (components.length === 0) return true;
  return isAlertOf(playbook, components, { labels: alert.labels, scenario: judgeAlert(playbook, alert).scenario });
}
