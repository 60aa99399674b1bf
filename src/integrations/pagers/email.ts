import { clamp, clampLine } from './clamp.ts';
import type { PagerKind } from './pager-kind.ts';
import { noAddress } from './refusal.ts';

const MOST_SUBJECT = 150;
const MOST_TEXT = 20_000;

/** A mail over SMTP. The key makes its Message-ID, so mail programs show the same page once even when it came twice. */
export const emailPager: PagerKind = {
  name: 'email',
  wakes: false,
  create({ accounts, mailer }) {
    if (!accounts.mail) return undefined;
    return {
      name: 'email',
      reaches: ({ email }) => email !== undefined,
      async send({ key, severity, incidentId, title, level, text }, { name, email }) {
        if (email === undefined) throw noAddress(name, 'email');
        const subject = clampLine(`[${severity.toUpperCase()}] #${incidentId} ${title} (${level})`, MOST_SUBJECT);
        await mailer.send({ key, to: [email], subject, text: clamp(text, MOST_TEXT) });
        return {};
      },
    };
  },
};
