import { z } from 'zod';
import type { Bilingual } from '../../../../domain/language/bilingual.ts';
import { worded } from '../../../../languages/worded.ts';
import { connectionsNeeded, offeredNumber, scaleSettings } from '../scale.ts';
import { chosenNumber, numberIn, numberParameter, turnDials } from '../turn-dials.ts';

const settings = z.strictObject(scaleSettings);

/** More instances of anything, or fewer where somebody chooses so. */
export const scaleWorkload = turnDials<z.infer<typeof settings>>({
  name: 'scale-workload',
  targets: ['kubernetes', 'http', 'consul', 'redis', 'command'],
  settings,
  unit: worded(({ mitigationKinds }) => mitigationKinds.instances),
  undo: worded(({ mitigationKinds }) => mitigationKinds.backToThePreviousNumberOfInstances),
  parameters: ({ spec }) => [
    numberParameter(
      worded(({ mitigationKinds }) => mitigationKinds.instances2),
      spec.limits,
    ),
  ],
  turn({ chosen, dials, index, state, settings: wanted, spec }) {
    const from = numberIn(state, dials[index]?.where ?? '');
    const to = chosenNumber(chosen, { whole: true }) ?? offeredNumber(from, wanted, spec);
    return { to, warnings: to < from ? [fewer(from, to)] : [] };
  },
  warn: ({ changes, settings: { connectionsEach } }) => connectionsNeeded(changes, connectionsEach),
});

function fewer(from: number, to: number): Bilingual {
  return worded(({ mitigationKinds }) => mitigationKinds.instancesAreStoppedTheOthers(from - to));
}
