import { refusedBy } from '../../domain/chat/refusals.ts';
import { PermanentError } from '../../domain/errors.ts';
import { ACTIVE_STATES } from '../../domain/incident/incident.ts';
import { worded } from '../../languages/worded.ts';
import type { WholeRuntime } from '../runtime/runtime.ts';
import { probePlace } from './probe-places.ts';

/** Somebody archived or deleted a channel. What nobody of ours lives in is no concern of ours, and an incident that is over may be put away. */
export async function heardGone(runtime: WholeRuntime, channelId: string, code: 'is_archived' | 'channel_not_found'): Promise<void> {
  const { storage, services, places } = runtime;
  const isStatus = services.all.some(({ playbook }) => playbook.team.channels.status === channelId);
  if (!isStatus && (await storage.incidents.livingIn(channelId, ACTIVE_STATES)).length === 0) return;
  const said =
    code === 'is_archived'
      ? worded(({ incidents }) => incidents.channelWasArchived)
      : worded(({ incidents }) => incidents.channelWasDeleted);
  const refused = refusedBy(code);
  if (refused.about !== 'place') return;
  await places.gone(new PermanentError(code, said, { refusal: { refused, method: 'event', place: channelId } }));
}

/** A channel was unarchived, or somebody let us into it: whether it can be written to again, a look tells. */
export async function heardReturn(runtime: WholeRuntime, channelId: string): Promise<void> {
  if (await runtime.storage.gonePlaces.find(channelId)) await probePlace(runtime, channelId);
}
