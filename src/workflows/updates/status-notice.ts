import { z } from 'zod';
import type { ChatMessage } from '../../domain/chat/message.ts';
import { worded } from '../../languages/worded.ts';
import type { Storage, Stores } from '../../storage/index.ts';
import { announcementOfIncident, postJoining } from '../incident/declare/announce.ts';
import { declareRunId } from '../incident/declare/steps.ts';
import { chatMessage } from '../messages/chat-message.ts';
import { WaitsFor } from '../runtime/delivery-failed.ts';
import { type Delivers, delivered, effect } from '../runtime/effect.ts';
import type { Runtime } from '../runtime/runtime.ts';

const statusEffect = effect('status.notice', {
  /** `ends`: says that an incident is over, which nobody needs to hear who never heard that it began. `service`: whose status channel it is for, where no incident says so. */
  payload: z.object({ message: chatMessage, ends: z.boolean(), service: z.string().exactOptional() }),
});

/** Puts a message for the status channel into the outbox. About an incident, it follows that incident's announcement, or the lack of one. */
export async function sendToStatus(
  { clock, playbook }: Pick<Runtime, 'clock' | 'playbook'>,
  stores: Stores,
  notice: { key: string; incidentId: number | null; message: ChatMessage; ends?: boolean },
): Promise<void> {
  const { key, incidentId, message, ends = false } = notice;
  const payload = { message, ends, ...(incidentId === null && { service: playbook.service.key }) };
  await stores.outbox.add(statusEffect.row({ key, incidentId, lane: 'update', payload }), clock.now());
}

/** Kind `status.notice`: goes to whatever the playbook calls the status channel by then. */
export const statusNoticeKind = delivered(statusEffect, (runtime): Delivers<typeof statusEffect> => {
  const { chat, services, storage } = runtime;
  const channelOf = ({ payload: { service } }: { payload: { service?: string } }) =>
    (service === undefined ? runtime : services.newest(service)).playbook.team.channels.status;
  return {
    look: (row, since) => chat.findPosted({ channel: channelOf(row), key: row.key, since }, { lane: row.lane }),
    run: async (row) => {
      const { message, ends } = row.payload;
      const begun = row.incidentId === null ? 'announced' : await announcementOf(storage, row.incidentId);
      if (begun === 'under way')
        throw new WaitsFor(
          announcementOfIncident(row.incidentId ?? 0),
          'not_announced',
          worded(({ incidents }) => incidents.beginningHasNotBeenAnnouncedYet),
        );
      if (begun === 'never' && ends) return { skipped: true };
      return await postJoining(runtime, { channel: channelOf(row), message, key: row.key }, { lane: row.lane });
    },
  };
});

/** Whether people were told that an incident began: `never` when it was over before, or when that could not be said. */
async function announcementOf(storage: Storage, incidentId: number): Promise<'announced' | 'under way' | 'never'> {
  const runId = declareRunId(incidentId);
  const steps = await storage.steps.of(runId);
  const step = (name: string) => steps.find((row) => row.name === name);
  if (step('home.thread')?.status === 'done') return 'announced';
  const announced = step('announcement.post');
  if (announced?.status === 'failed') return 'never';
  if (announced?.status === 'done') return announced.outcome === null ? 'never' : 'announced';
  // Declared by an older version, or still being opened.
  return (await storage.runs.find(runId))?.status === 'running' ? 'under way' : 'announced';
}
