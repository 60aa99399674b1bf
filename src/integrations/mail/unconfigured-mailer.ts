import { PermanentError } from '../../domain/errors.ts';
import type { Mailer } from '../../domain/ports.ts';

/** What stands in for mail when its variables are not set: every mail is refused with `not_configured`. */
export function createUnconfiguredMailer(): Mailer {
  return {
    async send() {
      throw new PermanentError('not_configured', 'Mail is not set up: set SMTP_URL and MAIL_FROM to send pages and invitations by mail.');
    },
  };
}
