import { z } from 'zod';
import { turnDials } from '../turn-dials.ts';
import { DONE, undoOfDeeds } from './deeds.ts';

/** An address is called that does something, and perhaps one that undoes it. */
export const callWebhook = turnDials({
  name: 'call-webhook',
  targets: ['webhook'],
  targetTrouble: ({ webhook }) =>
    webhook?.state !== undefined && webhook.done === undefined
      ? 'does not say what `state` tells once it is done: write `done`'
      : undefined,
  settings: z.strictObject({}),
  undo: undoOfDeeds({ en: 'The address that undoes it is called.', ko: '되돌리는 주소를 호출합니다.' }),
  parameters: () => [],
  turn: ({ spec, index }) => ({ to: spec.on[index]?.webhook?.done ?? DONE }),
});
