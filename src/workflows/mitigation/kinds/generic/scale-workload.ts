import { z } from 'zod';
import type { Bilingual } from '../../../../domain/language/bilingual.ts';
import { connectionsNeeded, offeredNumber, scaleSettings } from '../scale.ts';
import { chosenNumber, numberIn, numberParameter, turnDials } from '../turn-dials.ts';

const settings = z.strictObject(scaleSettings);

/** More instances of anything, or fewer where somebody chooses so. */
export const scaleWorkload = turnDials<z.infer<typeof settings>>({
  name: 'scale-workload',
  targets: ['kubernetes', 'http', 'consul', 'redis', 'command'],
  settings,
  unit: { en: 'instances', ko: '개' },
  undo: { en: 'Back to the previous number of instances.', ko: '이전 인스턴스 수로 되돌립니다.' },
  parameters: ({ spec }) => [numberParameter({ en: 'Instances', ko: '인스턴스 수' }, spec.limits)],
  turn({ chosen, dials, index, state, settings: wanted, spec }) {
    const from = numberIn(state, dials[index]?.where ?? '');
    const to = chosenNumber(chosen, { whole: true }) ?? offeredNumber(from, wanted, spec);
    return { to, warnings: to < from ? [fewer(from, to)] : [] };
  },
  warn: ({ changes, settings: { connectionsEach } }) => connectionsNeeded(changes, connectionsEach),
});

function fewer(from: number, to: number): Bilingual {
  return {
    en: `${from - to} instances are stopped: the others take over their work.`,
    ko: `인스턴스 ${from - to}개가 중지되고, 나머지가 그 일을 맡습니다.`,
  };
}
