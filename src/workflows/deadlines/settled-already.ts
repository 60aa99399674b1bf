import type { ReasonView } from '../../domain/deadlines/reason.ts';
import { UserError } from '../../domain/errors.ts';
import { pick } from '../../domain/language/pick.ts';
import { ROW_STATE_WORDS } from '../../domain/language/state-words.ts';
import { worded } from '../../languages/worded.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Somebody wants to keep a row that is kept or waived: says which, and why. */
export function settledAlready(
  { present }: Pick<Runtime, 'present'>,
  code: string,
  rowId: string,
  state: keyof typeof ROW_STATE_WORDS,
  reason: ReasonView | null | undefined,
): UserError {
  const why = reason ? present.reason(reason) : undefined;
  return new UserError(
    code,
    worded(({ incidents }, language) =>
      incidents.isAlready(rowId, pick(ROW_STATE_WORDS[state], language), why ? ` (${pick(why, language)})` : ''),
    ),
  );
}
