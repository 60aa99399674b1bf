import { UserError } from '../domain/errors.ts';
import { type Actor, personOf } from '../domain/incident/actor.ts';

/** The person who asks, for what only people can do: take work, answer a page, come to a meeting. Throws UserError `no_person` for a program. */
export function whoeverAsks(actor: Actor): string {
  const user = personOf(actor);
  if (user !== undefined) return user;
  throw new UserError('no_person', {
    en: 'Only a person can do this. Where the command takes a person, say whom.',
    ko: '사람만 할 수 있습니다. 담당자를 정할 수 있는 명령이라면 담당자를 지정해 주세요.',
  });
}

/** Whoever is named, or whoever asks. Throws UserError as `whoeverAsks`. */
export function somebody(named: string | undefined, actor: Actor): string {
  return named ?? whoeverAsks(actor);
}
