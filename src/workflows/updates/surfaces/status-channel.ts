import { z } from 'zod';
import { ACTIVE_STATES } from '../../../domain/incident/incident.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { PostedRef } from '../../../domain/ports/chat.ts';
import type { ToldReading } from '../../../domain/timeline/updates.ts';
import type { ToldTexts } from '../../../domain/updates/told-text.ts';
import { happened } from '../../../events/happened.ts';
import { scenarioView } from '../../briefing/briefing-view.ts';
import { judgedReadings } from '../../briefing/follow-readings.ts';
import { signalsFor } from '../../briefing/read-signals.ts';
import { announcementAt, postJoining } from '../../incident/declare/announce.ts';
import { presentInStatus } from '../../messages/present-for.ts';
import { type Delivers, delivered, effect } from '../../runtime/effect.ts';
import { moment } from '../../runtime/stored.ts';
import { draftUpdate } from '../draft-update.ts';
import { sinceLastUpdate, told } from '../since-last-update.ts';
import { postedBefore } from './posted-before.ts';
import { type Surface, tellingKey } from './surface.ts';

const channelEffect = effect('update.status-channel', {
  payload: z.object({
    sequence: z.number(),
    version: z.number().exactOptional(),
    /** In rows of an earlier release, which had no text of its own: when it and the next one are due, and what somebody wrote. */
    dueAt: moment.exactOptional(),
    nextAt: moment.exactOptional(),
    text: z.string().nullable().exactOptional(),
  }),
});

/** The status channel: the text with the numbers below it, in the thread of the announcement (X1). */
export const statusChannel: Surface = {
  isOn: () => true,
  row: (text) => {
    const { incidentId, sequence, version } = text;
    return channelEffect.row({ key: tellingKey('status-channel', text), incidentId, lane: 'update', payload: { sequence, version } });
  },
};

/** What was told, and where it stands. */
interface Sent extends PostedRef {
  /** Absent in one that was found again after a lost reply: nobody knows what it said. */
  readings?: ToldReading[];
}

/** Kind `update.status-channel`: the numbers are those of the moment at which it leaves. */
export const updateKind = delivered(channelEffect, (runtime): Delivers<typeof channelEffect, Sent> => {
  const { chat, clock, playbook, storage } = runtime;
  const present = presentInStatus(runtime);
  const channel = playbook.team.channels.status;

  /** The thread of the announcement. An incident that lives in that thread has it for those who work on it. */
  async function threadOf(incidentId: number): Promise<string | undefined> {
    const announced = await announcementAt(storage, incidentId);
    return announced && !announced.isHome && announced.channel === channel ? announced.ts : undefined;
  }

  return {
    look: async (row, since) => {
      const threadTs = row.incidentId === null ? undefined : await threadOf(row.incidentId);
      const asked = { channel, key: row.key, since };
      const inThread = threadTs === undefined ? undefined : await chat.findPosted({ ...asked, threadTs }, { lane: 'update' });
      // An attempt that was made before the announcement stood has no thread.
      return inThread ?? (await chat.findPosted(asked, { lane: 'update' }));
    },
    run: async (row) => {
      const incident = row.incidentId === null ? undefined : await storage.incidents.find(row.incidentId);
      if (!incident || incident.private) return { skipped: true };
      const { sequence } = row.payload;
      const written = await storage.updateTexts.of(incident.id, sequence);
      // What is over is not reported as going on, and what began again not as over.
      if (ACTIVE_STATES.includes(incident.state) === (written?.kind === 'end')) return { skipped: true };
      const nextAt = written ? written.nextAt : (row.payload.nextAt ?? null);
      const isStale = nextAt !== null && clock.now() >= nextAt;
      // It waited until the next one was due: that one tells how things stand, and what somebody approved is not lost.
      if (isStale && written?.version === 1 && written.approvedBy === null) return { skipped: true };
      if (isStale && !written && row.payload.text == null) return { skipped: true };
      const [{ readings }, { previous, done }, texts, threadTs] = await Promise.all([
        judgedReadings(runtime, incident, signalsFor(runtime, incident.scenario)),
        sinceLastUpdate(runtime, incident),
        written?.texts ??
          earlierText(row.payload.text) ??
          draftUpdate(runtime, incident, { kind: 'update', nextAt }).then((draft) => draft.texts),
        threadOf(incident.id),
      ]);
      const scenario = scenarioView(runtime, incident);
      const message = present.update({
        incident,
        sequence,
        readings,
        ...(scenario && { scenario }),
        ...(previous && { previous }),
        ...(done.length > 0 && written?.approvedBy != null && { done }),
        message: pick(texts, present.language, playbook.team.language),
        ...(nextAt && { nextAt }),
        now: clock.now(),
      });
      const before = (row.payload.version ?? 1) > 1 ? await postedBefore(storage, incident.id, 'status-channel', row, sequence) : undefined;
      if (before) {
        await chat.update({ ...before, message }, { lane: 'update' });
        return { ...before, readings: told(readings) };
      }
      const posted = await postJoining(runtime, { channel, message, key: row.key, ...(threadTs && { threadTs }) }, { lane: 'update' });
      return { ...posted, readings: told(readings) };
    },
    record: async (stores, { incidentId, payload: { sequence, version = 1 } }, { readings }) => {
      if (incidentId === null || version > 1) return;
      const at = clock.now();
      const data = { sequence, ...(readings && { readings }) };
      await happened(runtime, stores, { incidentId, at, kind: 'update.sent', actor: 'bongsu', data });
    },
  };
});

/** What somebody wrote in an earlier release, which had no languages. */
function earlierText(text: string | null | undefined): ToldTexts | undefined {
  return text == null ? undefined : { en: text };
}
