import { z } from 'zod';
import { ACTIVE_STATES } from '../../../domain/incident/incident.ts';
import { type Delivers, delivered, effect } from '../../runtime/effect.ts';
import { type DraftedNotice, draftNotice, isSocialOn, recordDraft } from '../../social/draft-notice.ts';
import { type Surface, tellingKey } from './surface.ts';

const draftEffect = effect('social.draft', { payload: z.object({ sequence: z.number(), version: z.number() }) });

/** Social networks: of each text a notice is drafted, which a second person has told (X3). */
export const social: Surface = {
  isOn: ({ updates }) => updates.social.networks.length > 0,
  row: (text) => {
    const { incidentId, sequence, version } = text;
    return draftEffect.row({ key: tellingKey('social', text), incidentId, lane: 'update', payload: { sequence, version } });
  },
};

/** Kind `social.draft`: networks are asked how long a post may be, and nobody is told anything yet. */
export const socialDraftKind = delivered(draftEffect, (runtime): Delivers<typeof draftEffect, DraftedNotice> => {
  const { storage, clock } = runtime;
  return {
    run: async ({ incidentId, payload: { sequence } }) => {
      const [incident, text] = await Promise.all([
        storage.incidents.find(incidentId ?? 0),
        storage.updateTexts.of(incidentId ?? 0, sequence),
      ]);
      if (!incident || !text || !isSocialOn(runtime, incident)) return { skipped: true };
      // What is over is not reported as going on, and what nobody approved is not told once the next one is due.
      if (text.kind === 'update' && !ACTIVE_STATES.includes(incident.state)) return { skipped: true };
      if (text.approvedBy === null && text.nextAt !== null && clock.now() >= text.nextAt) return { skipped: true };
      return await draftNotice(runtime, incident, text);
    },
    record: async (stores, { incidentId, payload: { sequence } }, drafted) => {
      const incident = incidentId === null ? undefined : await stores.incidents.lock(incidentId);
      const text = incident && (await stores.updateTexts.of(incident.id, sequence));
      if (incident && text) await recordDraft(runtime, stores, incident, text, drafted);
    },
  };
});
