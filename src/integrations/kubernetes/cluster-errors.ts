import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import { verbatim } from '../../domain/language/verbatim.ts';
import { worded } from '../../languages/worded.ts';
import { jsonOf } from '../http.ts';
import { certificateHint, networkCode, networkError } from '../network-errors.ts';
import { passingAnswer } from '../passing-answer.ts';

const CLUSTER = worded(({ watched }) => watched.cluster);
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
  if (name === 'AbortError' || name === 'TimeoutError')
    return new TransientError(
      'timeout',
      worded(({ watched }) => watched.kubernetesClusterDidNotAnswerInTime),
    );
  if (typeof code !== 'number') return unreached(error, hide);
  const passing = passingAnswer(CLUSTER, { status: code, headers: new Headers(headers) });
  if (passing) return passing;
  const words = hide(messageIn(body)).replace(/\s+/g, ' ').trim().slice(0, MOST);
  const why = words === '' ? verbatim('') : worded(({ watched }) => watched.itSays(words));
  const both = (what: Bilingual) => worded(({ watched }, language) => watched.kubernetesCluster(pick(what, language)));
  if (code === 401) {
    return new PermanentError('forbidden', both(worded(({ watched }) => watched.doesNotKnowBongsusAccountHttp401)));
  }
  if (code === 403)
    return new PermanentError(
      'forbidden',
      both(worded(({ watched }, language) => watched.forbidsItHttp403Grant(granting, pick(why, language)))),
    );
  if (code === 404)
    return new PermanentError('not_found', both(worded(({ watched }, language) => watched.hasNoSuchObjectCorrect(pick(why, language)))));
  if (code === 409)
    return new PermanentError('conflict', both(worded(({ watched }, language) => watched.hasANewerStateOfIt(pick(why, language)))));
  if (code === 400 || code === 422)
    return new PermanentError('invalid', both(worded(({ watched }, language) => watched.doesNotTakeItHttp(code, pick(why, language)))));
  return new PermanentError(`http_${code}`, both(worded(({ watched }, language) => watched.refusesItWithHttp(code, pick(why, language)))));
}

function unreached(error: unknown, hide: (text: string) => string): PermanentError | TransientError {
  const code = networkCode(error);
  // A certificate, or a program that fetches the token.
  if (code === 'ENOENT' || code === 'EACCES')
    return new PermanentError(
      'not_configured',
      worded(({ watched }) => watched.kubeconfigNamesAFileOrAProgramThatIs(code)),
    );
  // Its authority is not among those of Node, wherever NODE_EXTRA_CA_CERTS leads.
  if (certificateHint(code))
    return new PermanentError(
      'untrusted',
      worded(({ watched }) => watched.kubernetesClusterIsNotAskedIts(code)),
    );
  return networkError(CLUSTER, error, hide);
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
