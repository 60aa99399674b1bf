import { errorText, PermanentError, TransientError, UserError } from '../../domain/errors.ts';

/** One thing to be answered, in a line. */
export interface Question {
  /** The name of its answer in an answers file. */
  key: string;
  text: string;
  /** Not shown while it is typed, nor afterwards. */
  secret?: true;
  /** What happens when nothing is answered; without it an answer is needed. */
  otherwise?: string;
  /** Taken when nothing is answered. */
  proposed?: string;
}

/** Whoever answers: a person at a terminal, or a file. */
export interface Asker {
  /** Without spaces around it; undefined when nothing was answered. Rejects with UserError `stopped` when no answer will come any more. */
  ask(question: Question): Promise<string | undefined>;
  say(text: string): void;
  /** The answers to these were refused. Returns when they may be given anew; throws UserError when they may not. */
  refused(questions: readonly Question[], why: string): void;
  close(): void;
}

/**
 * Asks until `check` takes the answers; what it throws says what to do. Undefined when the first question may be left unanswered and was:
 * the others belong to it and are not asked then.
 */
export async function askUntilGood<T>(
  asker: Asker,
  questions: readonly Question[],
  check: (answers: string[]) => Promise<T> | T,
): Promise<T | undefined> {
  for (;;) {
    const answers = await answersTo(asker, questions);
    if (answers === undefined) return undefined;
    try {
      return await check(answers);
    } catch (error) {
      const expected = error instanceof UserError || error instanceof PermanentError || error instanceof TransientError;
      if (!expected) throw error;
      asker.refused(questions, errorText(error));
    }
  }
}

/** For questions that must be answered. */
export async function mustAnswer<T>(asker: Asker, question: Question, check: (answer: string) => Promise<T> | T): Promise<T> {
  const settled = await askUntilGood(asker, [question], async ([answer = '']) => ({ value: await check(answer) }));
  if (settled === undefined) throw new Error(`${question.key} may be left unanswered`);
  return settled.value;
}

async function answersTo(asker: Asker, questions: readonly Question[]): Promise<string[] | undefined> {
  const answers: string[] = [];
  for (const question of questions) {
    let answer = (await asker.ask(question)) ?? question.proposed;
    while (answer === undefined && question.otherwise === undefined) {
      asker.refused([question], 'An answer is needed here.');
      answer = await asker.ask(question);
    }
    if (answer === undefined) return undefined;
    answers.push(answer);
  }
  return answers;
}
