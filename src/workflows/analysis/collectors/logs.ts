import { windowsAround } from '../../../domain/analysis/before-and-since.ts';
import { doubtsOf } from '../../../domain/signals/doubts.ts';
import type { Collector } from './collector.ts';

const TIMEOUT_MS = 15_000;

/** Lines of logs that fit patterns, before the incident and since: `analysis.logs` of the playbook. */
export const logsOf: Collector = ({ playbook }, { id }) =>
  playbook.analysis.logs
    .filter(({ row }) => row === id)
    .map(({ name, patterns }) => ({
      kind: 'logs' as const,
      name,
      collect: async ({ runtime, onset, now }) => {
        const reader = runtime.evidence.log(name);
        const { before, since } = windowsAround(onset, now);
        const count = (window: { from: Date; to: Date }) =>
          reader.count({ ...window, patterns: patterns.map(({ match }) => match), timeoutMs: TIMEOUT_MS });
        const [usual, found] = [await count(before), await count(since)];
        return {
          finding: {
            kind: 'logs',
            from: name,
            lines: found.lines,
            partial: found.partial || usual.partial,
            ...doubtsOf(found, usual),
            patterns: patterns.map(({ title }, index) => {
              const [was, is] = [usual.patterns[index], found.patterns[index]];
              const stopped = Boolean(is?.stopped || was?.stopped);
              return { title, before: was?.lines ?? 0, since: is?.lines ?? 0, samples: is?.samples ?? [], stopped };
            }),
          },
        };
      },
    }));
