import type { Account } from '../../integrations/accounts/account.ts';
import { type Asker, askUntilGood, type Question } from './ask.ts';

/**
 * Asks for an account as its variables say, until `check` takes what was given (it rejects with what to do). Undefined when it may be left unanswered and was, or when
 * nothing of it is asked for.
 */
export async function askAccount(
  asker: Asker,
  { variables }: Account,
  check: (given: Readonly<Record<string, string>>) => Promise<void>,
): Promise<Record<string, string> | undefined> {
  const asked = Object.entries(variables).flatMap(([name, variable]) => (variable.asked ? [{ name, question: variable.asked }] : []));
  if (asked.length === 0) return undefined;
  const questions = asked.map(({ question }): Question => question);
  return await askUntilGood(asker, questions, async (answers) => {
    const given = Object.fromEntries(asked.map(({ name }, index) => [name, answers[index] ?? '']));
    await check(given);
    return given;
  });
}

/** The variables that are asked for. */
export function askedIn({ variables }: Account): string[] {
  return Object.entries(variables).flatMap(([name, { asked }]) => (asked ? [name] : []));
}
