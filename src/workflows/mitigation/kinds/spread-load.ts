import { z } from 'zod';
import { connectionsNeeded, offeredNumber, scaleSettings } from './scale.ts';
import { chosenNumber, numberIn, numberParameter, turnDials } from './turn-dials.ts';

const settings = z.strictObject(scaleSettings);

/** I3: more instances of the API share the load. */
export const spreadLoad = turnDials<z.infer<typeof settings>>({
  name: 'spread-load',
  targets: ['kubernetes', 'http', 'redis', 'command'],
  settings,
  unit: { en: 'instances', ko: '개' },
  label: { en: 'API instances', ko: 'API 인스턴스' },
  undo: { en: 'Back to the previous number of instances.', ko: '이전 인스턴스 수로 되돌립니다.' },
  parameters: ({ spec }) => [numberParameter({ en: 'Instances', ko: '인스턴스 수' }, spec.limits)],
  turn({ chosen, dials, index, state, settings: wanted, spec }) {
    const from = numberIn(state, dials[index]?.where ?? '');
    return { to: chosenNumber(chosen, { whole: true }) ?? offeredNumber(from, wanted, spec) };
  },
  warn: ({ changes, settings: { connectionsEach } }) => connectionsNeeded(changes, connectionsEach),
});
