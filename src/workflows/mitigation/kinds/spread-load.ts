import { z } from 'zod';
import { worded } from '../../../languages/worded.ts';
import { connectionsNeeded, offeredNumber, scaleSettings } from './scale.ts';
import { chosenNumber, numberIn, numberParameter, turnDials } from './turn-dials.ts';

const settings = z.strictObject(scaleSettings);

/** I3: more instances of the API share the load. */
export const spreadLoad = turnDials<z.infer<typeof settings>>({
  name: 'spread-load',
  targets: ['kubernetes', 'http', 'redis', 'command'],
  settings,
  unit: worded(({ mitigationKinds }) => mitigationKinds.instances),
  label: worded(({ mitigationKinds }) => mitigationKinds.apiInstances),
  undo: worded(({ mitigationKinds }) => mitigationKinds.backToThePreviousNumberOfInstances),
  parameters: ({ spec }) => [
    numberParameter(
      worded(({ mitigationKinds }) => mitigationKinds.instances2),
      spec.limits,
    ),
  ],
  turn({ chosen, dials, index, state, settings: wanted, spec }) {
    const from = numberIn(state, dials[index]?.where ?? '');
    return { to: chosenNumber(chosen, { whole: true }) ?? offeredNumber(from, wanted, spec) };
  },
  warn: ({ changes, settings: { connectionsEach } }) => connectionsNeeded(changes, connectionsEach),
});
