import { z } from 'zod';
import { worded } from '../../../../languages/worded.ts';
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
  undo: undoOfDeeds(worded(({ mitigationKinds }) => mitigationKinds.addressThatUndoesItIsCalled)),
  parameters: () => [],
  turn: ({ spec, index }) => ({ to: spec.on[index]?.webhook?.done ?? DONE }),
});
