import { DEDUP_PREFIX, groupKeyOf, isWholeService } from '../../domain/alerts/alert.ts';
import { activeMaintenance } from '../../domain/alerts/judge-alert.ts';
import { roomAt } from '../../domain/alerts/room.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { sayWaiting } from './say-alerts.ts';

/** Groups that are put off together: their locks are held until the transaction ends. */
const AT_ONCE = 500;

/**
 * When there is no room for another incident, every other group without one waits as well: decided about together, because ten thousand of them one by one
 * would keep everybody else waiting. Those in `but` are left alone, and so is all when a maintenance window may mute some of it. Resolves with how many groups wait because of it.
 */
export async function waitTogether(runtime: Runtime, but: readonly string[]): Promise<number> {
  const { storage, clock, playbook, scope } = runtime;
  const service = playbook.service.key;
  if (activeMaintenance(playbook, clock.now()).length > 0) return 0;
  if ((await storage.maintenances.muting(service, clock.now())).length > 0) return 0;
  // What belongs to the whole service may join an incident that people opened.
  const whole = groupKeyOf(playbook, {}, scope);
  const left = [...but, ...(isWholeService(playbook, whole, scope) ? [whole] : [])];
  for (let all = 0; ; ) {
    const waiting = await storage.transaction(async (stores) => {
      const now = clock.now();
      const { declare } = playbook.alerts;
      const room = roomAt(await stores.alerts.takeDeclaring(service, new Date(now.getTime() - declare.per)), declare, now);
      if (!room) return 0;
      const groups = await stores.alerts.waitTogether(now, room, { service, limit: AT_ONCE, but: left, prefix: DEDUP_PREFIX });
      if (groups > 0) await sayWaiting(runtime, stores, { groups }, room);
      return groups;
    });
    all += waiting;
    if (waiting < AT_ONCE) return all;
  }
}
