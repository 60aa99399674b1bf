import type { NodemailerError } from 'nodemailer/lib/errors';
import { errorText, PermanentError, TransientError } from '../../domain/errors.ts';

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
    return new TransientError('timeout', `The mail server did not answer within ${timeoutMs} ms.`);
  if (CERTIFICATE.test(`${originalCode} ${text}`)) {
    return new PermanentError(
      'certificate',
      `The mail server's certificate is not trusted: name its authority in NODE_EXTRA_CA_CERTS, and the host in SMTP_URL as the certificate does. (${said})`,
    );
  }
  if (code === 'ETLS' && responseCode !== undefined && permanent) {
    return new PermanentError(
      'no_encryption',
      'The mail server offers no encryption on this port, and the password does not go out without: use smtps://…:465 or the port for STARTTLS (587) in SMTP_URL.',
    );
  }
  if ((code === 'EAUTH' || code === 'ENOAUTH') && (permanent ?? true)) {
    return new PermanentError('auth_refused', `The mail server refuses the user or the password: check SMTP_URL. (It says: ${said})`);
  }
  if (responseCode === undefined) {
    const reason = originalCode ?? (code || 'unknown reason');
    const advice = NO_SERVER.has(reason) ? ': check host and port in SMTP_URL' : '';
    if (code === 'EENVELOPE' || code === 'EMESSAGE')
      return new PermanentError('refused', `This mail cannot be sent: ${mask(oneLine(text))}`);
    return new TransientError('connection', `The mail server could not be reached, or the connection was cut (${reason})${advice}.`);
  }
  if (!permanent) return new TransientError(`smtp_${responseCode}`, `The mail server cannot take mail for now: ${said}`);
  if (rejected.length > 0) return recipientsRefused(rejected, said);
  return new PermanentError(
    `smtp_${responseCode}`,
    `The mail server refuses the mail: check MAIL_FROM and the rights of its user. (It says: ${said})`,
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
    return new TransientError('recipient_delayed', `The mail server cannot take mail for ${rejected.join(', ')} for now: ${said}`);
  }
  return recipientsRefused(rejected, said);
}

function recipientsRefused(rejected: readonly string[], said: string): PermanentError {
  return new PermanentError(
    'recipient_refused',
    `The mail server takes no mail for ${rejected.join(', ')}: correct email under team.people in the playbook. (It says: ${said})`,
  );
}

/** By shape: what comes out of a socket may be another realm's error. */
function partsOf(error: unknown): Partial<NodemailerError> {
  return typeof error === 'object' && error !== null ? error : {};
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 300);
}
