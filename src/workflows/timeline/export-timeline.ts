import { z } from 'zod';
import { type Incident, incidentRef } from '../../domain/incident/incident.ts';
import { productLanguage } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import { plainWords, type Told } from '../../domain/language/words.ts';
import { describeActor, describeEntry } from '../../domain/timeline/describe-entry.ts';
import { ENDING, EXPORT_FORMATS, type ExportFormat, exportRecord, type Line } from '../../domain/timeline/export-record.ts';
import { asEdited, ENTRY_GROUPS, type EntryGroup, readRecord } from '../../domain/timeline/read-record.ts';
import { LANGUAGES } from '../../languages/index.ts';
import { mayReadPrivate } from '../incident/list-incidents.ts';
import { destination } from '../messages/chat-message.ts';
import { presentFor } from '../messages/present-for.ts';
import { type Delivers, delivered, effect } from '../runtime/effect.ts';
import { type Cause, once } from '../runtime/once.ts';
import type { Runtime } from '../runtime/runtime.ts';

const exportEffect = effect('timeline.export', {
  payload: z.object({
    format: z.enum(EXPORT_FORMATS),
    group: z.enum(ENTRY_GROUPS).optional(),
    person: z.string().optional(),
    by: z.string(),
    destination,
  }),
  place: ({ destination: where }) => (where.to === 'channel' ? `channel ${where.channel}` : undefined),
});

/**
 * Sends the timeline as a file: in the incident's own channel to everybody who is there, without any private note; anywhere else to whoever asked, with those that are for them. Once
 * per cause; after a lost reply the file may come twice.
 */
export async function exportTimeline(
  runtime: Runtime,
  input: {
    cause: Cause;
    incident: Incident;
    by: string;
    isHere: boolean;
    format: ExportFormat;
    group?: EntryGroup | undefined;
    person?: string | undefined;
  },
): Promise<'here' | 'direct'> {
  const { clock, waker } = runtime;
  const { cause, incident, by, isHere, format, group, person } = input;
  const here = isHere && incident.channelId !== null ? incident.channelId : undefined;
  await once(runtime, cause, async (stores) => {
    const where = here === undefined ? { to: 'direct' as const, user: by } : { to: 'channel' as const, channel: here };
    const payload = { format, by, destination: where, ...(group !== undefined && { group }), ...(person !== undefined && { person }) };
    const key = `timeline-export:${cause.source}:${cause.id}`;
    await stores.outbox.add(exportEffect.row({ key, incidentId: incident.id, lane: 'update', payload }), clock.now());
    return {};
  });
  waker.wake('outbox', clock.now());
  return here === undefined ? 'direct' : 'here';
}

/** Kind `timeline.export`: whether whoever asked may read it is asked again, because the row may have waited. */
export const exportKind = delivered(exportEffect, (runtime): Delivers<typeof exportEffect> => {
  const { chat, storage, membership } = runtime;
  return {
    run: async ({ incidentId, lane, payload }) => {
      const { by, destination: where, format, group, person } = payload;
      const incident = incidentId === null ? undefined : await storage.incidents.find(incidentId);
      if (!incident) return { skipped: true };
      const actor = await membership.of({ kind: 'person', id: by, standing: 'unknown' });
      if (where.to === 'direct' && incident.private && !(await mayReadPrivate(runtime, incident, actor))) return { skipped: true };
      const reader = where.to === 'direct' ? by : undefined;
      const { language } = presentFor(runtime, reader === undefined ? { incident } : { person: reader });
      const body = await fileOf(runtime, incident, { language, format, group, person, reader });
      const channel =
        where.to === 'direct' ? await chat.openDirect({ user: by }, { lane }) : where.to === 'channel' ? where.channel : undefined;
      if (channel === undefined) return { skipped: true };
      const fileName = `incident-${incident.id}-timeline.${ENDING[format]}`;
      await chat.uploadFile(
        { bytes: new TextEncoder().encode(body), fileName, title: `${incidentRef(incident)} timeline`, channel },
        { lane },
      );
      return {};
    },
  };
});

async function fileOf(
  { playbook, storage }: Pick<Runtime, 'playbook' | 'storage'>,
  incident: Incident,
  wanted: { language: string; format: ExportFormat; group: EntryGroup | undefined; person: string | undefined; reader: string | undefined },
): Promise<string> {
  const { language, format, reader } = wanted;
  const { zone, people } = playbook.team;
  const names = new Map(Object.values(people).map(({ slack, name }) => [slack, name] as const));
  const nameOf = (id: string): string => names.get(id) ?? id;
  const plain = (told: Told): string => plainWords(pick(told, language), nameOf);
  const time = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const lines = readRecord(await storage.timeline.of(incident.id), wanted).map(
    (entry): Line => ({
      entry,
      at: entry.at.toISOString(),
      time: time.format(entry.at),
      actor: plain(describeActor(entry.actor)),
      says: plain(describeEntry(playbook, asEdited(entry), { reader })),
    }),
  );
  const words = LANGUAGES[productLanguage(language)].timeline.file;
  return exportRecord(lines, format, {
    title: words.title(incidentRef(incident), incident.title),
    zone,
    time: words.time,
    actor: words.actor,
    event: words.event,
    edited: (by) => words.edited(nameOf(by)),
    removed: (by, reason) => words.removed(nameOf(by), reason),
  });
}
