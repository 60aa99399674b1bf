import { z } from 'zod';
import { turnDials } from '../turn-dials.ts';

/** Anything is started anew, which ends what hangs or has run full. It cannot be taken back. */
export const restartWorkload = turnDials({
  name: 'restart-workload',
  targets: ['kubernetes', 'http', 'consul', 'redis', 'command'],
  settings: z.strictObject({}),
  isMark: () => true,
  parameters: () => [],
  turn: () => {
    throw new Error('every dial of a restart takes a mark');
  },
  warn: () => [
    {
      en: 'It restarts: work in progress is lost or done once more, and what it had in memory is gone.',
      ko: '재시작합니다. 진행 중이던 작업은 사라지거나 다시 실행되고, 메모리에 있던 것은 없어집니다.',
    },
  ],
});
