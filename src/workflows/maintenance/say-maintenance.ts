import type { MaintenanceChange } from '../../domain/status-page/maintenance.ts';
import type { MaintenanceRow, Stores } from '../../storage/index.ts';
import { presentInStatus } from '../messages/present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { tellMaintenance } from '../subscribers/tell-maintenance.ts';
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
  await sendToStatus(runtime, stores, { key: `maintenance:${row.id}:v${row.version}`, incidentId: null, message });
  await tellMaintenance(runtime, stores, row, what);
  runtime.waker.wake('outbox', now);
}
