import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { errorText, OperatorError } from '../../domain/errors.ts';
import type { Asker } from './ask.ts';

const answersFile = z.record(z.string(), z.union([z.string(), z.array(z.string()).transform((list) => list.join(', '))]));

/** Answers from a JSON file, for machines and tests. An answer that is refused ends it: nobody is there to give another. */
export function createAnswersAsker(path: string, say: (text: string) => void): Asker {
  const answers = readAnswers(path);
  return {
    ask: async ({ key }) => answers[key]?.trim() || undefined,
    say,
    refused(questions, why) {
      throw new OperatorError('refused', `${path}: ${questions.map(({ key }) => key).join(', ')}: ${why}`);
    },
    close: () => {},
  };
}

function readAnswers(path: string): Record<string, string> {
  try {
    return answersFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? `${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}` : errorText(error);
    throw new OperatorError('answers', `${path} is no file of answers: it must be a JSON object of texts, or lists of texts (${why}).`);
  }
}
