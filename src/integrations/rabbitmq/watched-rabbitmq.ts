import { errorText, PermanentError, TransientError } from '../../domain/errors.ts';
import type { Log } from '../../domain/ports/log.ts';
import { worded } from '../../languages/worded.ts';
import { endpointAt } from '../endpoint.ts';
import { type HttpReply, httpRequest, jsonOf } from '../http.ts';
import { createMask } from '../mask.ts';
import { networkError } from '../network-errors.ts';
import { OnDemand } from '../on-demand.ts';
import { passingAnswer } from '../passing-answer.ts';
import { createSharing, type Lease } from '../shared-connection.ts';

const VENDOR = 'RabbitMQ';
const WATCHED = worded(({ watched }) => watched.watchedRabbitMQ);
/** Beyond the deadline of whoever asks; that one counts. */
const REQUEST_TIMEOUT_MS = 10_000;
/** A page of queues with all that is said of them. */
const MAX_BYTES = 16 * 2 ** 20;

/** The management API (rabbitmq.com/docs/http-api-reference). */
export interface RabbitmqSession {
  /** What a path below `/api` answers, as JSON. */
  get(path: string, fields?: Readonly<Record<string, string>>): Promise<unknown>;
}

const share = createSharing<RabbitmqSession>();

export function watchRabbitmq(url: { reveal(): string }, { log }: { log: Log }): Lease<RabbitmqSession> {
  return share(url, () => {
    const address = url.reveal();
    const { at, headers } = endpointAt(address);
    const hide = createMask([address]);
    return new OnDemand<RabbitmqSession>({
      vendor: 'The watched RabbitMQ',
      open: async () => {
        log.debug({}, 'Asking the watched RabbitMQ');
        return {
          get: async (path, fields = {}) =>
            answerIn(
              await httpRequest({
                vendor: VENDOR,
                method: 'GET',
                url: at(`/api${path}`, fields),
                headers: { accept: 'application/json', ...headers },
                timeoutMs: REQUEST_TIMEOUT_MS,
                maxBytes: MAX_BYTES,
              }),
              hide,
            ),
        };
      },
      shut: async () => {},
      explain: (error) => networkError(WATCHED, error, hide),
    });
  });
}

function answerIn(reply: HttpReply, hide: (text: string) => string): unknown {
  const { status } = reply;
  const passing = passingAnswer(VENDOR, reply);
  if (passing) throw passing;
  const json = jsonOf(reply.text);
  if (status === 200 && json !== undefined) return json;
  const said = typeof json === 'object' && json !== null ? errorText((json as { reason?: unknown }).reason ?? '') : '';
  const why = said === '' ? '' : ` (${hide(said).slice(0, 200)})`;
  if (status === 401)
    throw new PermanentError(
      'wrong_credentials',
      worded(({ watched }) => watched.rabbitMQRefusesUsCheck(why)),
    );
  if (status === 403)
    throw new PermanentError(
      'not_permitted',
      worded(({ watched }) => watched.userInWatchedRabbitmqUrlMayNotAskThis(why)),
    );
  if (status === 200)
    throw new PermanentError(
      'invalid',
      worded(({ watched }) => watched.whatAnswersAtWatchedRabbitmqUrlIsNo),
    );
  const text = worded(({ watched }) => watched.rabbitMQAnswersHttp(status, why));
  throw status === 404 ? new PermanentError('not_found', text) : new TransientError(`http_${status}`, text);
}
