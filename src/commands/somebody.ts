import { UserError } from '../domain/errors.ts';
import { type Actor, personOf } from '../domain/incident/actor.ts';
import { worded } from '../languages/worded.ts';

/** The person who asks, for what only people can do: take work, answer a page, come to a meeting. Throws UserError `no_person` for a program. */
export function whoeverAsks(actor: Actor): string {
  const user = personOf(actor);
  if (user !== undefined) return user;
  throw new UserError(
    'no_person',
    worded(({ commands }) => commands.onlyAPersonCanDoThis),
  );
}

/** Whoever is named, or whoever asks. Throws UserError as `whoeverAsks`. */
export function somebody(named: string | undefined, actor: Actor): string {
  return named ?? whoeverAsks(actor);
}
