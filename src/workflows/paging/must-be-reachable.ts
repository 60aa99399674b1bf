import { UserError } from '../../domain/errors.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import { mention } from '../../domain/language/words.ts';
import type { UserState } from '../../domain/ports/chat.ts';
import { worded, wordedEach } from '../../languages/worded.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { within } from '../runtime/within.ts';

/** A command is answered within 3 s; whom Slack does not tell of in time is taken, and what becomes of them is said later. */
const LOOK_UP_WITHIN_MS = 1_000;

/** What somebody is named for. */
export type NamedFor = 'oncall' | 'command' | 'role' | 'page';

const CANNOT: Record<NamedFor, Bilingual> = wordedEach(({ paging }) => paging.cannot);

const WHY: Record<Exclude<UserState, 'active'>, Bilingual> = wordedEach(({ paging }) => paging.why);

/**
 * Whoever is put on call, given a role or paged is looked up first. Throws UserError `person_<state>` that says why they cannot be. Guests and people of other workspaces may hold a role (a vendor's
 * engineer helps), but command nothing and are not called, unless the playbook names them: it has the last word.
 */
export async function mustBeReachable(runtime: Runtime, user: string, what: NamedFor): Promise<void> {
  const { chat, log, playbook } = runtime;
  const looked = chat.userState({ user }, { lane: 'ack' }).catch((error: unknown) => {
    log.warn({ err: error, user }, 'Whoever was named could not be looked up; they are taken as they are.');
    return undefined;
  });
  const state = await within(runtime, LOOK_UP_WITHIN_MS, looked);
  if (!state || state === 'active') return;
  const isNamed = Object.values(playbook.team.people).some(({ slack }) => slack === user);
  if ((isNamed || what === 'role') && (state === 'guest' || state === 'elsewhere')) return;
  const [cannot, why] = [CANNOT[what], WHY[state]];
  throw new UserError(
    `person_${state}`,
    worded(({ paging }, language) => paging.nameSomebodyElse(mention(user), pick(cannot, language), pick(why, language))),
  );
}
