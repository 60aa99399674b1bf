import { PermanentError } from '../../../domain/errors.ts';
import { pick } from '../../../domain/language/pick.ts';
import { worded } from '../../../languages/worded.ts';
import { said } from '../said.ts';
import { type ProgramOutcome, type ProgramRequest, runProgram } from './run-program.ts';

const MOST_LINES = 5;

/** Runs a program that must end with 0. Rejects with PermanentError `exit_N` and the last lines of what it complained. */
export async function runToItsEnd({
  where,
  argv,
  mask,
  ...request
}: ProgramRequest & { mask: (text: string) => string }): Promise<ProgramOutcome> {
  const outcome = await runProgram({ where, argv, ...request });
  if (outcome.exitCode === 0) return outcome;
  const lines = said(outcome.last.split('\n').slice(-MOST_LINES).join(' '), mask, 600);
  const why = lines === '' ? worded(({ executors }) => executors.itSaidNothing) : worded(({ executors }) => executors.itSaid(lines));
  throw new PermanentError(
    `exit_${outcome.exitCode}`,
    worded(({ executors }, language) => executors.endedWith(said(argv[0] ?? '', mask), outcome.exitCode, pick(why, language))),
  );
}

/** What it printed, as a value that may be kept and shown. */
export function printedBy({ out, isWhole }: ProgramOutcome, { where, mask }: { where: string; mask: (text: string) => string }): string {
  if (!isWhole)
    throw new PermanentError(
      'invalid',
      worded(({ executors }) => executors.cannotBeReadTheProgram(where)),
    );
  // It would be kept and shown; hidden, it could not be set again.
  if (mask(out) !== out)
    throw new PermanentError(
      'invalid',
      worded(({ executors }) => executors.cannotBeReadTheProgramPrints(where)),
    );
  return out.trim();
}
