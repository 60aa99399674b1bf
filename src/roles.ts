/** What a process does: talk with Slack, work on what is due, answer the other HTTP doors. Several processes on one database share the work. */
export const PROCESS_ROLES = ['bot', 'worker', 'web'] as const;
export type ProcessRole = (typeof PROCESS_ROLES)[number];

/** Reads `--roles bot,worker` (default: all). Throws with what is wanted when a role is not known. */
export function rolesFrom(argv: readonly string[]): ReadonlySet<ProcessRole> {
  const index = argv.findIndex((word) => word === '--roles' || word.startsWith('--roles='));
  if (index === -1) return new Set(PROCESS_ROLES);
  const word = argv[index] ?? '';
  const list = word.includes('=') ? word.slice(word.indexOf('=') + 1) : (argv[index + 1] ?? '');
  const roles = list
    .split(',')
    .map((role) => role.trim())
    .filter(Boolean);
  const unknown = roles.filter((role) => !(PROCESS_ROLES as readonly string[]).includes(role));
  if (roles.length === 0 || unknown.length > 0) {
    throw new RolesError(
      `--roles: found ${unknown.length > 0 ? unknown.join(', ') : 'nothing'}; wanted one or more of ${PROCESS_ROLES.join(', ')}.`,
    );
  }
  return new Set(roles as ProcessRole[]);
}

/** The command line names a role that does not exist. */
export class RolesError extends Error {
  override readonly name = 'RolesError';
}
