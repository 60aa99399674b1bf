import { z } from 'zod';
import type { Incident } from '../../../domain/incident/incident.ts';
import type { Language } from '../../../domain/language/bilingual.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { PostedRef } from '../../../domain/ports/chat.ts';
import { own } from '../../../domain/text/own.ts';
import { publicStage } from '../../../domain/updates/told-text.ts';
import { happened } from '../../../events/happened.ts';
import type { UpdateTextRow } from '../../../storage/index.ts';
import type { SupportGuideView } from '../../../views/updates.ts';
import { scenarioView } from '../../briefing/briefing-view.ts';
import { postJoining } from '../../incident/declare/announce.ts';
import { presentFor } from '../../messages/present-for.ts';
import { type Delivers, delivered, effect } from '../../runtime/effect.ts';
import type { Runtime } from '../../runtime/runtime.ts';
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
      const message = present.supportGuide(supportGuideView(runtime, incident, text, present.language));
      const before = await postedBefore(storage, incident.id, 'support', row);
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

/** The guide as it is by now, for readers of a language; `text` is what was told last, absent before the first update. */
export function supportGuideView(
  { playbook, clock, present }: Pick<Runtime, 'playbook' | 'clock' | 'present'>,
  incident: Incident,
  text: UpdateTextRow | undefined,
  language: Language,
): SupportGuideView {
  const scenario = scenarioView({ playbook }, incident);
  const template = own(playbook.messages, 'update.support');
  const stage = text?.stage ?? publicStage({ state: incident.state, isUnderstood: false, isCalm: false });
  const common = { incident, stage, now: clock.now(), ...(scenario && { scenario }) };
  return {
    ...common,
    sequence: text?.sequence ?? 0,
    text: text
      ? pick(text.texts, language, playbook.team.language)
      : present.in(language).updateText({ ...common, kind: 'update', readings: [] }),
    questions: (incident.scenario ? own(playbook.scenarios, incident.scenario)?.support : undefined) ?? [],
    waitMinutes: waitMinutesOf(playbook),
    ...(template && { template }),
    ...(text?.nextAt && { nextAt: text.nextAt }),
  };
}

/** How long users are asked to wait where somebody spreads them; what the playbook says first. */
function waitMinutesOf({ mitigations }: { mitigations: Readonly<Record<string, { with?: unknown }>> }): number {
  for (const { with: settings } of Object.values(mitigations)) {
    const minutes = (settings as { waitMinutes?: unknown } | undefined)?.waitMinutes;
    if (typeof minutes === 'number') return minutes;
  }
  return WAIT_MINUTES;
}

const WAIT_MINUTES = 10;
