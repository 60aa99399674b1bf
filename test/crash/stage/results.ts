import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Result {
  row: string;
  column: string;
  ok: boolean;
  tookMs: number;
}

/** The outcome of every case, kept in a file while the cases run, so that what a crash of the run leaves behind can still be read. */
export class Results {
  private readonly directory = mkdtempSync(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'matrix-'));
  private readonly file = join(this.directory, 'results.jsonl');

  /** Runs a case and writes down how it went. */
  async note(row: string, column: string, work: () => Promise<void>): Promise<void> {
    const started = performance.now();
    let ok = false;
    try {
      await work();
      ok = true;
    } finally {
      appendFileSync(
        this.file,
        `${JSON.stringify({ row, column, ok, tookMs: Math.round(performance.now() - started) } satisfies Result)}\n`,
      );
    }
  }

  /** A table of all rows and columns; `·` where there was no such case. */
  table(title: string, rows: readonly string[], columns: readonly string[]): string {
    const cell = new Map(this.read().map(({ row, column, ok }) => [`${row}|${column}`, ok ? 'ok' : 'FAIL']));
    const wide = Math.max(title.length, ...rows.map((row) => row.length));
    const line = (first: string, rest: readonly string[]) =>
      [first.padEnd(wide), ...rest.map((text, index) => text.padEnd(columns[index]?.length ?? 0))].join('  ').trimEnd();
    return [
      line(title, columns),
      ...rows.map((row) =>
        line(
          row,
          columns.map((column) => cell.get(`${row}|${column}`) ?? '·'),
        ),
      ),
    ].join('\n');
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private read(): Result[] {
    try {
      return readFileSync(this.file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Result);
    } catch {
      return [];
    }
  }
}
