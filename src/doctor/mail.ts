import { createMailer } from '../integrations/mail/index.ts';
import type { Check } from './check.ts';

/** Whether the mail server lets us in. Sends nothing. */
export const mailCheck: Check = {
  name: 'Mail',
  async run({ config, timeoutMs }) {
    const subject = 'Mail';
    if (!config.mail) {
      return [{ level: 'warn', subject, text: 'SMTP_URL and MAIL_FROM are not set: no pages and no invitations by mail.' }];
    }
    const { smtpUrl, from } = config.mail;
    await createMailer({ smtpUrl: smtpUrl.reveal(), from, timeoutMs }).verify();
    return [{ level: 'ok', subject, text: `the server lets us in; mail comes from ${from}` }];
  },
};
