import { z } from 'zod';
import { causeTitle } from '../../domain/deadlines/deadlines.ts';
import { PermanentError } from '../../domain/errors.ts';
import { ACTIVE_STATES, type Incident } from '../../domain/incident/incident.ts';
import { pick } from '../../domain/language/pick.ts';
import { own } from '../../domain/text/own.ts';
import type { CatchUpView } from '../../views/lists.ts';
import { scenarioView } from '../briefing/briefing-view.ts';
import { namedIn } from '../diagnosis/named-in.ts';
import { presentFor } from '../messages/present-for.ts';
import { type Delivers, delivered, effect } from '../runtime/effect.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';

const catchUpEffect = effect('incident.catch-up', { payload: z.object({ user: z.string() }) });

/** Somebody came into a channel. Whoever comes into that of an incident by themselves is told how it stands, once; whom Bongsu invited was told why. */
export async function somebodyJoined(
  { storage, clock, waker }: WholeRuntime,
  { channel, user, at }: { channel: string; user: string; at: string },
): Promise<void> {
  const incident = await storage.incidents.findByChannel(channel);
  if (!incident || !ACTIVE_STATES.includes(incident.state)) return;
  const key = `catch-up:${incident.id}:${user}:${at}`;
  await storage.outbox.add(catchUpEffect.row({ key, incidentId: incident.id, lane: 'ack', payload: { user } }), clock.now());
  waker.wake('outbox', clock.now());
}

/** Kind `incident.catch-up`: only they see it; somebody who is not there at the moment finds it in their direct messages. */
export const catchUpKind = delivered(catchUpEffect, (runtime): Delivers<typeof catchUpEffect> => {
  const { chat, storage } = runtime;
  return {
    run: async ({ incidentId, key, lane, payload: { user } }) => {
      const incident = incidentId === null ? undefined : await storage.incidents.find(incidentId);
      if (!incident?.channelId || !ACTIVE_STATES.includes(incident.state)) return { skipped: true };
      if ((await chat.userState({ user }, { lane })) === 'bot') return { skipped: true };
      const message = presentFor(runtime, { person: user, incident }).catchUp(await catchUpView(runtime, incident, user));
      if (await chat.isThere({ user }, { lane })) {
        try {
          await chat.postEphemeral({ channel: incident.channelId, user, message }, { lane });
          return {};
        } catch (error) {
          // They have left again.
          if (error instanceof PermanentError && error.code === 'user_not_in_channel') return { skipped: true };
          throw error;
        }
      }
      return await chat.post({ channel: await chat.openDirect({ user }, { lane }), message, key }, { lane });
    },
  };
});

async function catchUpView(runtime: Runtime, incident: Incident, user: string): Promise<CatchUpView> {
  const { storage, playbook, clock } = runtime;
  const [roles, diagnosis, runs, told, updates] = await Promise.all([
    storage.roles.of(incident.id),
    storage.diagnoses.of(incident.id),
    storage.mitigationRuns.of(incident.id),
    storage.updateTexts.last(incident.id),
    storage.updates.of(incident.id),
  ]);
  const scenario = scenarioView(runtime, incident);
  const [first] = diagnosis?.result?.causes ?? [];
  const named = namedIn(diagnosis);
  const likely = first?.confidence === 'likely' ? { scenario: first.scenario, cause: first.key } : undefined;
  const cause = named ?? likely;
  const language = presentFor(runtime, { person: user, incident }).language;
  return {
    incident,
    roles,
    runs: runs.flatMap(({ name, state, outcome }) => {
      const title = own(playbook.mitigations, name)?.title;
      return title && (state !== 'ended' || outcome === 'stays') ? [{ title, isUnderWay: state !== 'ended' }] : [];
    }),
    ...(scenario && { scenario }),
    ...(incident.bridgeUrl !== null && { bridgeUrl: incident.bridgeUrl }),
    ...(cause && { cause: { title: causeTitle(playbook, cause), isNamed: named !== undefined } }),
    ...(told && { told: { text: pick(told.texts, language, playbook.team.language), at: told.writtenAt } }),
    ...(updates?.nextAt && { nextUpdateAt: updates.nextAt }),
    now: clock.now(),
  };
}
