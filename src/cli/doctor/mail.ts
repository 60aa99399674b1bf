import { findMailer, MAIL_VARIABLES } from '../../integrations/mail/index.ts';
import type { Check } from './check.ts';

/** Whether the mail server lets us in. Sends nothing. */
export const mailCheck: Check = {
  name: 'Mail',
  async run({ config, timeoutMs }) {
    const subject = 'Mail';
    const mailer = findMailer(config.accounts, { timeoutMs });
    if (!mailer) return [{ level: 'warn', subject, text: `${MAIL_VARIABLES} are not set: no pages and no invitations by mail.` }];
    await mailer.verify();
    const offered =
      config.publicUrl === undefined
        ? `; nobody can subscribe to updates by mail, since PUBLIC_URL is not set`
        : `; people subscribe to updates at ${config.publicUrl}/subscribe`;
    return [{ level: 'ok', subject, text: `the server lets us in; mail comes from ${mailer.from}${offered}` }];
  },
};
