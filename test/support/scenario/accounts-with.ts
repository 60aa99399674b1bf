import type { Account } from '../../../src/integrations/accounts/account.ts';
import { Accounts } from '../../../src/integrations/accounts/accounts.ts';

/** What one account is set up with. */
export type Given = readonly [Account, unknown];

/** An account with these settings, for `accountsWith`. */
export function given<Settings>(account: Account<Settings>, settings: Settings | undefined): Given {
  return [account, settings];
}

/** Accounts of which only these are set up. */
export function accountsWith(...set: readonly Given[]): Accounts {
  return new Accounts(new Map(set));
}
