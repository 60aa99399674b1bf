import type { Collector } from './collector.ts';

const TIMEOUT_MS = 10_000;

/** What inspectors see: `analysis.inspect` of the playbook. */
export const factsOf: Collector = ({ playbook }, { id }) =>
  (playbook.analysis.inspect[id] ?? []).map((name) => ({
    kind: 'inspect' as const,
    name,
    collect: async ({ runtime, onset, now }) => {
      const { facts, lines, doubts } = await runtime.inspectors.inspector(name).inspect({ since: onset, at: now, timeoutMs: TIMEOUT_MS });
      return { finding: { kind: 'facts', from: name, facts, lines, ...(doubts && { doubts }) } };
    },
  }));
