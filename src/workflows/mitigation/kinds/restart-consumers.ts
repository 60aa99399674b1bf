import { z } from 'zod';
import { turnDials } from './turn-dials.ts';

/** I2: what consumes from Kafka is started anew, which brings back members that hang. It cannot be taken back. */
export const restartConsumers = turnDials({
  name: 'restart-consumers',
  targets: ['kubernetes', 'http', 'redis', 'command'],
  settings: z.strictObject({}),
  isMark: () => true,
  restartLabel: { en: 'Kafka consumers', ko: 'Kafka consumer' },
  parameters: () => [],
  turn: () => {
    throw new Error('every dial of a restart takes a mark');
  },
  warn: () => [
    {
      en: 'Nothing is consumed until the partitions are reassigned; in-flight messages may be processed once more.',
      ko: '파티션이 다시 배정될 때까지 소비가 멈추고, 처리 중이던 메시지는 한 번 더 처리될 수 있습니다.',
    },
  ],
});
