import type { Bilingual } from '../playbook/schema.ts';
import type { DialState, DialValue } from './targets.ts';

/** What a mitigation would do, as it is shown, kept and compared: plain data that survives JSON. */
export interface Plan {
  /** What was asked for, complete: what the person left out is filled in. */
  parameters: Record<string, DialValue>;
  changes: PlannedChange[];
  /** Why it cannot be run like this; absent when it can. */
  refusal?: Bilingual;
  /** What whoever runs it should know. */
  warnings: Bilingual[];
  /** Lines of evidence: what exactly will be touched (a query, a script), secrets masked. */
  details: string[];
  /** How it is taken back; absent when it cannot be. */
  undo?: Bilingual;
  /** Must be typed to run it. */
  typed?: string;
  /** What the kind needs besides to run it. */
  data: Record<string, unknown>;
}

/** One thing that will be different. */
export interface PlannedChange {
  /** Unique in the plan, the same for the same target: part of the step's name. */
  id: string;
  /** In words. */
  where: string;
  unit?: Bilingual;
  from: DialState;
  to: DialValue;
  /** What undoing sets it to: `from`, unless an earlier run of the same mitigation still counts, whose `back` it takes over. */
  back: DialValue;
  /** What a person types instead. */
  byHand: { set: string; back: string };
}

/** Something about a mitigation that a person may choose. */
export interface Parameter {
  key: string;
  title: Bilingual;
  hint?: Bilingual;
  kind: 'number' | 'text' | 'choice';
  /** Of kind `choice`; also what may be typed in `/incident mitigate`. */
  choices?: readonly { value: string; title: Bilingual }[];
  min?: number;
  max?: number;
  optional?: boolean;
}

/** Where a run of a mitigation stands. */
export const RUN_STATES = ['waiting', 'announced', 'executing', 'running', 'undoing', 'ended'] as const;
/**
 * `waiting`: for a second person. `announced`: runs by itself when its countdown is over. `executing`: its steps are being done. `running`: done, being
 * watched. `undoing`: its steps are being taken back. `ended`: see its outcome.
 */
export type RunState = (typeof RUN_STATES)[number];

/**
 * `stays`: it was done and is left so. `undone`: taken back, by whomever. `failed`: it could not be done; what had been was taken back. `stopped`: never begun
 * (stopped, refused, lapsed, overtaken). `undo-failed`: people must take it back by hand. `superseded`: a later run of the same mitigation counts.
 */
export const OUTCOMES = ['stays', 'undone', 'failed', 'stopped', 'undo-failed', 'superseded'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Whether it helped (V1). */
export const VERDICTS = ['better', 'worse', 'same', 'unknown'] as const;
export type ProofVerdict = (typeof VERDICTS)[number];

/** The same for plans that would do the same from the same state: what a person saw is what is run. */
export function samePlan(a: Plan, b: Plan): boolean {
  return essence(a) === essence(b);
}

/** The same for plans that `samePlan` calls the same: what a form hands back instead of the plan that it showed. 16 hexadecimal digits; keeps mistakes apart, not enemies. */
export function fingerprint(plan: Plan): string {
  // FNV-1a, 64 bits, over UTF-16 units: the domain has no crypto.
  let hash = 0xcbf29ce484222325n;
  const text = essence(plan);
  for (let at = 0; at < text.length; at += 1) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}

function essence({ changes, data, parameters }: Plan): string {
  const essential = changes.map(({ id, from, to }) => [id, from.value, to]);
  return JSON.stringify([essential, sorted(data), sorted(parameters)]);
}

function sorted(record: Record<string, unknown>): [string, unknown][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
