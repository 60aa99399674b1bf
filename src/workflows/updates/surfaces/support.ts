import { z } from 'zod';
import { pick } from '../../../domain/language/pick.ts';
import type { PostedRef } from '../../../domain/ports/chat.ts';
import { own } from '../../../domain/text/own.ts';
import { happened } from '../../../events/happened.ts';
import { scenarioView } from '../../briefing/briefing-view.ts';
import { postJoining } from '../../incident/declare/announce.ts';
import { presentFor } from '../../messages/present-for.ts';
import { type Delivers, delivered, effect } from '../../runtime/effect.ts';
import { postedBefore } from './posted-before.ts';
import { type Surface, tellingKey } from './surface.ts';

const supportEffect = effect('update.support', { payload: z.object({ sequence: z.number(), version: z.number() }) });

/** The channel of customer support: one guide for an incident, which follows each update (X2). */
export const support: Surface = {
  isOn: ({ team }) => team.channels.support !== undefined,
  row: (text) => {
    const { incidentId, sequence, version } = text;
    return supportEffect.row({ key: tellingKey('support', text), incidentId, lane: 'update', payload: { sequence, version } });
  },
};

/** Kind `update.support`: written from the newest text, so that a late one does no harm. */
export const supportKind = delivered(supportEffect, (runtime): Delivers<typeof supportEffect, PostedRef> => {
  const { chat, clock, playbook, storage } = runtime;
  return {
    look: async (row, since) => {
      const channel = playbook.team.channels.support;
      return channel === undefined ? undefined : await chat.findPosted({ channel, key: row.key, since }, { lane: row.lane });
    },
    run: async (row) => {
      const channel = playbook.team.channels.support;
      const [incident, text] = await Promise.all([
        storage.incidents.find(row.incidentId ?? 0),
        storage.updateTexts.last(row.incidentId ?? 0),
      ]);
      if (channel === undefined || !incident || incident.private || !text) return { skipped: true };
      const present = presentFor(runtime, { channel });
      const scenario = scenarioView(runtime, incident);
      const template = own(playbook.messages, 'update.support');
      const message = present.supportGuide({
        incident,
        sequence: text.sequence,
        stage: text.stage,
        text: pick(text.texts, present.language, playbook.team.language),
        questions: (incident.scenario ? own(playbook.scenarios, incident.scenario)?.support : undefined) ?? [],
        waitMinutes: waitMinutesOf(playbook),
        ...(template && { template }),
        ...(scenario && { scenario }),
        ...(text.nextAt && { nextAt: text.nextAt }),
        now: clock.now(),
      });
      const before = await postedBefore(storage, incident.id, 'support', row.key);
      if (before) {
        await chat.update({ ...before, message }, { lane: row.lane });
        return before;
      }
      return await postJoining(runtime, { channel, message, key: row.key }, { lane: row.lane });
    },
    record: async (stores, { incidentId, payload: { sequence } }) => {
      if (incidentId === null) return;
      await happened(runtime, stores, { incidentId, at: clock.now(), kind: 'guide.sent', actor: 'bongsu', data: { sequence } });
    },
  };
});

/** How long users are asked to wait where somebody spreads them; what the playbook says first. */
function waitMinutesOf({ mitigations }: { mitigations: Readonly<Record<string, { with?: unknown }>> }): number {
  for (const { with: settings } of Object.values(mitigations)) {
    const minutes = (settings as { waitMinutes?: unknown } | undefined)?.waitMinutes;
    if (typeof minutes === 'number') return minutes;
  }
  return WAIT_MINUTES;
}

const WAIT_MINUTES = 10;
