import { z } from 'zod';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
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
  unit: { en: 'partitions', ko: '파티션' },
  label: { en: 'Partitions', ko: '파티션 수' },
  parameters: ({ spec }) => [numberParameter({ en: 'Partitions', ko: '파티션 수' }, spec.limits)],
  turn({ chosen, dials, index, state, settings: wanted, spec }) {
    const from = numberIn(state, dials[index]?.where ?? '');
    const to = chosenNumber(chosen, { whole: true }) ?? offeredNumber(from, wanted, spec);
    return to < from ? { to, refusal: fewer(from) } : { to };
  },
  warn: () => [
    {
      en: 'Messages of the same key go to other partitions from then on: the order of in-flight messages is lost. Partitions cannot be removed again.',
      ko: '같은 키의 메시지가 다른 파티션으로 가므로 처리 중인 메시지의 순서가 바뀔 수 있습니다. 파티션은 다시 줄일 수 없습니다.',
    },
  ],
});

function fewer(from: number): Bilingual {
  return {
    en: `There are ${from} partitions, and Kafka does not remove any.`,
    ko: `파티션이 ${from}개이며, Kafka에서는 줄일 수 없습니다.`,
  };
}
