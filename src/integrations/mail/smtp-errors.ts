import type { NodemailerError } from 'nodemailer/lib/errors';
import { errorText, PermanentError, TransientError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|certificate|altnames/;
const NO_SERVER = new Set(['ENOTFOUND', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN']);

/** What nodemailer rejected with, in our words. `mask` hides secrets in what the server said; a reply's class decides about trying again (RFC 5321, 4.2.1). */
export function smtpError(
  error: unknown,
  { mask, timeoutMs }: { mask: (text: string) => string; timeoutMs: number },
): PermanentError | TransientError {
  const { code = '', originalCode, responseCode, permanent, response, rejected = [] } = partsOf(error);
  const text = errorText(error);
  const said = mask(oneLine(response ?? text));

  if (code === 'ETIMEDOUT' || code === 'EABORT')
    return new TransientError(
      'timeout',
      worded(({ messengers }) => messengers.mailServerDidNotAnswerWithinMs(timeoutMs)),
    );
  if (CERTIFICATE.test(`${originalCode} ${text}`)) {
    return new PermanentError(
      'certificate',
      worded(({ messengers }) => messengers.mailServersCertificateIsNotTrustedName(said)),
    );
  }
  if (code === 'ETLS' && responseCode !== undefined && permanent) {
    return new PermanentError(
      'no_encryption',
      worded(({ messengers }) => messengers.mailServerOffersNoEncryptionOnThisPort),
    );
  }
  if ((code === 'EAUTH' || code === 'ENOAUTH') && (permanent ?? true)) {
    return new PermanentError(
      'auth_refused',
      worded(({ messengers }) => messengers.mailServerRefusesTheUserOrThePassword(said)),
    );
  }
  if (responseCode === undefined) {
    const reason = originalCode ?? code;
    const isNowhere = NO_SERVER.has(reason);
    if (code === 'EENVELOPE' || code === 'EMESSAGE')
      return new PermanentError(
        'refused',
        worded(({ messengers }) => messengers.thisMailCannotBeSent(mask(oneLine(text)))),
      );
    return new TransientError(
      'connection',
      worded(({ messengers }) => messengers.mailServerCouldNotBeReachedOrThe(reason, isNowhere)),
      isNowhere ? { namesAddress: true } : {},
    );
  }
  if (!permanent)
    return new TransientError(
      `smtp_${responseCode}`,
      worded(({ messengers }) => messengers.mailServerCannotTakeMailForNow(said)),
    );
  if (rejected.length > 0) return recipientsRefused(rejected, said);
  return new PermanentError(
    `smtp_${responseCode}`,
    worded(({ messengers }) => messengers.mailServerRefusesTheMailCheck(said)),
  );
}

/** Some recipients were refused while the others got the mail. Trying again sends it to those again, who see it once for its Message-ID. */
export function partlyRefused(
  rejected: readonly string[],
  errors: readonly NodemailerError[],
  mask: (text: string) => string,
): PermanentError | TransientError {
  const said = mask(oneLine(errors.map(({ response, message }) => response ?? message).join('; ')));
  if (errors.length > 0 && errors.every(({ permanent }) => permanent === false)) {
    return new TransientError(
      'recipient_delayed',
      worded(({ messengers }) => messengers.mailServerCannotTakeMailForForNow(rejected, said)),
    );
  }
  return recipientsRefused(rejected, said);
}

function recipientsRefused(rejected: readonly string[], said: string): PermanentError {
  return new PermanentError(
    'recipient_refused',
    worded(({ messengers }) => messengers.mailServerTakesNoMailForCorrect(rejected, said)),
    isAboutAddress(said) ? { refusal: { refused: { about: 'person', because: 'closed' }, method: 'RCPT TO' } } : {},
  );
}

/** By the enhanced status code (RFC 3463: 1 addresses, 2 mailboxes, 7 policy) where there is one, otherwise by the reply (RFC 5321, 4.2.3). */
function isAboutAddress(said: string): boolean {
  const enhanced = /\b5\.(\d{1,3})\.\d{1,3}\b/.exec(said);
  return enhanced ? enhanced[1] === '1' || enhanced[1] === '2' : /\b(550|551|553)\b/.test(said);
}

/** By shape: what comes out of a socket may be another realm's error. */
function partsOf(error: unknown): Partial<NodemailerError> {
  return typeof error === 'object' && error !== null ? error : {};
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 300);
}
