import { errorText, PermanentError, TransientError } from '../domain/errors.ts';

/** Node's and OpenSSL's words for a certificate that is not trusted, or is another host's. */
const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|^CERT_|ERR_TLS_CERT/;

/** What to do about a certificate that is not trusted; undefined when that is not the trouble. */
export function certificateHint(code: string): string | undefined {
  return UNTRUSTED.test(code)
    ? `its certificate is not trusted (${code}): name its CA's file in NODE_EXTRA_CA_CERTS before Bongsu starts, and use the name that the certificate bears`
    : undefined;
}

/** No answer because of the way to it: PermanentError `untrusted`, else TransientError `connection`. `hide` takes secrets out of the text. */
export function networkError(vendor: string, error: unknown, hide: (text: string) => string): PermanentError | TransientError {
  const code = networkCode(error);
  const hint = certificateHint(code);
  if (hint) return new PermanentError('untrusted', `${vendor} is not asked: ${hint}.`);
  const why = code || hide(errorText(error)) || 'unknown reason';
  return new TransientError('connection', `${vendor} could not be reached, or the connection was cut (${why}).`);
}

/** `ECONNREFUSED` and the like, wherever it hides; empty when there is none. */
export function networkCode(error: unknown): string {
  const { code, errors } = (typeof error === 'object' && error !== null ? error : {}) as { code?: unknown; errors?: unknown };
  if (typeof code === 'string') return code;
  // A name with several addresses: one error for each.
  return Array.isArray(errors) && errors.length > 0 ? networkCode(errors[0]) : '';
}
