import { z } from 'zod';
import { worded } from '../../../../languages/worded.ts';
import { turnDials } from '../turn-dials.ts';
import { asNumber, chosenValue, valueParameter, whyUnmeasured } from './valued.ts';

const settings = z.strictObject({
  /** The value that is offered; otherwise the first of `limits.choices` that is not set. */
  value: z.union([z.string().min(1), z.number(), z.boolean()]).optional(),
});

/** Any setting of any service, to another value. */
export const setValue = turnDials<z.infer<typeof settings>>({
  name: 'set-value',
  targets: ['http', 'kubernetes', 'consul', 'redis', 'postgres', 'flagd', 'command'],
  targetTrouble: ({ postgres }) =>
    postgres !== undefined && postgres.setting === undefined ? 'is set to no value: write `setting`, and whose with `role`' : undefined,
  settings,
  undo: worded(({ mitigationKinds }) => mitigationKinds.valueGoesBackToWhatItWas),
  parameters: ({ spec: { limits } }) => [
    valueParameter(
      worded(({ mitigationKinds }) => mitigationKinds.value),
      limits,
    ),
  ],
  turn(request) {
    const to = asNumber(chosenValue(request, { offered: request.settings.value, present: request.state.value, setting: 'value' }));
    const refusal = whyUnmeasured(request.spec.limits, to);
    return { to, ...(refusal && { refusal }) };
  },
});
