import { PermanentError } from '../../domain/errors.ts';
import type { HelpDesk } from '../../domain/ports/help-desks.ts';
import type { Clock } from '../../domain/time/clock.ts';
import { worded } from '../../languages/worded.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { HelpDeskKind } from './help-desk-kind.ts';
import { zendesk } from './zendesk.ts';

export type { HelpDeskKind, HelpDeskSetup } from './help-desk-kind.ts';

/** Every vendor of help desks, one line each; `test/contracts/help-desks` holds them to what HelpDesk promises. */
export const HELP_DESKS: readonly HelpDeskKind[] = [zendesk];

const TIMEOUT_MS = 15_000;

/** Every desk; one that is not set up says so to whoever wants something of it. */
export function createHelpDesks(accounts: Accounts, { clock, timeoutMs = TIMEOUT_MS }: { clock: Clock; timeoutMs?: number }): HelpDesk[] {
  return HELP_DESKS.map((kind) => kind.create(accounts, { clock, timeoutMs }) ?? unconfiguredDesk(kind));
}

/** The desk of a vendor that nothing sets up: a playbook names it all the same. */
function unconfiguredDesk({ name, title, variables }: HelpDeskKind): HelpDesk {
  const refuse = async () => {
    throw new PermanentError(
      'not_set_up',
      worded(({ statusPages }) => statusPages.isNotSetUp(title, variables)),
    );
  };
  return { name, title, find: refuse, create: refuse, change: refuse, retire: refuse };
}
