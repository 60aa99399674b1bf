import { closest } from 'fastest-levenshtein';
import { OperatorError } from '../../domain/errors.ts';
import { type Asker, askUntilGood } from './ask.ts';

export interface Choice {
  /** As it is answered. */
  value: string;
  /** What else people may want to know of it. */
  title?: string;
}

export interface ChoiceQuestion {
  /** The name of its answer in an answers file. */
  key: string;
  text: string;
  choices: readonly Choice[];
  /** Taken when nothing is answered. */
  proposed?: string;
  /** What happens when nothing is answered and nothing is proposed; without it an answer is needed. */
  otherwise?: string;
}

/** More than fit on a screen. */
const SHOWN_MOST = 40;

/** One of a list, by its number or its name. Undefined when it may be left unanswered and was. */
export async function choose(asker: Asker, { choices, ...question }: ChoiceQuestion): Promise<string | undefined> {
  const width = String(Math.min(choices.length, SHOWN_MOST)).length;
  for (const [index, { value, title }] of choices.slice(0, SHOWN_MOST).entries())
    asker.say(`  ${String(index + 1).padStart(width)}  ${shown(value)}${title === undefined || title === value ? '' : `: ${title}`}`);
  if (choices.length > SHOWN_MOST) asker.say(`  … and ${choices.length - SHOWN_MOST} more, by their names`);
  return await askUntilGood(asker, [question], ([answer = '']) => chosenOf(choices, answer));
}

function chosenOf(choices: readonly Choice[], answer: string): string {
  const same = (one: string | undefined): boolean => one?.toLowerCase() === answer.toLowerCase();
  // A name that is a number goes before the place in the list.
  const named = choices.find(({ value }) => value === answer) ?? choices.find(({ value, title }) => same(value) || same(title));
  const counted = /^\d+$/.test(answer) ? choices[Number(answer) - 1] : undefined;
  const chosen = named ?? counted;
  if (chosen) return chosen.value;
  const names = choices.map(({ value }) => shown(value));
  const some = `${names.slice(0, SHOWN_MOST).join(', ')}${names.length > SHOWN_MOST ? ', …' : ''}`;
  throw new OperatorError('no_choice', `"${answer}" is none of ${some}. Did you mean ${closest(answer, names)}?`);
}

/** A name of somebody else's, which may hold what a terminal obeys. */
function shown(value: string): string {
  return value.replace(/\p{C}/gu, '·');
}
