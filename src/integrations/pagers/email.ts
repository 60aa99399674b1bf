import { NO_ACCOUNT } from '../accounts/account.ts';
import { clamp, clampLine } from './clamp.ts';
import { pagerKind } from './pager-kind.ts';
import { noAddress } from './refusal.ts';

const MOST_SUBJECT = 150;
const MOST_TEXT = 20_000;

/** A mail over SMTP. The key makes its Message-ID, so mail programs show the same page once even when it came twice. */
export const emailPager = pagerKind({
  name: 'email',
  wakes: false,
  shared: false,
  // Whatever sends mail sets it up.
  account: NO_ACCOUNT,
  create(_settings, { mailer }) {
    if (mailer.from === undefined) return undefined;
    return {
      reaches: ({ email }) => email !== undefined,
      async send({ key, subject, text }, { name, email }) {
        if (email === undefined) throw noAddress(name, 'email');
        await mailer.send({ key, to: [email], subject: clampLine(subject, MOST_SUBJECT), text: clamp(text, MOST_TEXT) });
        return {};
      },
    };
  },
});
