import { UserError } from '../../domain/errors.ts';

/** What is said when a number belongs to no incident. */
export function noSuchIncident(id: number): UserError {
  return new UserError('no_such_incident', {
    en: `There is no incident #${id}. See \`list\`.`,
    ko: `장애 #${id} 기록이 없습니다. 목록: \`list\`.`,
  });
}
