import { z } from 'zod';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import { worded } from '../../../languages/worded.ts';
import { offeredNumber } from './scale.ts';
import { chosenNumber, numberIn, numberParameter, turnDials } from './turn-dials.ts';

const settings = z.strictObject({
  /** What is offered: so many times as many as now. */
  factor: z.number().gt(1).default(2),
  /** Or so many more. */
  step: z.int().positive().optional(),
});

/** A wider topic, so that more consumers can share it. It cannot be taken back: Kafka does not remove partitions. */
export const addPartitions = turnDials<z.infer<typeof settings>>({
  name: 'add-partitions',
  targets: ['kafka', 'http', 'command'],
  targetTrouble: ({ kafka }) => (kafka && kafka.set !== 'partitions' ? 'sets no partitions: write `set: partitions`' : undefined),
  settings,
  unit: worded(({ mitigationKinds }) => mitigationKinds.partitions),
  label: worded(({ mitigationKinds }) => mitigationKinds.partitions2),
  parameters: ({ spec }) => [
    numberParameter(
      worded(({ mitigationKinds }) => mitigationKinds.partitions2),
      spec.limits,
    ),
  ],
  turn({ chosen, dials, index, state, settings: wanted, spec }) {
    const from = numberIn(state, dials[index]?.where ?? '');
    const to = chosenNumber(chosen, { whole: true }) ?? offeredNumber(from, wanted, spec);
    return to < from ? { to, refusal: fewer(from) } : { to };
  },
  warn: () => [worded(({ mitigationKinds }) => mitigationKinds.messagesOfTheSameKeyGoToOther)],
});

function fewer(from: number): Bilingual {
  return worded(({ mitigationKinds }) => mitigationKinds.thereArePartitionsAndKafkaDoesNot(from));
}
