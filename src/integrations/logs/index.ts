import { PermanentError } from '../../domain/errors.ts';
import { maskLogLine } from '../../domain/mask-log-line.ts';
import type { LogSpec } from '../../domain/playbook/analysis-schema.ts';
import type { LogReader } from '../../domain/ports.ts';
import { countPatterns } from './count-patterns.ts';
import { readFiles } from './files.ts';
import type { ReadLines } from './log-lines.ts';
import { readLoki } from './loki.ts';

/** What the environment says about logs; a Config is one. */
export interface LogSettings {
  readonly lokiUrl: { reveal(): string } | undefined;
  readonly lokiTenant: string | undefined;
}

/** The reader of one log of the playbook; one that is not set up says what to do when it is asked. `mask` hides what the bot itself knows as secret. */
export function createLogReader(
  spec: LogSpec,
  options: { settings: LogSettings; zone: string; mask: (text: string) => string },
): LogReader {
  const { settings, mask } = options;
  const read = lineReader(spec, settings, spec.zone ?? options.zone);
  return {
    name: spec.name,
    count: async ({ from, to, patterns, timeoutMs }) => {
      const { lines, partial } = await read({ from, to, timeoutMs });
      const counts = await countPatterns(lines, patterns);
      // Counted as they are, shown masked: what is hidden may be part of what is counted.
      const shown = counts.map((count) => ({ ...count, samples: count.samples.map((line) => maskLogLine(mask(line))) }));
      return { lines: lines.length, partial, patterns: shown };
    },
  };
}

function lineReader({ loki, files = [] }: LogSpec, { lokiUrl, lokiTenant }: LogSettings, zone: string): ReadLines {
  if (loki === undefined) return readFiles({ files, zone });
  if (lokiUrl !== undefined) return readLoki({ url: lokiUrl.reveal(), tenant: lokiTenant, query: loki });
  return async () => {
    throw new PermanentError('not_configured', {
      en: 'Loki is not set up: set LOKI_URL.',
      ko: 'Loki 설정이 없습니다. 설정할 값: LOKI_URL',
    });
  };
}
