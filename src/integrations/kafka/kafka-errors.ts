import { errorText, PermanentError, TransientError } from '../../domain/errors.ts';
import { certificateHint, networkCode } from '../network-errors.ts';

const VENDOR = 'Kafka';

interface Parts {
  name?: unknown;
  type?: unknown;
  cause?: unknown;
  retriable?: unknown;
}

/**
 * What kafkajs threw, as an error of ours: PermanentError `wrong_credentials`, `not_permitted`, `untrusted` or Kafka's own word;
 * TransientError with Kafka's own word, or `connection`.
 */
export function explainKafka(error: unknown, hide: (text: string) => string): PermanentError | TransientError {
  const chain = chainOf(error);
  const text = hide(errorText(chain.at(-1)));
  const named = (name: string) => chain.some((one) => partsOf(one).name === name);
  if (named('KafkaJSSASLAuthenticationError')) {
    return new PermanentError('wrong_credentials', `${VENDOR} refuses us (${text}): check KAFKA_USERNAME and KAFKA_PASSWORD.`);
  }
  const type = chain.map((one) => partsOf(one).type).find((one) => typeof one === 'string') as string | undefined;
  if (type?.endsWith('_AUTHORIZATION_FAILED')) return forbidden(text);
  const code = chain.map(networkCode).find((one) => one !== '') ?? '';
  const hint = certificateHint(code);
  if (hint) return new PermanentError('untrusted', `${VENDOR} is not asked: ${hint}.`);
  if (type) {
    const passing = chain.some((one) => partsOf(one).type === type && partsOf(one).retriable === true);
    return passing
      ? new TransientError(type.toLowerCase(), `${VENDOR} cannot answer now: ${text}`)
      : new PermanentError(type.toLowerCase(), `${VENDOR} refuses the question: ${text}`);
  }
  if (named('KafkaJSServerDoesNotSupportApiKey')) {
    return new PermanentError('unsupported', `This Kafka does not know the question (${text}).`);
  }
  return new TransientError(
    'connection',
    `${VENDOR} could not be reached, or the connection was cut (${code || text || 'unknown reason'}).`,
  );
}

/** A right is missing; `words` are Kafka's. */
export function forbidden(words: string): PermanentError {
  return new PermanentError(
    'not_permitted',
    `${VENDOR} does not let us (${words}): docs/sources.md names the rights that KAFKA_USERNAME needs to look, docs/executors-data.md those to change something.`,
  );
}

/** Whether no broker named the coordinator of a group, for whatever reason. */
export function isWithoutCoordinator(error: unknown): boolean {
  return chainOf(error).some((one) => partsOf(one).name === 'KafkaJSGroupCoordinatorNotFound');
}

/** Whether the way to Kafka is broken, and not the question. */
export function isBroken(error: unknown): boolean {
  return !chainOf(error).some((one) => typeof partsOf(one).type === 'string');
}

/** kafkajs wraps what happened once for every layer of retrying. */
function chainOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let one = error; one !== undefined && one !== null && chain.length < 6; one = partsOf(one).cause) chain.push(one);
  return chain;
}

function partsOf(error: unknown): Parts {
  return typeof error === 'object' && error !== null ? error : {};
}
