import type { Playbook } from '../../../domain/playbook/schema.ts';
import { own } from '../../../domain/text/own.ts';

/** By which signals something that was done is judged, and how long after it. */
export interface Proving {
  signals: readonly string[];
  /** In milliseconds. */
  after: number;
}

/**
 * How a run is judged (V1): as the mitigation of its name says, or, when people did by hand what a row of the process wants, as the mitigations say that keep this row. Without
 * signals of their own, by those of the briefing that have a limit.
 */
export function provedBy({ mitigations, briefing, signals }: Playbook, name: string): Proving {
  const spec = own(mitigations, name);
  const asked = spec
    ? [spec]
    : keeping({ mitigations }, name)
        .map((each) => mitigations[each])
        .flatMap((each) => each ?? []);
  const judged = [...new Set(asked.flatMap(({ verify }) => verify.signals))];
  const after = Math.max(0, ...asked.map(({ verify }) => verify.after));
  return { signals: judged.length > 0 ? judged : briefing.signals.filter((key) => (signals[key]?.thresholds.length ?? 0) > 0), after };
}

/** The mitigations that keep this row of the process, by name. */
export function keeping({ mitigations }: Pick<Playbook, 'mitigations'>, row: string): string[] {
  return Object.entries(mitigations).flatMap(([name, { rows }]) => (rows.includes(row) ? [name] : []));
}
