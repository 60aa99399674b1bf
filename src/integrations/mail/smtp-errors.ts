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
    return new TransientError('timeout', {
      en: `The mail server did not answer within ${timeoutMs} ms.`,
      ko: `메일 서버 응답이 ${timeoutMs}ms 안에 오지 않았습니다.`,
    });
  if (CERTIFICATE.test(`${originalCode} ${text}`)) {
    return new PermanentError('certificate', {
      en: `The mail server's certificate is not trusted: name its authority in NODE_EXTRA_CA_CERTS, and the host in SMTP_URL as the certificate does. (${said})`,
      ko: `메일 서버의 인증서를 신뢰할 수 없습니다. NODE_EXTRA_CA_CERTS에 인증 기관을, SMTP_URL에 인증서에 적힌 호스트를 지정해 주세요. (${said})`,
    });
  }
  if (code === 'ETLS' && responseCode !== undefined && permanent) {
    return new PermanentError('no_encryption', {
      en: 'The mail server offers no encryption on this port, and the password does not go out without: use smtps://…:465 or the port for STARTTLS (587) in SMTP_URL.',
      ko: '메일 서버가 이 포트에서 암호화를 지원하지 않아 비밀번호를 보내지 않습니다. SMTP_URL에 smtps://…:465 또는 STARTTLS 포트(587)를 써 주세요.',
    });
  }
  if ((code === 'EAUTH' || code === 'ENOAUTH') && (permanent ?? true)) {
    return new PermanentError('auth_refused', {
      en: `The mail server refuses the user or the password: check SMTP_URL. (It says: ${said})`,
      ko: `메일 서버가 사용자나 비밀번호를 거부합니다. SMTP_URL을 확인해 주세요. (응답: ${said})`,
    });
  }
  if (responseCode === undefined) {
    const reason = originalCode ?? (code || 'unknown reason');
    const advice = NO_SERVER.has(reason) ? ': check host and port in SMTP_URL' : '';
    if (code === 'EENVELOPE' || code === 'EMESSAGE')
      return new PermanentError('refused', {
        en: `This mail cannot be sent: ${mask(oneLine(text))}`,
        ko: `보낼 수 없는 메일입니다: ${mask(oneLine(text))}`,
      });
    return new TransientError(
      'connection',
      {
        en: `The mail server could not be reached, or the connection was cut (${reason})${advice}.`,
        ko: `메일 서버에 연결할 수 없거나 연결이 끊겼습니다 (${reason})${advice === '' ? '' : '. SMTP_URL의 호스트와 포트를 확인해 주세요'}.`,
      },
      advice === '' ? {} : { namesAddress: true },
    );
  }
  if (!permanent)
    return new TransientError(`smtp_${responseCode}`, {
      en: `The mail server cannot take mail for now: ${said}`,
      ko: `메일 서버가 지금은 메일을 받지 못합니다: ${said}`,
    });
  if (rejected.length > 0) return recipientsRefused(rejected, said);
  return new PermanentError(`smtp_${responseCode}`, {
    en: `The mail server refuses the mail: check MAIL_FROM and the rights of its user. (It says: ${said})`,
    ko: `메일 서버가 메일을 거부합니다. MAIL_FROM과 그 사용자의 권한을 확인해 주세요. (응답: ${said})`,
  });
}

/** Some recipients were refused while the others got the mail. Trying again sends it to those again, who see it once for its Message-ID. */
export function partlyRefused(
  rejected: readonly string[],
  errors: readonly NodemailerError[],
  mask: (text: string) => string,
): PermanentError | TransientError {
  const said = mask(oneLine(errors.map(({ response, message }) => response ?? message).join('; ')));
  if (errors.length > 0 && errors.every(({ permanent }) => permanent === false)) {
    return new TransientError('recipient_delayed', {
      en: `The mail server cannot take mail for ${rejected.join(', ')} for now: ${said}`,
      ko: `메일 서버가 지금은 받지 못합니다: ${rejected.join(', ')} (${said})`,
    });
  }
  return recipientsRefused(rejected, said);
}

function recipientsRefused(rejected: readonly string[], said: string): PermanentError {
  return new PermanentError(
    'recipient_refused',
    {
      en: `The mail server takes no mail for ${rejected.join(', ')}: correct email under team.people in the playbook. (It says: ${said})`,
      ko: `메일 서버가 받지 않는 주소입니다: ${rejected.join(', ')}. 플레이북의 team.people에서 email을 고쳐 주세요. (응답: ${said})`,
    },
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
