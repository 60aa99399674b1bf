import { z } from 'zod';
import { UserError } from '../../../../domain/errors.ts';
import type { Bilingual } from '../../../../domain/language/bilingual.ts';
import type { DialState, DialValue } from '../../../../domain/mitigation/targets.ts';
import { type TurnRequest, turnDials } from '../turn-dials.ts';

const value = z.union([z.string().min(1), z.number(), z.boolean()]);

const settings = z.strictObject({
  /** Which way it is switched when nobody chooses. */
  turn: z.enum(['on', 'off']).default('off'),
  /** What is written for on and for off, where that is not true and false: the names of two variants, 1 and 0. */
  on: value.default(true),
  off: value.default(false),
});

type Settings = z.infer<typeof settings>;

/** A feature is switched off, or on. */
export const featureFlag = turnDials<Settings>({
  name: 'feature-flag',
  targets: ['unleash', 'flagd', 'http', 'consul', 'redis', 'kubernetes', 'command'],
  settings,
  undo: { en: 'The flag goes back to what it was.', ko: '플래그를 이전 상태로 되돌립니다.' },
  parameters: ({ settings: { turn } }) => [
    {
      key: 'to',
      title: { en: 'Flag', ko: '플래그' },
      hint: turn === 'off' ? { en: 'Empty: off', ko: '비우면 끔' } : { en: 'Empty: on', ko: '비우면 켬' },
      kind: 'choice',
      choices: [
        { value: 'off', title: { en: 'Off', ko: '끔' } },
        { value: 'on', title: { en: 'On', ko: '켬' } },
      ],
      optional: true,
    },
  ],
  turn(request) {
    const to = wanted(request);
    const warning = saysOtherwise(request.state);
    return { to, warnings: warning ? [warning] : [] };
  },
});

/** What a plan has filled in is the value itself. */
function wanted({ chosen: { to }, settings: { turn, on, off } }: TurnRequest<Settings>): DialValue {
  if (to === undefined || to === null || to === '') return turn === 'on' ? on : off;
  if (to === 'on' || String(to) === String(on)) return on;
  if (to === 'off' || String(to) === String(off)) return off;
  throw new UserError('invalid_value', {
    en: `${JSON.stringify(to)} is neither on nor off.`,
    ko: `${JSON.stringify(to)}은(는) on도 off도 아닙니다.`,
  });
}

/** Whoever evaluates the flag may have rules of its own, or may not have read what is written. */
function saysOtherwise({ value: written, facts }: DialState): Bilingual | undefined {
  const evaluated = facts?.evaluated;
  if (typeof written !== 'string' || evaluated === undefined || evaluated === written) return undefined;
  return {
    en: `${written} is written, but ${String(evaluated)} is what is answered: rules decide, or it has not been read yet.`,
    ko: `${written}(으)로 적혀 있지만 응답은 ${String(evaluated)}입니다. 규칙이 정하거나 아직 읽지 않았습니다.`,
  };
}
