import { refusedBy } from '../../domain/chat/refusals.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { CallOptions, PostedRef } from '../../domain/ports/chat.ts';
import { worded } from '../../languages/worded.ts';
import type { Stores } from '../../storage/index.ts';
import { slackIds } from '../oncall/people.ts';
import type { RunContext } from '../runtime/run-kind.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { StepFailed } from '../runtime/steps.ts';

/** Where an incident lives: a channel of its own, a thread of the status channel, or a direct message when nothing else is to be had. */
export interface Home {
  channel: string;
  threadTs?: string;
  kind: 'channel' | 'thread' | 'direct';
}

/** More people than this are not tried: if none of them can be written to, it is not about them. */
export const PEOPLE_TRIED = 5;
const LANE: CallOptions = { lane: 'page' };

/** What opens each place, and writes down that the incident lives there. */
export interface Openers {
  /** Posts the head of a thread in the status channel; null when nothing of the kind is needed any more. */
  thread: () => Promise<PostedRef | null>;
  /** Written in the transaction that found the direct channel. */
  foundDirect: (stores: Stores, channel: string) => Promise<void>;
}

/** The places, from the best to the last. */
const PLACES = /^(channel\.create|home\.)/;

/**
 * The next best place for an incident without a channel: a thread in the status channel, which a private one never gets; then direct messages with whoever
 * answers for it. Where even that is not to be had, nothing gets through at the moment, and no place is worse than another: rejects with StepDeferred, and the best
 * one is tried first again.
 */
export async function openStandIn(runtime: Runtime, context: RunContext, incident: Incident, open: Openers): Promise<Home | undefined> {
  if (!incident.private) {
    try {
      const posted = await open.thread();
      return posted ? { channel: posted.channel, threadTs: posted.ts, kind: 'thread' } : undefined;
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
    }
  }
  return await openDirect(runtime, context, incident, open);
}

async function openDirect(runtime: Runtime, { steps }: RunContext, incident: Incident, { foundDirect }: Openers): Promise<Home> {
  let last = new StepFailed(
    'home.direct',
    'nobody',
    worded(({ incidents }) => incidents.playbookNamesNobodyWhoCouldBeWrittenTo),
  );
  for (const [index, user] of (await answerable(runtime, incident)).entries()) {
    try {
      const { channel } = await steps.do({
        name: index === 0 ? 'home.direct' : `home.direct.${index + 1}`,
        attempts: 1,
        waitsForRights: false,
        run: async () => ({ channel: await runtime.chat.openDirect({ user }, LANE), user }),
        record: (stores, outcome) => foundDirect(stores, outcome.channel),
      });
      return { channel, kind: 'direct' };
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      last = error;
      // Somebody else can be written to only if it is about this person.
      if (refusedBy(error.code).about !== 'person') break;
    }
  }
  throw await steps.startOver((name) => PLACES.test(name), last);
}

/** Who answers for an incident, the nearest first: its commander, its declarer, whoever was paged, the leads, then, unless it is private, everybody. */
async function answerable({ storage, playbook }: Runtime, incident: Incident): Promise<string[]> {
  const [{ commander }, pages] = await Promise.all([storage.roles.of(incident.id), storage.pages.of(incident.id)]);
  const { leads, people } = playbook.team;
  const known = [
    commander,
    incident.declaredBy,
    ...pages.map(({ userId }) => userId),
    // A private incident is nobody's who may not see it.
    ...slackIds(playbook, incident.private ? leads : [...leads, ...Object.keys(people)]),
  ];
  return [...new Set(known.filter((user): user is string => user !== undefined && /^[UW][A-Z0-9]+$/.test(user)))].slice(0, PEOPLE_TRIED);
}
