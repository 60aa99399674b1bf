import { z } from 'zod';
import type { IncidentRow, NewOutboxRow, Stores } from '../../storage/index.ts';
import type { RolesView } from '../../views/roles.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { type Delivers, delivered, effect } from '../runtime/effect.ts';
import type { Runtime } from '../runtime/runtime.ts';

const topicEffect = effect('topic.refresh', { payload: z.object({}) });

/**
 * Has the channel's topic written anew once this transaction is done, so that it tells no severity or state that is no longer true.
 * `incident` is the row before the change: its version tells one change from another.
 */
export async function refreshTopic(runtime: Runtime, stores: Stores, incident: Pick<IncidentRow, 'id' | 'version'>): Promise<void> {
  await stores.outbox.add(topicRefreshRow(incident.id, incident.version), runtime.clock.now());
}

/** What the topic says: how bad it is, who commands, and where people meet. */
export function topicOf(runtime: Runtime, incident: IncidentRow, roles: RolesView): string {
  const bridge = incident.bridgeUrl === null ? {} : { bridgeUrl: incident.bridgeUrl };
  return presentInIncident(runtime, incident).topic({ incident, roles, ...bridge });
}

/** The outbox row for it; `cause` tells one from another. */
export function topicRefreshRow(incidentId: number, cause: number | string): NewOutboxRow {
  return topicEffect.row({ key: `topic:${incidentId}:${cause}`, incidentId, lane: 'cosmetics', payload: {} });
}

/** Kind `topic.refresh`: written from the incident as it is when it leaves, so that a late one does no harm and a second changes nothing. */
export const topicRefreshKind = delivered(topicEffect, (runtime): Delivers<typeof topicEffect> => {
  const { storage, chat, log } = runtime;
  return {
    run: async (row) => {
      const incident = row.incidentId === null ? undefined : await storage.incidents.find(row.incidentId);
      // While it is being opened, whoever opens it sets the topic; an incident in a thread has none of its own.
      if (!incident?.channelId || incident.threadTs !== null) return { skipped: true };
      const channel = incident.channelId;
      const topic = topicOf(runtime, incident, await storage.roles.of(incident.id));
      // Slack writes each change into the channel, so what is there already is not set again.
      const there = await chat.topicOf({ channel }, { lane: row.lane }).catch((error: unknown) => {
        log.debug({ err: error, outbox: row.key }, 'The topic cannot be read; it is set.');
        return undefined;
      });
      if (there === topic) return {};
      await chat.setTopic({ channel, topic }, { lane: row.lane });
      return {};
    },
  };
});
