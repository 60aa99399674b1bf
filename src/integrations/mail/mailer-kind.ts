import type { Mailer } from '../../domain/ports/mailer.ts';
import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';

export interface CheckedMailer extends Mailer {
  /** Where mail comes from. */
  readonly from: string;
  /** Looks whether it would be let in, and sends nothing. Rejects as `send` does. */
  verify(): Promise<void>;
}

interface Declared<Settings> {
  /** What sets it up. */
  account: Account<Settings>;
  /** `timeoutMs` is for a whole mail. Connects to nobody. */
  create(settings: Settings, options: { timeoutMs?: number }): CheckedMailer;
}

/** One way to send mail. */
export interface MailerKind {
  readonly account: Account;
  /** Undefined when it is not set up. */
  create(accounts: Accounts, options: { timeoutMs?: number }): CheckedMailer | undefined;
}

/** The kind that a file declares. */
export function mailerKind<Settings>({ account, create }: Declared<Settings>): MailerKind {
  return {
    account,
    create: (accounts, options) => {
      const settings = accounts.of(account);
      return settings === undefined ? undefined : create(settings, options);
    },
  };
}
