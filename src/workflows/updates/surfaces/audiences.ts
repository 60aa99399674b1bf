import { z } from 'zod';
import { ACTIVE_STATES } from '../../../domain/incident/incident.ts';
import { SEVERITIES } from '../../../domain/incident/states.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { Playbook } from '../../../domain/playbook/schema.ts';
import type { PostedRef } from '../../../domain/ports/chat.ts';
import { own } from '../../../domain/text/own.ts';
import { isAudienceDue, type ToldAudience } from '../../../domain/updates/audiences.ts';
import type { OutboxRow } from '../../../storage/index.ts';
import { scenarioView } from '../../briefing/briefing-view.ts';
import { judgedReadings } from '../../briefing/follow-readings.ts';
import { signalsFor } from '../../briefing/read-signals.ts';
import { postJoining } from '../../incident/declare/announce.ts';
import { presentFor } from '../../messages/present-for.ts';
import { type Delivers, delivered, effect } from '../../runtime/effect.ts';
import { sinceLastUpdate } from '../since-last-update.ts';
import { type Surface, tellingKey, tellingOf } from './surface.ts';

const NAME = 'update.audience';

const audienceEffect = effect(NAME, {
  payload: z.object({
    sequence: z.number(),
    version: z.number(),
    /** As the team calls it. */
    audience: z.string(),
    channel: z.string().exactOptional(),
    user: z.string().exactOptional(),
  }),
  place: ({ channel }) => (channel === undefined ? undefined : `channel ${channel}`),
});

/** Whoever is told inside (C3): QA, planning, executives and others, each as much and as often as the team says, from the same one text. A place each: its channel, and every one of its people. */
export const audiences: Surface = {
  isOn: ({ team }) => Object.keys(team.audiences).length > 0,
  row: (text, { team }) => {
    const { incidentId, sequence, version } = text;
    const row = (audience: string, place: string, where: { channel: string } | { user: string }) =>
      audienceEffect.row({
        key: tellingKey(`audiences/${place}`, text),
        incidentId,
        lane: 'update',
        payload: { sequence, version, audience, ...where },
      });
    return Object.entries(team.audiences).flatMap(([key, { channel, people }]) => [
      ...(channel === undefined ? [] : [row(key, key, { channel })]),
      ...people.flatMap((person) => {
        const user = own(team.people, person)?.slack;
        return user === undefined ? [] : [row(key, placeOf(key, person), { user })];
      }),
    ]);
  },
};

/** A place by what people call its audience, and whoever reads there where that is one person. */
export function audienceTitle({ team }: Pick<Playbook, 'team'>, place: string): string {
  for (const [key, { name, people }] of Object.entries(team.audiences)) {
    const called = pick(name, team.language);
    if (key === place) return called;
    const person = people.find((one) => placeOf(key, one) === place);
    if (person !== undefined) return `${called}: ${own(team.people, person)?.name ?? person}`;
  }
  return place;
}

/** One person of an audience, whose own key holds no dot. */
function placeOf(audience: string, person: string): string {
  return `${audience}.${person}`;
}

interface Told extends PostedRef {
  severity: ToldAudience['severity'];
}

/** Kind `update.audience`: whether it is due is decided when it leaves, by what this very place was told before. A correction replaces what stands there. */
export const audienceKind = delivered(audienceEffect, (runtime): Delivers<typeof audienceEffect, Told> => {
  const { chat, clock, playbook, storage } = runtime;
  const place = async ({ channel, user }: { channel?: string; user?: string }): Promise<string | undefined> =>
    channel ?? (user === undefined ? undefined : await chat.openDirect({ user }, { lane: 'update' }));
  return {
    look: async (row, since) => {
      const channel = await place(row.payload);
      const posted = channel && (await chat.findPosted({ channel, key: row.key, since }, { lane: 'update' }));
      const incident = posted ? await storage.incidents.find(row.incidentId ?? 0) : undefined;
      return posted && incident ? { ...posted, severity: incident.severity } : undefined;
    },
    run: async ({ key, incidentId, payload }) => {
      const { sequence, version, audience } = payload;
      const spec = own(playbook.team.audiences, audience);
      const incident = await storage.incidents.find(incidentId ?? 0);
      const text = incident && (await storage.updateTexts.of(incident.id, sequence));
      if (!spec || !incident || incident.private || !text) return { skipped: true };
      if (ACTIVE_STATES.includes(incident.state) === (text.kind === 'end')) return { skipped: true };
      const now = clock.now();
      const isStale = text.nextAt !== null && now >= text.nextAt;
      if (isStale && text.approvedBy === null) return { skipped: true };
      const before = toldHere(await storage.outbox.of(incident.id), key);
      const corrected = before.find((one) => one.sequence === sequence);
      const last = before.findLast((one) => one.sequence < sequence);
      const { severity } = incident;
      const asked = { kind: text.kind, severity, from: spec.from, everyMs: spec.every?.[severity], last, now };
      if (version > 1 ? !corrected : !isAudienceDue(asked)) return { skipped: true };
      const present = presentFor(runtime, payload.user === undefined ? { channel: payload.channel ?? '' } : { person: payload.user });
      const isFull = spec.detail === 'full';
      const readings = isFull ? (await judgedReadings(runtime, incident, signalsFor(runtime, incident.scenario))).readings : [];
      const done = isFull ? (await sinceLastUpdate(runtime, incident, { all: true })).done : [];
      const scenario = scenarioView(runtime, incident);
      const message = present.audienceUpdate({
        incident,
        detail: spec.detail,
        text: pick(text.texts, present.language, playbook.team.language),
        readings,
        done,
        ...(scenario && { scenario }),
        ...(text.nextAt && { nextAt: text.nextAt }),
        now,
      });
      if (corrected) {
        await chat.update({ channel: corrected.channel, ts: corrected.ts, message }, { lane: 'update' });
        return { channel: corrected.channel, ts: corrected.ts, severity };
      }
      const channel = await place(payload);
      if (channel === undefined) return { skipped: true };
      return { ...(await postJoining(runtime, { channel, message, key }, { lane: 'update' })), severity };
    },
  };
});

/** What was told at the place of this key before, the earliest first. */
function toldHere(rows: readonly OutboxRow[], key: string): (Told & ToldAudience & { sequence: number })[] {
  const here = tellingOf({ key })?.place;
  return rows.flatMap((row) => {
    const telling = tellingOf(row);
    const { channel, ts, severity } = (row.outcome ?? {}) as Partial<Told>;
    if (!telling || row.kind !== NAME || telling.place !== here || row.key === key) return [];
    if (channel === undefined || ts === undefined || !SEVERITIES.some((known) => known === severity)) return [];
    return [{ channel, ts, severity: severity as ToldAudience['severity'], at: new Date(Number(ts) * 1_000), sequence: telling.sequence }];
  });
}
