import { PermanentError, TransientError } from '../../domain/errors.ts';
import { jsonOf } from '../http.ts';
import { certificateHint, networkCode, networkError } from '../network-errors.ts';

const VENDOR = 'The Kubernetes cluster';
const MOST = 300;

/**
 * What the client library threw, as an error of ours without its headers and bodies. PermanentError `forbidden` (401, 403), `not_found`, `conflict` (409: the object has changed since
 * it was read), `invalid` (400, 422), `untrusted`, `not_configured`; TransientError `timeout`, `connection`, `ratelimited`, `http_5…`. Statuses: kubernetes.io/docs/reference/kubernetes-api/common-definitions/status.
 */
export function explainKubernetes(
  error: unknown,
  { hide, granting }: { hide: (text: string) => string; granting: string },
): PermanentError | TransientError {
  if (error instanceof PermanentError || error instanceof TransientError) return error;
  const { code, name, body, headers } = partsOf(error);
  if (name === 'AbortError' || name === 'TimeoutError') return new TransientError('timeout', `${VENDOR} did not answer in time.`);
  if (typeof code !== 'number') return unreached(error, hide);
  const words = hide(messageIn(body)).replace(/\s+/g, ' ').trim().slice(0, MOST);
  const why = words === '' ? '' : ` It says: ${words}`;
  if (code === 401) {
    const advice = 'renew the token in the file at KUBECONFIG, or bind an account to the pod';
    return new PermanentError('forbidden', `${VENDOR} does not know Bongsu's account (HTTP 401): ${advice}.`);
  }
  if (code === 403)
    return new PermanentError('forbidden', `${VENDOR} forbids it (HTTP 403): grant ${granting}, as in deploy/kubernetes-rbac.yml.${why}`);
  if (code === 404) return new PermanentError('not_found', `${VENDOR} has no such object: correct the playbook.${why}`);
  if (code === 409) return new PermanentError('conflict', `${VENDOR} has a newer state of it.${why}`);
  if (code === 400 || code === 422) return new PermanentError('invalid', `${VENDOR} does not take it (HTTP ${code}).${why}`);
  if (code === 429) return new TransientError('ratelimited', `${VENDOR} takes no more for now (HTTP 429).`, retryAfter(headers));
  if (code >= 500 || code === 408) return new TransientError(`http_${code}`, `${VENDOR} failed with HTTP ${code}.${why}`);
  return new PermanentError(`http_${code}`, `${VENDOR} refuses it with HTTP ${code}.${why}`);
}

function unreached(error: unknown, hide: (text: string) => string): PermanentError | TransientError {
  const code = networkCode(error);
  // A certificate, or a program that fetches the token.
  if (code === 'ENOENT' || code === 'EACCES')
    return new PermanentError(
      'not_configured',
      `The kubeconfig names a file or a program that is not there or that Bongsu may not use (${code}).`,
    );
  // Its authority is not among those of Node, wherever NODE_EXTRA_CA_CERTS leads.
  if (certificateHint(code))
    return new PermanentError(
      'untrusted',
      `${VENDOR} is not asked: its certificate is not trusted (${code}). Name its CA in the kubeconfig.`,
    );
  return networkError(VENDOR, error, hide);
}

function partsOf(error: unknown): { code?: unknown; name?: unknown; body?: unknown; headers?: Record<string, string> } {
  return typeof error === 'object' && error !== null ? error : {};
}

/** The message of the Status object, which comes parsed or as text. */
function messageIn(body: unknown): string {
  const status = typeof body === 'string' ? (jsonOf(body) ?? body) : body;
  if (typeof status === 'string') return status;
  const { message } = (typeof status === 'object' && status !== null ? status : {}) as { message?: unknown };
  return typeof message === 'string' ? message : '';
}

function retryAfter(headers: Record<string, string> = {}): { retryAfterMs?: number } {
  const seconds = Number(headers['retry-after']);
  return seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {};
}
