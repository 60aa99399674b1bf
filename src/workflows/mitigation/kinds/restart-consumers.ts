import { z } from 'zod';
import { worded } from '../../../languages/worded.ts';
import { turnDials } from './turn-dials.ts';

/** I2: what consumes from Kafka is started anew, which brings back members that hang. It cannot be taken back. */
export const restartConsumers = turnDials({
  name: 'restart-consumers',
  targets: ['kubernetes', 'http', 'redis', 'command'],
  settings: z.strictObject({}),
  isMark: () => true,
  restartLabel: worded(({ mitigationKinds }) => mitigationKinds.kafkaConsumers),
  parameters: () => [],
  turn: () => {
    throw new Error('every dial of a restart takes a mark');
  },
  warn: () => [worded(({ mitigationKinds }) => mitigationKinds.nothingIsConsumedUntilThePartitionsAre)],
});
