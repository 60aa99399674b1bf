import { UserError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';

/** What is said when a number belongs to no incident. */
export function noSuchIncident(id: number): UserError {
  return new UserError(
    'no_such_incident',
    worded(({ incidents }) => incidents.thereIsNoIncidentSee(id)),
  );
}
