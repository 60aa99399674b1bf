import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { errorText, OperatorError } from '../../domain/errors.ts';

/** One line of a csv file that is not empty; `line` counts from 1, as editors do. */
export interface CsvLine {
  line: number;
  cells: string[];
}

/** Reads a csv file (RFC 4180, one record per line), gzipped or not: by its content, not by its name. Throws a UserError naming the file. */
export function readCsvLines(path: string): CsvLine[] {
  let text: string;
  try {
    const bytes = readFileSync(path);
    text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const what = missing ? 'there is no such file. Check the path.' : `cannot be read: ${errorText(error)}`;
    throw new OperatorError('unreadable_file', `${path}: ${what}`, { cause: error });
  }
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((content, at) => ({ line: at + 1, cells: cellsOf(content) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
}

function cellsOf(content: string): string[] {
  if (!content.includes('"')) return content.split(',').map((cell) => cell.trim());
  const cells: string[] = [];
  for (const [, quoted, plain] of content.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    cells.push((quoted?.replaceAll('""', '"') ?? plain ?? '').trim());
  }
  return cells;
}
