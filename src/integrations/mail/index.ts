import type { Mailer } from '../../domain/ports/mailer.ts';
import { variablesOf } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { CheckedMailer, MailerKind } from './mailer-kind.ts';
import { smtpKind } from './smtp.ts';
import { createUnconfiguredMailer } from './unconfigured-mailer.ts';

/** Every way to send mail, one line each; the first that is set up is used. */
export const MAILERS: readonly MailerKind[] = [smtpKind];

/** What sets mail up, for whoever has to. */
export const MAIL_VARIABLES = MAILERS.map(({ account }) => variablesOf(account)).join(', or ');

/** Undefined when nobody set mail up. */
export function findMailer(accounts: Accounts, options: { timeoutMs?: number } = {}): CheckedMailer | undefined {
  for (const kind of MAILERS) {
    const mailer = kind.create(accounts, options);
    if (mailer) return mailer;
  }
  return undefined;
}

/** The mailer that is set up, or one that refuses every mail and says what to set. */
export function createMailer(accounts: Accounts, options: { timeoutMs?: number } = {}): Mailer {
  return findMailer(accounts, options) ?? createUnconfiguredMailer(MAIL_VARIABLES);
}
