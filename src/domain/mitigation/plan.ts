import type { Bilingual } from '../language/bilingual.ts';
import type { DialState, DialValue } from './targets.ts';

/** What a mitigation would do, as it is shown, kept and compared: plain data that survives JSON. */
export interface Plan {
  /** What was asked for, complete: what the person left out is filled in. */
  parameters: Record<string, DialValue>;
  changes: PlannedChange[];
  /** Why it cannot be run like this; absent when it can. */
  refusal?: Bilingual;
  /** Why these values are proposed; absent when the playbook says so or somebody chose them. */
  why?: Bilingual;
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
  /** By its names in the system, for whoever knows it; the dial is found by it. */
  where: string;
  /** What people call it; absent in plans of an earlier release. */
  title?: Bilingual;
  /** It is not set to a value but restarted. */
  restarts?: true;
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
export const MITIGATION_RUN_STATES = ['waiting', 'announced', 'executing', 'running', 'undoing', 'held', 'ended'] as const;

/**
 * `waiting`: for a second person. `announced`: runs by itself when its countdown is over. `executing`: its steps are being done. `running`: done, being
 * watched. `undoing`: its steps are being taken back. `held`: a freeze came half-way, and a person decides. `ended`: see its outcome.
 */
export type MitigationRunState = (typeof MITIGATION_RUN_STATES)[number];

/**
 * `stays`: it was done and is left so. `undone`: taken back, by whomever. `failed`: it could not be done; what had been was taken back. `stopped`: never begun
 * (stopped, refused, lapsed, overtaken). `halted`: stopped half-way, and what had been done is left so. `undo-failed`: people must take it back by hand.
 * `superseded`: a later run of the same mitigation counts.
 */
export const OUTCOMES = ['stays', 'undone', 'failed', 'stopped', 'halted', 'undo-failed', 'superseded'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * Why a run is taken back: `person` asked, its time is `expired`, it was `no-help`, it `failed` on the way; or, half-way, somebody `stopped` it, the incident was `over`, or the
 * guard `refused` to let it go on.
 */
export const UNDO_WHYS = ['person', 'expired', 'no-help', 'failed', 'stopped', 'over', 'refused'] as const;
export type UndoWhy = (typeof UNDO_WHYS)[number];

/** The same for plans that would do the same from the same state: what a person saw is what is run. */
export function samePlan(a: Plan, b: Plan): boolean {
  return fingerprint(a) === fingerprint(b);
}

/** A short word for what a plan would do, in two parts: what was chosen, and what it comes to. */
export function fingerprint(plan: Plan): string {
  const changes = plan.changes.map(({ id, where, from, to }) => [id, where, from.value, to]);
  return `${shortHash(sorted(plan.parameters))}.${shortHash([changes, sorted(plan.data)])}`;
}

/** How a plan differs from the one that somebody saw: by what they chose, or by what was found at the target. */
export function differsFrom(plan: Plan, seen: string): 'choice' | 'target' | undefined {
  const now = fingerprint(plan);
  if (now === seen) return undefined;
  return now.split('.')[0] === seen.split('.')[0] ? 'target' : 'choice';
}

/** By their keys, at every depth: the database keeps them in an order of its own, and nothing that is undefined. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const known = Object.entries(value).filter(([, each]) => each !== undefined);
  return known.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]);
}

/** Two 32-bit FNV-1a sums from different beginnings: enough to tell plans apart, which nobody forges. */
function shortHash(value: unknown): string {
  const text = JSON.stringify(value);
  return [0x811c9dc5, 0x01000193].map((seed) => fnv1a(text, seed).toString(36)).join('');
}

function fnv1a(text: string, seed: number): number {
  let sum = seed;
  for (let index = 0; index < text.length; index += 1) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return sum;
}
