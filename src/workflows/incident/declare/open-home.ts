import { PermanentError } from '../../../domain/errors.ts';
import type { Incident } from '../../../domain/incident/incident.ts';
import type { CallOptions, ChannelRef } from '../../../domain/ports/chat.ts';
import { happened } from '../../../events/happened.ts';
import { worded } from '../../../languages/worded.ts';
import { type Home, openStandIn } from '../../places/stand-in.ts';
import type { RunContext } from '../../runtime/run-kind.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { StepFailed } from '../../runtime/steps.ts';
import { announce } from './announce.ts';
import { placeHome } from './place-home.ts';
import { REPLACE_AFTER_MS } from './steps.ts';

const NAME_TRIES = 5;

/** Slack gives the time of creation in whole seconds, by its own clock. */
const CLOCK_SKEW_MS = 60_000;
const LANE: CallOptions = { lane: 'page' };

/** Opens the incident's channel; where the workspace does not allow that, the next best place. */
export async function openHome(runtime: Runtime, context: RunContext, incident: Incident): Promise<Home> {
  try {
    const channel = await createChannel(runtime, context, incident);
    return { channel: channel.id, kind: 'channel' };
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
  }
  const home = await openStandIn(runtime, context, incident, {
    thread: () => announce(runtime, context, incident, { step: 'home.thread' }),
    foundDirect: (stores, channel) => placeHome(runtime, stores, incident.id, { channelId: channel }),
  });
  if (!home) throw new Error(`Incident ${incident.id} has gone while it was being opened.`);
  return home;
}

async function createChannel(runtime: Runtime, { steps }: RunContext, incident: Incident): Promise<ChannelRef> {
  const { chat, clock, present } = runtime;
  const names = Array.from({ length: NAME_TRIES }, (_, index) => present.channelName(incident, index + 1));
  const look = (since: Date) => chat.findOwnChannel({ names, createdAfter: new Date(since.getTime() - CLOCK_SKEW_MS) }, LANE);
  return await steps.do<ChannelRef>({
    name: 'channel.create',
    replaceAfterMs: REPLACE_AFTER_MS,
    look,
    run: async (since) => {
      for (const name of names) {
        try {
          return await chat.createChannel({ name, isPrivate: incident.private }, LANE);
        } catch (error) {
          if (!(error instanceof PermanentError && error.code === 'name_taken')) throw error;
          // Either an earlier request of ours arrived late, or the name is somebody else's; only then the next name is right.
          const own = await look(since);
          if (own) return own;
        }
      }
      const [first = '', last = first] = [names[0], names.at(-1)];
      throw new PermanentError(
        'name_taken',
        worded(({ incidents }) => incidents.namesToAreAllTakenByOtherChannels(first, last)),
      );
    },
    record: async (stores, channel) => {
      await placeHome(runtime, stores, incident.id, { channelId: channel.id, channelName: channel.name });
      await happened(runtime, stores, {
        incidentId: incident.id,
        at: clock.now(),
        kind: 'channel.opened',
        actor: 'bongsu',
        data: { ...channel },
      });
    },
  });
}
