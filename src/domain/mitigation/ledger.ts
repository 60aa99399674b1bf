import { medianOf } from '../signals/robust.ts';
import type { ProofVerdict } from './verdicts.ts';

/** What became of one run of a mitigation in the past. */
export interface LedgerRun {
  name: string;
  /** Of its incident; null when that had none. */
  scenario: string | null;
  verdict: ProofVerdict;
  helpedAfterMs: number | null;
}

/** How often a mitigation helped. */
export interface TrackRecord {
  helped: number;
  /** Runs whose effect is known. */
  of: number;
  /** The middle time until it showed, in milliseconds; absent when it never helped. */
  medianMs?: number;
}

/** What the past says of a mitigation in a scenario, or in all of them; undefined when it says nothing. */
export function recordOf(runs: readonly LedgerRun[], name: string, scenario?: string | null): TrackRecord | undefined {
  const known = runs.filter((run) => run.name === name && run.verdict !== 'unknown' && (scenario == null || run.scenario === scenario));
  if (known.length === 0) return undefined;
  const helped = known.filter(({ verdict }) => verdict === 'better');
  const median = medianOf(helped.flatMap(({ helpedAfterMs }) => (helpedAfterMs === null ? [] : [helpedAfterMs])));
  return { helped: helped.length, of: known.length, ...(median !== undefined && { medianMs: median }) };
}
