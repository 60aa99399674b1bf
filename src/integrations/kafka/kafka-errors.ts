import { errorText, PermanentError, TransientError } from '../../domain/errors.ts';
import { pick } from '../../domain/language/pick.ts';
import { worded } from '../../languages/worded.ts';
import { certificateHint, networkCode, notAsked, notReached } from '../network-errors.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import { offeredBy } from './kafkajs-answers.ts';

const VENDOR = 'Kafka';
const MECHANISMS = ['scram-sha-512', 'scram-sha-256', 'plain'];
/** kafkajs looks for leaders anew only every few minutes. */
const MOVED =
  /^(NOT_LEADER_FOR_PARTITION|LEADER_NOT_AVAILABLE|REPLICA_NOT_AVAILABLE|FENCED_LEADER_EPOCH|UNKNOWN_LEADER_EPOCH|KAFKA_STORAGE_ERROR)$/;

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
export function explainKafka(
  error: unknown,
  hide: (text: string) => string,
  { sasl }: Pick<KafkaSettings, 'sasl'>,
): PermanentError | TransientError {
  const chain = chainOf(error);
  const text = hide(errorText(chain.at(-1)));
  const named = (name: string) => chain.some((one) => partsOf(one).name === name);
  if (chain.some((one) => partsOf(one).type === 'UNSUPPORTED_SASL_MECHANISM')) return otherMechanism(chain.flatMap(offeredBy), sasl);
  if (named('KafkaJSSASLAuthenticationError')) {
    const mechanism = sasl?.mechanism ?? 'plain';
    return new PermanentError(
      'wrong_credentials',
      worded(({ watched }) => watched.kafkaRefusesUsCheckKafkaUsername(text, mechanism)),
    );
  }
  const type = chain.map((one) => partsOf(one).type).find((one) => typeof one === 'string') as string | undefined;
  if (type?.endsWith('_AUTHORIZATION_FAILED')) return forbidden(text);
  const code = chain.map(networkCode).find((one) => one !== '') ?? '';
  const hint = certificateHint(code);
  if (hint) return new PermanentError('untrusted', notAsked(VENDOR, hint));
  if (type) {
    const passing = chain.some((one) => partsOf(one).type === type && partsOf(one).retriable === true);
    return passing
      ? new TransientError(
          type.toLowerCase(),
          worded(({ watched }) => watched.kafkaCannotAnswerNow(text)),
        )
      : new PermanentError(
          type.toLowerCase(),
          worded(({ watched }) => watched.kafkaRefusesTheQuestion(text)),
        );
  }
  if (named('KafkaJSServerDoesNotSupportApiKey')) {
    return new PermanentError(
      'unsupported',
      worded(({ watched }) => watched.thisKafkaDoesNotKnowTheQuestion(text)),
    );
  }
  return new TransientError('connection', notReached(VENDOR, code || text));
}

/** The brokers want another way to log in; `offered` are Kafka's names of those that they take. */
function otherMechanism(offered: readonly string[], sasl: KafkaSettings['sasl']): PermanentError {
  const tried = sasl?.mechanism ?? 'plain';
  const words = [...new Set(offered)].slice(0, 10).join(', ');
  const ours = MECHANISMS.filter((one) => offered.some((name) => name.toLowerCase() === one));
  const advice =
    ours.length > 0
      ? worded(({ watched }) => watched.setKafkaSaslMechanism(ours[0]))
      : worded(({ watched }) => watched.bongsuCanUseEnableOne(MECHANISMS));
  return new PermanentError(
    'sasl_mechanism',
    worded(({ watched }, language) => watched.kafkaDoesNotTakeALoginBy(tried, words, pick(advice, language))),
  );
}

/** A right is missing; `words` are Kafka's. */
export function forbidden(words: string): PermanentError {
  return new PermanentError(
    'not_permitted',
    worded(({ watched }) => watched.kafkaDoesNotLetUs(words)),
  );
}

/** Whether no broker named the coordinator of a group, for whatever reason. */
export function isWithoutCoordinator(error: unknown): boolean {
  return chainOf(error).some((one) => partsOf(one).name === 'KafkaJSGroupCoordinatorNotFound');
}

/** Whether the way to Kafka is broken, or leads to the wrong broker, and not the question. */
export function isBroken(error: unknown): boolean {
  const types = chainOf(error).flatMap((one) => {
    const { type } = partsOf(one);
    return typeof type === 'string' ? [type] : [];
  });
  return types.length === 0 || types.some((type) => MOVED.test(type));
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
