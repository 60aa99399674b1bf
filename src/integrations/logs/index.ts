import { PermanentError } from '../../domain/errors.ts';
import { maskLogLine } from '../../domain/masking/mask-log-line.ts';
import type { LogSpec } from '../../domain/playbook/analysis-schema.ts';
import type { LogReader } from '../../domain/ports/evidence.ts';
import { isWhole } from '../../domain/signals/doubts.ts';
import { worded } from '../../languages/worded.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { countPatterns } from './count-patterns.ts';
import { fileLogs } from './files.ts';
import type { ReadLines } from './log-lines.ts';
import type { LogReaderKind } from './log-reader-kind.ts';
import { lokiLogs } from './loki.ts';

/** Every place to read logs from, one line each. */
export const LOG_READERS: readonly LogReaderKind[] = [lokiLogs, fileLogs];

/** The reader of one log of the playbook; one that is not set up says what to do when it is asked. `mask` hides what the bot itself knows as secret. */
export function createLogReader(spec: LogSpec, options: { accounts: Accounts; zone: string; mask: (text: string) => string }): LogReader {
  const { accounts, mask } = options;
  const read = lineReader(spec, accounts, spec.zone ?? options.zone);
  return {
    name: spec.name,
    count: async ({ from, to, patterns, timeoutMs }) => {
      const { lines, ...answer } = await read({ from, to, timeoutMs });
      const counts = await countPatterns(lines, patterns);
      // Counted as they are, shown masked: what is hidden may be part of what is counted.
      const shown = counts.map((count) => ({ ...count, samples: count.samples.map((line) => maskLogLine(mask(line))) }));
      return { lines: lines.length, partial: !isWhole(answer), ...answer, patterns: shown };
    },
  };
}

function lineReader(spec: LogSpec, accounts: Accounts, zone: string): ReadLines {
  const kind = LOG_READERS.find(({ name }) => spec[name] !== undefined);
  const read = kind?.create(accounts, spec, zone);
  if (read) return read;
  return async () => {
    throw new PermanentError(
      'not_configured',
      worded(({ evidence }) => evidence.isNotSetUpSetAnalysislogs(kind?.title ?? spec.name, kind?.variables)),
    );
  };
}
