import { PermanentError, TransientError } from '../../domain/errors.ts';
import { jsonOf } from '../http.ts';
import { certificateHint, networkCode, networkError } from '../network-errors.ts';
import { passingAnswer } from '../passing-answer.ts';

const VENDOR = 'The Kubernetes cluster';
const CLUSTER = { en: VENDOR, ko: 'Kubernetes 클러스터' };
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
    return new TransientError('timeout', {
      en: `${VENDOR} did not answer in time.`,
      ko: 'Kubernetes 클러스터 응답이 제때 오지 않았습니다.',
    });
  if (typeof code !== 'number') return unreached(error, hide);
  const passing = passingAnswer(CLUSTER, { status: code, headers: new Headers(headers) });
  if (passing) return passing;
  const words = hide(messageIn(body)).replace(/\s+/g, ' ').trim().slice(0, MOST);
  const why = words === '' ? '' : ` It says: ${words}`;
  const said = words === '' ? '' : ` 응답: ${words}`;
  const both = (en: string, ko: string) => ({ en: `${VENDOR} ${en}`, ko: `Kubernetes 클러스터: ${ko}` });
  if (code === 401) {
    const advice = 'renew the token in the file at KUBECONFIG, or bind an account to the pod';
    return new PermanentError(
      'forbidden',
      both(
        `does not know Bongsu's account (HTTP 401): ${advice}.`,
        '봉수의 계정을 모릅니다 (HTTP 401). KUBECONFIG 파일의 토큰을 갱신하거나 pod에 계정을 연결해 주세요.',
      ),
    );
  }
  if (code === 403)
    return new PermanentError(
      'forbidden',
      both(
        `forbids it (HTTP 403): grant ${granting}, as in deploy/kubernetes-rbac.yml.${why}`,
        `허용하지 않습니다 (HTTP 403). deploy/kubernetes-rbac.yml처럼 권한을 부여해 주세요: ${granting}.${said}`,
      ),
    );
  if (code === 404)
    return new PermanentError(
      'not_found',
      both(`has no such object: correct the playbook.${why}`, `그런 객체가 없습니다. 플레이북을 고쳐 주세요.${said}`),
    );
  if (code === 409) return new PermanentError('conflict', both(`has a newer state of it.${why}`, `더 새로운 상태가 있습니다.${said}`));
  if (code === 400 || code === 422)
    return new PermanentError('invalid', both(`does not take it (HTTP ${code}).${why}`, `받아들이지 않습니다 (HTTP ${code}).${said}`));
  return new PermanentError(`http_${code}`, both(`refuses it with HTTP ${code}.${why}`, `거부했습니다 (HTTP ${code}).${said}`));
}

function unreached(error: unknown, hide: (text: string) => string): PermanentError | TransientError {
  const code = networkCode(error);
  // A certificate, or a program that fetches the token.
  if (code === 'ENOENT' || code === 'EACCES')
    return new PermanentError('not_configured', {
      en: `The kubeconfig names a file or a program that is not there or that Bongsu may not use (${code}).`,
      ko: `kubeconfig에 적힌 파일이나 프로그램이 없거나 봉수가 쓸 수 없습니다 (${code}).`,
    });
  // Its authority is not among those of Node, wherever NODE_EXTRA_CA_CERTS leads.
  if (certificateHint(code))
    return new PermanentError('untrusted', {
      en: `${VENDOR} is not asked: its certificate is not trusted (${code}). Name its CA in the kubeconfig.`,
      ko: `Kubernetes 클러스터의 인증서를 신뢰할 수 없습니다 (${code}). kubeconfig에 CA를 지정해 주세요.`,
    });
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
