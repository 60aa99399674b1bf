import type { Refusal } from '../../domain/chat/refusals.ts';
import { PermanentError } from '../../domain/errors.ts';

/** For a person without the address that a pager needs; callers ask `reaches` first. */
export function noAddress(name: string, field: 'email' | 'phone'): PermanentError {
  return new PermanentError('no_address', `${name} has no ${field} in the playbook: add it under team.people.`, {
    refusal: aboutPerson(field),
  });
}

/** What is refused is this person's address, not our account or sender: trying it again will never reach them, and another way may. */
export function aboutPerson(method: string): Refusal {
  return { refused: { about: 'person', because: 'closed' }, method };
}
