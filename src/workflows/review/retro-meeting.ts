import { PermanentError } from '../../domain/errors.ts';
import type { BridgeMeeting } from '../../domain/ports/bridge.ts';
import type { RetroRow } from '../../storage/index.ts';
import { STANDING_ROOM_AFTER_MS } from '../incident/declare/open-bridge.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { afterVersionBefore, currentRetro, unlessFailed, type Version } from './retro-run.ts';
import { retroView } from './retro-view.ts';

/** Zoom's word for a meeting that somebody deleted. */
const GONE = '3001';
type Outcome = Partial<BridgeMeeting> & { removed?: boolean };

/** Makes, moves or takes back the video meeting. Where there is none to be had, people meet in the playbook's standing room. */
export async function arrangeMeeting(version: Version): Promise<void> {
  await afterVersionBefore(version, 'meeting');
  const { runtime, context, incident, act } = version;
  const { fallback } = runtime.playbook.team.bridge;
  // Whoever set up a standing room and nothing else has all that they want.
  if (!runtime.bridge.isSetUp && fallback !== undefined) return act === 'cancel' ? undefined : await standIn(version);
  const key = `bongsu-retro-${incident.id}-${incident.detectedAt.getTime()}-${version.sequence}`;
  await context.steps
    .do<Outcome>({
      name: 'retro.meeting',
      // The invitation goes out soon; without a standing room it goes out without a link. A meeting that comes later is in nobody's calendar.
      replaceAfterMs: STANDING_ROOM_AFTER_MS,
      look: async () => (act === 'cancel' ? undefined : await runtime.bridge.find({ key })),
      run: async () => {
        const retro = await currentRetro(version);
        if (!retro) return {};
        return act === 'cancel' ? await remove(version, retro) : await createOrMove(version, retro, key);
      },
      whenTooLate: async ({ id }) => (id === undefined ? undefined : await runtime.bridge.remove({ id })),
      record: async (stores, { id, joinUrl, removed }) => {
        if (removed) await stores.retros.change(incident.id, { meetingId: null, joinUrl: null });
        if (id !== undefined && joinUrl !== undefined) await stores.retros.change(incident.id, { meetingId: id, joinUrl });
      },
    })
    .catch(unlessFailed);
  if (act !== 'cancel') await standIn(version);
}

async function createOrMove({ runtime, incident }: Version, retro: RetroRow, key: string): Promise<Outcome> {
  const { bridge } = runtime;
  const schedule = { startsAt: retro.startsAt, durationMs: retro.endsAt.getTime() - retro.startsAt.getTime() };
  const topic = presentInIncident(runtime, incident).retroMail(retroView(runtime, incident, retro, [])).summary;
  const create = () => bridge.create({ key, topic, schedule });
  if (retro.meetingId === null) return await create();
  try {
    await bridge.move({ id: retro.meetingId, schedule });
    return {};
  } catch (error) {
    if (!(error instanceof PermanentError && error.code === GONE)) throw error;
    return await create();
  }
}

async function remove({ runtime }: Version, retro: RetroRow): Promise<Outcome> {
  if (retro.meetingId === null) return {};
  await runtime.bridge.remove({ id: retro.meetingId });
  return { removed: true };
}

/** Only where there is no link at all: one that could not be moved to the new time still opens. */
async function standIn(version: Version): Promise<void> {
  const { fallback } = version.runtime.playbook.team.bridge;
  const retro = await currentRetro(version);
  if (fallback !== undefined && retro?.joinUrl === null) {
    await version.runtime.storage.retros.change(version.incident.id, { joinUrl: fallback });
  }
}
