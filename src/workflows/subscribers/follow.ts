import { UserError } from '../../domain/errors.ts';
import { SEVERITIES, type Severity } from '../../domain/incident/states.ts';
import { scopeOf } from '../../domain/subscribers/subscription.ts';
import { worded } from '../../languages/worded.ts';
import type { Stores } from '../../storage/index.ts';
import { noSuchIncident } from '../incident/no-such-incident.ts';
import { type Cause, once } from '../runtime/once.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { chosenParts } from './chosen-parts.ts';

/** Where in Slack somebody reads. */
export interface Follower {
  kind: 'person' | 'channel';
  id: string;
}

export interface Followed {
  /** One incident, one service, or everything. */
  incident?: number | undefined;
  service?: string | undefined;
  /** Components of the service, or of the one where it is asked. */
  components?: readonly string[] | undefined;
  /** This severity and worse ones. */
  least?: Severity | undefined;
}

interface Following extends Followed {
  cause: Cause;
  by: string;
  follower: Follower;
}

/** Has a person or a channel of Slack hear of updates. Followed once more, the newer choice of severities counts. */
export async function follow(runtime: Runtime, { cause, by, follower, ...what }: Following): Promise<void> {
  await once(runtime, cause, async (stores) => {
    await mustBeKnown(stores, what);
    const choice = choiceOf(runtime, what);
    const severities = what.least === undefined ? null : SEVERITIES.slice(0, SEVERITIES.indexOf(what.least) + 1);
    const row = { ...choice, severities, kind: follower.kind, address: follower.id, scope: scopeOf(choice) };
    // In which language they read is asked when something is said.
    await stores.subscriptions.begin({ ...row, language: runtime.playbook.team.language, secret: null, madeBy: by }, runtime.clock.now());
    return null;
  });
}

/** Ends it; all of it where nothing is named. False when there was nothing to end. */
export async function unfollow(runtime: Runtime, { cause, follower, ...what }: Following): Promise<boolean> {
  const { result } = await once(runtime, cause, async (stores) => {
    const isAll = what.incident === undefined && what.service === undefined && what.components === undefined;
    const scope = scopeOf(choiceOf(runtime, what));
    const followed = await stores.subscriptions.on(follower.kind, follower.id);
    const wanted = followed.filter((one) => isAll || one.scope === scope);
    for (const { id } of wanted) await stores.subscriptions.end(id, 'ended', 'asked', runtime.clock.now());
    return wanted.length > 0;
  });
  return result;
}

function choiceOf(runtime: Runtime, { incident, ...what }: Followed) {
  if (incident !== undefined) return { incidentId: incident, services: null, components: null };
  return { incidentId: null, ...chosenParts(runtime, what) };
}

/** A private incident tells nobody anything, and whoever asks is not told that there is one. */
async function mustBeKnown(stores: Pick<Stores, 'incidents'>, { incident: id }: Followed): Promise<void> {
  if (id === undefined) return;
  const incident = await stores.incidents.find(id);
  if (!incident || incident.private) throw noSuchIncident(id);
}

/** Where it was typed, when that is a channel that can be told something. Throws UserError `no_channel`. */
export function channelHere(channel: string | undefined): Follower {
  if (channel !== undefined && /^[CG][A-Z0-9]+$/.test(channel)) return { kind: 'channel', id: channel };
  throw new UserError(
    'no_channel',
    worded(({ subscriptions }) => subscriptions.typeInTheChannel),
  );
}
