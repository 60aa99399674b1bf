import type { Noticed, Report } from './look-at.ts';

/** For people in a terminal: a line for each problem, as compilers write them, and how many there are. */
export function asText(reports: readonly Report[]): string {
  const lines = reports.flatMap(({ file, problems }) =>
    problems.map((problem) => `${file}:${problem.line}:${problem.column}: ${problem.level}: ${sentence(problem)}`),
  );
  const all = reports.flatMap(({ problems }) => problems);
  const errors = all.filter(({ level }) => level === 'error').length;
  const files = reports.length === 1 ? (reports[0]?.file ?? '') : `${reports.length} files`;
  const counts = [counted(errors, 'mistake'), counted(all.length - errors, 'warning')].filter(Boolean).join(' and ');
  return [...lines, ...(lines.length > 0 ? [''] : []), `${files}: ${counts || 'nothing is wrong'}.`, ''].join('\n');
}

/** For programs. */
export function asJson(reports: readonly Report[]): string {
  const list = reports.flatMap(({ file, problems }) =>
    problems.map(({ level, path, line, column, message, found, wanted, nearest }) => ({
      file,
      line,
      column,
      level,
      path,
      message,
      found,
      wanted,
      ...(nearest !== undefined && { nearest }),
    })),
  );
  return `${JSON.stringify(list, null, 2)}\n`;
}

/** Commands by which GitHub Actions marks the line (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands). */
export function asGithub(reports: readonly Report[]): string {
  return reports
    .flatMap(({ file, problems }) =>
      problems.map((problem) => {
        const where = `file=${property(file)},line=${problem.line},col=${problem.column}`;
        return `::${problem.level} ${where}::${data(sentence(problem))}\n`;
      }),
    )
    .join('');
}

function sentence({ path, message }: Noticed): string {
  return path === '' ? message : `${path}: ${message}`;
}

function counted(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
