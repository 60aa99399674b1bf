import { errorText, PermanentError, TransientError } from '../domain/errors.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import { type Said, saidIn } from '../domain/language/said.ts';

/** Node's and OpenSSL's words for a certificate that is not trusted, or is another host's. */
const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|^CERT_|ERR_TLS_CERT/;

/** What to do about a certificate that is not trusted; undefined when that is not the trouble. */
export function certificateHint(code: string): Bilingual | undefined {
  if (!UNTRUSTED.test(code)) return undefined;
  return {
    en: `its certificate is not trusted (${code}): name its CA's file in NODE_EXTRA_CA_CERTS before Bongsu starts, and use the name that the certificate bears`,
    ko: `인증서를 신뢰할 수 없습니다 (${code}). 봉수를 시작하기 전에 NODE_EXTRA_CA_CERTS에 CA 파일을 지정하고, 인증서에 적힌 이름으로 접속해 주세요`,
  };
}

/** No answer because of the way to it: PermanentError `untrusted`, else TransientError `connection`. `hide` takes secrets out of the text. */
export function networkError(vendor: Said, error: unknown, hide: (text: string) => string): PermanentError | TransientError {
  const code = networkCode(error);
  const hint = certificateHint(code);
  if (hint) return new PermanentError('untrusted', notAsked(vendor, hint));
  return new TransientError('connection', notReached(vendor, code || hide(errorText(error))));
}

export function notAsked(vendor: Said, hint: Bilingual): Bilingual {
  return { en: `${saidIn(vendor, 'en')} is not asked: ${hint.en}.`, ko: `${saidIn(vendor, 'ko')}: ${hint.ko}.` };
}

/** `why`: a code, or somebody's words; empty when nobody says. */
export function notReached(vendor: Said, why: string): Bilingual {
  return {
    en: `${saidIn(vendor, 'en')} could not be reached, or the connection was cut (${why || 'unknown reason'}).`,
    ko: `${saidIn(vendor, 'ko')}에 연결할 수 없거나 연결이 끊겼습니다 (${why || '이유를 알 수 없음'}).`,
  };
}

export function lateAnswer(vendor: Said, timeoutMs: number): Bilingual {
  return {
    en: `${saidIn(vendor, 'en')} did not answer within ${timeoutMs} ms.`,
    ko: `${saidIn(vendor, 'ko')} 응답이 ${timeoutMs}ms 안에 오지 않았습니다.`,
  };
}

/** `ECONNREFUSED` and the like, wherever it hides; empty when there is none. */
export function networkCode(error: unknown): string {
  const { code, errors } = (typeof error === 'object' && error !== null ? error : {}) as { code?: unknown; errors?: unknown };
  if (typeof code === 'string') return code;
  // A name with several addresses: one error for each.
  return Array.isArray(errors) && errors.length > 0 ? networkCode(errors[0]) : '';
}
