import type { Stores } from '../../storage/index.ts';
import { sayRunAnew } from '../mitigation/run/run-message.ts';
import type { Runtime } from '../runtime/runtime.ts';

/**
 * Messages of a place that people have left are not edited there any more; what they say is said where people are: at once where something can be stopped or
 * taken back, else when it changes next.
 */
export async function leaveMessages(runtime: Runtime, stores: Stores, incidentId: number, channelId: string): Promise<void> {
  await stores.standingNotices.leave(incidentId, channelId);
  await stores.analyses.leave(incidentId, channelId);
  const live = (await stores.mitigationRuns.of(incidentId)).filter((run) => run.channelId === channelId && run.state !== 'ended');
  for (const { id, ts } of live) {
    const run = await stores.mitigationRuns.lock(id);
    if (run && run.channelId === channelId) await sayRunAnew(runtime, stores, run, `left-${ts}`);
  }
}
