import { z } from 'zod';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import type { PlanRequest } from './mitigation.ts';
import { presentValue } from './present-value.ts';
import { chosenNumber, numberIn, numberParameter, turnDials } from './turn-dials.ts';

const settings = z.strictObject({
  /** The share that is offered. */
  share: z.number().positive().max(1).default(0.5),
  /** Which signal tells how far the replica is behind, in seconds. */
  lagSignal: z.string().optional(),
  maxLagSeconds: z.number().positive().default(10),
});

type Settings = z.infer<typeof settings>;

/** F4: part of the reads goes to the replica, unless that is too far behind. */
export const offloadReads = turnDials<Settings>({
  name: 'offload-reads',
  targets: ['http', 'redis', 'kubernetes', 'command'],
  settings,
  unit: { en: 'of the reads', ko: '(읽기 비율)' },
  label: { en: 'Share on the replica', ko: 'replica가 맡는 비율' },
  undo: { en: 'Reads go back to where they went before.', ko: '읽기를 이전 위치로 되돌립니다.' },
  parameters: ({ spec: { limits } }) => [
    numberParameter(
      { en: 'Share of the reads (0–1)', ko: '읽기 비율 (0–1)' },
      { min: Math.max(0, limits.min ?? 0), max: Math.min(1, limits.max ?? 1) },
    ),
  ],
  async turn(request) {
    const { chosen, dials, index, state, settings: wanted } = request;
    const to = chosenNumber(chosen, { whole: false }) ?? wanted.share;
    if (to > 1) return { to, refusal: { en: 'A share lies between 0 and 1.', ko: '비율은 0과 1 사이여야 합니다.' } };
    if (to <= numberIn(state, dials[index]?.where ?? '')) return { to };
    return { to, ...(await behind(request)) };
  },
});

/** Why the replica should not be read from, or what is not known about it. */
async function behind({
  runtime,
  settings: { lagSignal, maxLagSeconds },
}: PlanRequest<Settings>): Promise<{ refusal?: Bilingual; warnings?: Bilingual[] }> {
  if (lagSignal === undefined) {
    return { warnings: [{ en: 'It is not known how far the replica is behind.', ko: 'replica가 얼마나 뒤처져 있는지 알 수 없습니다.' }] };
  }
  const lag = await presentValue(runtime, lagSignal);
  if (lag === undefined) {
    return {
      refusal: {
        en: `It is not known how far the replica is behind: ${lagSignal} gives no value.`,
        ko: `replica가 얼마나 뒤처져 있는지 알 수 없습니다: ${lagSignal} 값이 없습니다.`,
      },
    };
  }
  if (lag <= maxLagSeconds) return {};
  const seconds = Math.round(lag);
  return {
    refusal: {
      en: `The replica is ${seconds} s behind, more than the ${maxLagSeconds} s that the playbook allows: people would read outdated data.`,
      ko: `replica가 ${seconds}초 뒤처져 있어 플레이북이 허용하는 ${maxLagSeconds}초를 넘습니다. 오래된 데이터를 읽게 됩니다.`,
    },
  };
}
