import { PermanentError } from '../../../domain/errors.ts';
import { own } from '../../../domain/text/own.ts';
import type { KafkaControl } from '../../kafka/watched-kafka.ts';
import type { OnDemand } from '../../on-demand.ts';

const WORDS: Readonly<Record<string, string>> = {
  not_permitted: 'forbidden',
  unknown_topic_or_partition: 'not_found',
  invalid_partitions: 'invalid',
  invalid_request: 'invalid',
  policy_violation: 'invalid',
};

/** Asks Kafka, with refusals in the words of dials. */
export async function askKafka<T>(
  connection: OnDemand<KafkaControl>,
  question: (session: KafkaControl) => Promise<T>,
  timeoutMs: number,
): Promise<T> {
  try {
    return await connection.use(question, timeoutMs);
  } catch (error) {
    const word = error instanceof PermanentError ? own(WORDS, error.code) : undefined;
    throw word ? new PermanentError(word, (error as PermanentError).message) : error;
  }
}
