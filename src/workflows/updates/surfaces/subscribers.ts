import { z } from 'zod';
import { ACTIVE_STATES } from '../../../domain/incident/incident.ts';
import { affectedBy } from '../../../domain/status-page/components.ts';
import type { Notice } from '../../../domain/subscribers/notice.ts';
import { partName } from '../../../domain/subscribers/subscription.ts';
import { type Delivers, delivered, effect } from '../../runtime/effect.ts';
import { tellSubscribers } from '../../subscribers/tell-subscribers.ts';
import { type Surface, tellingKey } from './surface.ts';

const subscribersEffect = effect('update.subscribers', { payload: z.object({ sequence: z.number(), version: z.number() }) });

/** Mail, webhooks, and people and channels of Slack that follow: whoever chose it hears of each update once. */
export const subscribers: Surface = {
  isOn: () => true,
  row: (text) => {
    const { incidentId, sequence, version } = text;
    return subscribersEffect.row({ key: tellingKey('subscribers', text), incidentId, lane: 'cosmetics', payload: { sequence, version } });
  },
};

/**
 * Kind `update.subscribers`: one row says what is told, and who hears of it is found afterwards. A correction reaches those who have not been told yet and nobody a second time, as elsewhere in the field: what
 * has left cannot be taken back, and the next update says how things stand.
 */
export const subscribersKind = delivered(subscribersEffect, (runtime): Delivers<typeof subscribersEffect, Notice> => {
  const { storage, clock, playbook } = runtime;
  return {
    run: async ({ incidentId, payload: { sequence } }) => {
      const incident = incidentId === null ? undefined : await storage.incidents.find(incidentId);
      if (!incident || incident.private || !(await storage.subscriptions.anybody())) return { skipped: true };
      const text = await storage.updateTexts.of(incident.id, sequence);
      if (!text) return { skipped: true };
      // What is over is not reported as going on, and what nobody approved is not told once the next one is due.
      if (text.kind === 'update' && !ACTIVE_STATES.includes(incident.state)) return { skipped: true };
      if (text.approvedBy === null && text.nextAt !== null && clock.now() >= text.nextAt) return { skipped: true };
      return {
        cause: tellingKey('subscribers', { incidentId: incident.id, sequence, version: 1 }),
        kind: text.kind,
        incidentId: incident.id,
        service: incident.service,
        components: affectedBy(playbook, incident.scenario).map((component) => partName(incident.service, component)),
        severity: incident.severity,
        stage: text.stage,
        title: null,
        texts: text.texts,
        nextAt: text.nextAt,
      };
    },
    record: async (stores, { payload: { version } }, notice) => {
      if (version > 1) await stores.notices.reword(notice.cause, notice.texts);
      else await tellSubscribers(runtime, stores, notice);
    },
  };
});
