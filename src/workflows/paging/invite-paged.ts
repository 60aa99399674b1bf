import { z } from 'zod';
import { happened } from '../../events/happened.ts';
import type { IncidentRow, PageRow, Stores } from '../../storage/index.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { type Delivers, delivered, effect } from '../runtime/effect.ts';
import type { Runtime } from '../runtime/runtime.ts';

const inviteEffect = effect('page.invite', { payload: z.object({ users: z.array(z.string()) }) });

/** Whoever a page has reached is let into the incident's channel, private ones included: after their page, never before it. */
export async function inviteLater(
  { clock }: Pick<Runtime, 'clock'>,
  stores: Stores,
  incident: Pick<IncidentRow, 'id'>,
  { id, userId }: Pick<PageRow, 'id' | 'userId'>,
): Promise<void> {
  const row = inviteEffect.row({ key: `invite:${id}`, incidentId: incident.id, lane: 'update', payload: { users: [userId] } });
  await stores.outbox.add(row, clock.now());
}

interface Invited {
  users: string[];
  failed: { user: string; code: string }[];
}

/** Kind `page.invite`. An incident without a channel of its own has nobody to let in; one whose channel is being opened invites whoever was paged by then itself. */
export const inviteKind = delivered(inviteEffect, (runtime): Delivers<typeof inviteEffect, Invited> => {
  const { chat, storage, clock } = runtime;
  return {
    run: async (row) => {
      const { users } = row.payload;
      const incident = row.incidentId === null ? undefined : await storage.incidents.find(row.incidentId);
      if (!incident || incident.channelId === null || incident.channelName === null || incident.threadTs !== null) return { skipped: true };
      const { failed } = await chat.invite({ channel: incident.channelId, users }, { lane: row.lane });
      return { users, failed };
    },
    record: async (stores, row, { users, failed }) => {
      const incident = row.incidentId === null ? undefined : await stores.incidents.find(row.incidentId);
      if (!incident) return;
      await happened(runtime, stores, {
        incidentId: incident.id,
        at: clock.now(),
        kind: 'people.invited',
        actor: 'bongsu',
        data: { users, failed, whom: 'paged' },
      });
      for (const code of new Set(failed.map((each) => each.code))) {
        const people = failed.filter((each) => each.code === code).map(({ user }) => user);
        const message = presentInIncident(runtime, incident).notInvitedNotice({ incident, people, code });
        await send(runtime, stores, {
          key: `${row.key}:${code}`,
          incidentId: incident.id,
          lane: 'update',
          destination: { to: 'home' },
          message,
        });
      }
      if (failed.length > 0) runtime.waker.wake('outbox', clock.now());
    },
  };
});
