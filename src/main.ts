import { readCommandLine } from './command-line.ts';
import { type ProcessRole, RolesError, rolesFrom } from './roles.ts';

const USAGE = `npm start                           starts Bongsu with the environment's configuration and .env
npm start -- --roles bot,worker     starts a process that does only these; without it all of bot, worker, web
`;

const { values } = readCommandLine({ usage: USAGE, options: { roles: { type: 'string' } } });
const roles = rolesIn(values.roles);
// Help and a typo are answered before the bot is loaded.
const { start } = await import('./start.ts');
await start(roles);

function rolesIn(list: string | undefined): ReadonlySet<ProcessRole> {
  try {
    return rolesFrom(list);
  } catch (error) {
    if (!(error instanceof RolesError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
