import { PermanentError } from '../../../domain/errors.ts';
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
  const why = lines === '' ? 'It said nothing.' : `It said: ${lines}`;
  throw new PermanentError(`exit_${outcome.exitCode}`, {
    en: `${said(argv[0] ?? '', mask)} ended with ${outcome.exitCode}. ${why}`,
    ko: `${said(argv[0] ?? '', mask)} 종료 코드 ${outcome.exitCode}. ${why}`,
  });
}

/** What it printed, as a value that may be kept and shown. */
export function printedBy({ out, isWhole }: ProgramOutcome, { where, mask }: { where: string; mask: (text: string) => string }): string {
  if (!isWhole)
    throw new PermanentError('invalid', {
      en: `${where} cannot be read: the program prints more than a value.`,
      ko: `읽을 수 없습니다: ${where}. 프로그램이 값 하나보다 많이 출력합니다.`,
    });
  // It would be kept and shown; hidden, it could not be set again.
  if (mask(out) !== out)
    throw new PermanentError('invalid', {
      en: `${where} cannot be read: the program prints a secret.`,
      ko: `읽을 수 없습니다: ${where}. 프로그램이 비밀 값을 출력합니다.`,
    });
  return out.trim();
}
