import { z } from 'zod';
import { UserError } from '../../../../domain/errors.ts';
import type { Bilingual } from '../../../../domain/language/bilingual.ts';
import type { DialState, DialValue } from '../../../../domain/mitigation/targets.ts';
import { worded } from '../../../../languages/worded.ts';
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
  undo: worded(({ mitigationKinds }) => mitigationKinds.flagGoesBackToWhatItWas),
  parameters: ({ settings: { turn } }) => [
    {
      key: 'to',
      title: worded(({ mitigationKinds }) => mitigationKinds.flag),
      hint:
        turn === 'off'
          ? worded(({ mitigationKinds }) => mitigationKinds.emptyOff)
          : worded(({ mitigationKinds }) => mitigationKinds.emptyOn),
      kind: 'choice',
      choices: [
        { value: 'off', title: worded(({ mitigationKinds }) => mitigationKinds.off) },
        { value: 'on', title: worded(({ mitigationKinds }) => mitigationKinds.on) },
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
  throw new UserError(
    'invalid_value',
    worded(({ mitigationKinds }) => mitigationKinds.isNeitherOnNorOff(JSON.stringify(to))),
  );
}

/** Whoever evaluates the flag may have rules of its own, or may not have read what is written. */
function saysOtherwise({ value: written, facts }: DialState): Bilingual | undefined {
  const evaluated = facts?.evaluated;
  if (typeof written !== 'string' || evaluated === undefined || evaluated === written) return undefined;
  return worded(({ mitigationKinds }) => mitigationKinds.isWrittenButIsWhatIsAnswered(written, String(evaluated)));
}
