import { errorText, PermanentError, TransientError } from '../domain/errors.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import { pick } from '../domain/language/pick.ts';
import { type Said, saidIn } from '../domain/language/said.ts';
import { worded } from '../languages/worded.ts';

/** Node's and OpenSSL's words for a certificate that is not trusted, or is another host's. */
const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|^CERT_|ERR_TLS_CERT/;

/** What to do about a certificate that is not trusted; undefined when that is not the trouble. */
export function certificateHint(code: string): Bilingual | undefined {
  if (!UNTRUSTED.test(code)) return undefined;
  return worded(({ network }) => network.itsCertificateIsNotTrusted(code));
}

/** No answer because of the way to it: PermanentError `untrusted`, else TransientError `connection`. `hide` takes secrets out of the text. */
export function networkError(vendor: Said, error: unknown, hide: (text: string) => string): PermanentError | TransientError {
  const code = networkCode(error);
  const hint = certificateHint(code);
  if (hint) return new PermanentError('untrusted', notAsked(vendor, hint));
  return new TransientError('connection', notReached(vendor, code || hide(errorText(error))));
}

export function notAsked(vendor: Said, hint: Bilingual): Bilingual {
  return worded(({ network }, language) => network.isNotAsked(saidIn(vendor, language), pick(hint, language)));
}

/** `why`: a code, or somebody's words; empty when nobody says. */
export function notReached(vendor: Said, why: string): Bilingual {
  return worded(({ network }, language) => network.couldNotBeReachedOrTheConnectionWasCut(saidIn(vendor, language), why));
}

export function lateAnswer(vendor: Said, timeoutMs: number): Bilingual {
  return worded(({ network }, language) => network.didNotAnswerWithinMs(saidIn(vendor, language), timeoutMs));
}

/** `ECONNREFUSED` and the like, wherever it hides; empty when there is none. */
export function networkCode(error: unknown): string {
  const { code, errors } = (typeof error === 'object' && error !== null ? error : {}) as { code?: unknown; errors?: unknown };
  if (typeof code === 'string') return code;
  // A name with several addresses: one error for each.
  return Array.isArray(errors) && errors.length > 0 ? networkCode(errors[0]) : '';
}
