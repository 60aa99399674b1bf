import { PermanentError } from '../errors.ts';

/** A key or index on the way from the top of the playbook to a place in it. */
export type Path = readonly (string | number)[];

/** A mistake before its line is known. `atKey`: the key is wrong, not its value. */
export interface Finding {
  path: Path;
  message: string;
  atKey?: boolean;
}

/** One mistake. `line` and `column` count from 1; `path` is dotted, such as `team.zone` or `escalation[1].at`, empty for the whole file. */
export interface PlaybookProblem {
  /** Of the files of a folder, the one in which it stands; absent for the only one. */
  file?: string;
  path: string;
  line: number;
  column: number;
  message: string;
}

/** A playbook that cannot be used. The message lists every mistake, one per line, as `coupon.yml:12: team.zone: is not …`. */
export class PlaybookError extends PermanentError {
  constructor(
    readonly fileName: string,
    readonly problems: readonly PlaybookProblem[],
  ) {
    const lines = problems.map(
      ({ file = fileName, line, path, message }) => `${file}:${line}: ${path === '' ? '' : `${path}: `}${message}`,
    );
    const count = problems.length === 1 ? '1 mistake' : `${problems.length} mistakes`;
    super('playbook_invalid', `The playbook ${fileName} cannot be used, ${count}:\n${lines.join('\n')}`);
  }
}

export function pathText(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}
