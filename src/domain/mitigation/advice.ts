import { unneeded } from '../deadlines/deadlines.ts';
import type { Playbook } from '../playbook/schema.ts';
import { own } from '../text/own.ts';

/** A cause by the playbook's names; without `cause` all that is known is the scenario. */
export interface Against {
  scenario: string;
  cause?: string | undefined;
}

/** What the playbook knows against a cause, the best first: what the cause asks for, then what the scenario has besides. */
export function mitigationsAgainst({ scenarios }: Pick<Playbook, 'scenarios'>, { scenario, cause }: Against): string[] {
  const spec = own(scenarios, scenario);
  if (!spec) return [];
  const asked = spec.causes.find(({ key }) => key === cause)?.mitigations ?? [];
  return [...new Set([...asked, ...spec.mitigations])];
}

/** What else decides which of them is advised first. */
export interface Advising {
  /** When each row of the incident that is still pending is due, in milliseconds. */
  due: ReadonlyMap<string, number>;
  /** Rows that do not apply to the incident. */
  waived: ReadonlySet<string>;
  /** What was tried in this incident and did not help. */
  inVain: ReadonlySet<string>;
}

/**
 * What fits, in the order in which it is advised. What was tried in vain comes last. Before that, what the cause asks for comes first, then whatever keeps the row that is due next, then
 * the playbook's own order. What serves only rows that do not apply is not advised. A row that helps against other causes is in no hurry, though it is waived only when somebody names
 * this one.
 */
export function advised(
  playbook: Pick<Playbook, 'scenarios' | 'mitigations' | 'rows'>,
  against: Against,
  { due, waived, inVain }: Advising,
): string[] {
  const causes = own(playbook.scenarios, against.scenario)?.causes ?? [];
  const asked = causes.find(({ key }) => key === against.cause)?.mitigations ?? [];
  const rowsOf = (name: string) => own(playbook.mitigations, name)?.rows ?? [];
  const serves = (name: string) => rowsOf(name).length === 0 || rowsOf(name).some((row) => !waived.has(row));
  const { scenario, cause } = against;
  const helps = (row: string) => !unneeded(playbook, row, { scenario, cause: cause === undefined ? undefined : { scenario, cause } });
  const nextDue = (name: string) =>
    Math.min(...rowsOf(name).map((row) => (helps(row) && due.get(row)) || Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY);
  const place = (name: string) => (asked.includes(name) ? asked.indexOf(name) : asked.length);
  const order = (a: string, b: string) =>
    Number(inVain.has(a)) - Number(inVain.has(b)) || place(a) - place(b) || compare(nextDue(a), nextDue(b));
  return mitigationsAgainst(playbook, against).filter(serves).sort(order);
}

/** Also of two that are infinite, whose difference is no number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
