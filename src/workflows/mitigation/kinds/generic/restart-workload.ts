import { z } from 'zod';
import { worded } from '../../../../languages/worded.ts';
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
  warn: () => [worded(({ mitigationKinds }) => mitigationKinds.itRestartsWorkInProgress)],
});
