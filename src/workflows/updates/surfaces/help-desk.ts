import { z } from 'zod';
import { happened } from '../../../events/happened.ts';
import type { OutboxRow } from '../../../storage/index.ts';
import { type Delivers, delivered, effect, type Skipped } from '../../runtime/effect.ts';
import { languageAt } from '../../social/notice-effects.ts';
import { sayingRefusal } from '../../social/say-social.ts';
import { isGoneThere } from '../pages/page-effect.ts';
import { supportGuideView } from './support.ts';
import { type Surface, tellingKey } from './surface.ts';

/** The name of what keeps the guide in one help desk. */
export const HELP_DESK = 'update.help-desk';

const which = { incident: z.number(), desk: z.string() };
const deskEffect = effect(HELP_DESK, {
  payload: z.object({ ...which, sequence: z.number(), version: z.number() }),
  place: ({ incident, desk }) => `incident ${incident} desk ${desk}`,
});

/** Help desks: the guide for customer support as one macro for an incident, which follows each update and is put away at the end (X2). */
export const helpDesk: Surface = {
  isOn: ({ updates }) => updates.helpDesks.length > 0,
  row: (text, { updates }) => {
    const { incidentId, sequence, version } = text;
    return updates.helpDesks.map(({ desk }) =>
      deskEffect.row({
        key: tellingKey(`help-desk/${desk}`, text),
        incidentId,
        lane: 'update',
        payload: { incident: incidentId, desk, sequence, version },
      }),
    );
  },
};

interface Kept {
  macro: string;
}

/** Kind `update.help-desk`: made from the newest text, so that a late one does no harm; ours is looked for before it is created, so that run twice is the same as run once. */
export const helpDeskKind = delivered(deskEffect, (runtime): Delivers<typeof deskEffect, Kept> => {
  const { storage, clock, playbook, present } = runtime;
  return {
    run: async ({ payload: { incident: incidentId, desk: name, sequence } }) => {
      const desk = runtime.helpDesks.find((one) => one.name === name);
      const spec = playbook.updates.helpDesks.find((one) => one.desk === name);
      const [incident, text, deployment, rows] = await Promise.all([
        storage.incidents.find(incidentId),
        storage.updateTexts.last(incidentId),
        storage.deployment(),
        storage.outbox.of(incidentId),
      ]);
      if (!desk || !spec || !incident || incident.private || !text) return { skipped: true };
      const language = languageAt(playbook, spec);
      const macro = {
        marker: `${deployment.slice(0, 8)}/${playbook.service.key}/${incident.id}`,
        ...present.in(language).supportMacro(supportGuideView(runtime, incident, text, language)),
      };
      return await sayingRefusal(runtime, incidentId, { title: desk.title, about: `${sequence}` }, async (): Promise<Kept | Skipped> => {
        const known = macroIn(rows, name) ?? (await desk.find(macro))?.id;
        if (text.kind === 'end') {
          // Whoever never had it need not put it away.
          if (known === undefined) return { skipped: true };
          await desk.retire(known);
          return { macro: known };
        }
        if (known !== undefined && (await isChanged(desk.change(known, macro)))) return { macro: known };
        return { macro: (await desk.create(macro)).id };
      });
    },
    record: async (stores, { payload: { incident: incidentId, desk, sequence } }) => {
      await happened(runtime, stores, { incidentId, at: clock.now(), kind: 'guide.sent', actor: 'bongsu', data: { sequence, desk } });
    },
  };
});

/** The macro that an earlier telling made or changed there. */
function macroIn(rows: readonly OutboxRow[], desk: string): string | undefined {
  const told = rows.flatMap(({ kind, payload, outcome }) => {
    const { macro } = (outcome ?? {}) as Partial<Kept>;
    return kind === deskEffect.kind && payload.desk === desk && macro !== undefined ? [macro] : [];
  });
  return told.at(-1);
}

/** False when somebody deleted it there. */
async function isChanged(changing: Promise<void>): Promise<boolean> {
  try {
    await changing;
    return true;
  } catch (error) {
    if (isGoneThere(error)) return false;
    throw error;
  }
}
