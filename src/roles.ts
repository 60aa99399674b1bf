import { didYouMean } from './command-line.ts';

/** What a process does: talk with Slack, work on what is due, answer the other HTTP doors. Several processes on one database share the work. */
export const PROCESS_ROLES = ['bot', 'worker', 'web'] as const;
export type ProcessRole = (typeof PROCESS_ROLES)[number];

/** Reads the list of `--roles bot,worker`; all when there is none. Throws with what is wanted when a role is not known. */
export function rolesFrom(list: string | undefined): ReadonlySet<ProcessRole> {
  if (list === undefined) return new Set(PROCESS_ROLES);
  const roles = list
    .split(',')
    .map((role) => role.trim())
    .filter(Boolean);
  const unknown = roles.filter((role) => !(PROCESS_ROLES as readonly string[]).includes(role));
  if (roles.length === 0 || unknown.length > 0) {
    const [first] = unknown;
    throw new RolesError(
      `--roles: found ${unknown.length > 0 ? unknown.join(', ') : 'nothing'}; wanted one or more of ${PROCESS_ROLES.join(', ')}.${first === undefined ? '' : didYouMean(first, PROCESS_ROLES)}`,
    );
  }
  return new Set(roles as ProcessRole[]);
}

/** The command line names a role that does not exist. */
export class RolesError extends Error {
  override readonly name = 'RolesError';
}
