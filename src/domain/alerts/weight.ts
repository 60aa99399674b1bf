import type { Severity } from '../incident/states.ts';
import type { Rank } from './severity-words.ts';

/**
 * How much an alert weighs when somebody asks whether anything still fires: 0 for what calls nobody (a heartbeat, what a route ignores), 1 for a note
 * (`severity: info`), then SEV3, SEV2, SEV1.
 */
export type Weight = 0 | 1 | 2 | 3 | 4;

/** The least that is trouble of its own. */
const TROUBLE: Weight = 2;

/** Of an alert from before weights were known: trouble, as everything was. */
export const UNKNOWN_WEIGHT: Weight = 3;
const OF_SEVERITY: Readonly<Record<Severity, Weight>> = { sev1: 4, sev2: 3, sev3: 2 };

/** `rank` is what its own word says, when nothing else decided about its severity. */
export function weightOf({ ignored, severity, rank }: { ignored: boolean; severity: Severity; rank?: Rank | undefined }): Weight {
  if (ignored) return 0;
  return rank === 'info' ? 1 : OF_SEVERITY[severity];
}

/** Alerts of an incident by weight: how many there are, and how many of these fire. Weights that none has may be absent; so is 0. */
export type Tally = readonly { weight: Weight; all: number; firing: number }[];

/** How many alerts of an incident fire, and how many of these count: notes do only where there never was anything else. */
export function firingIn(tally: Tally): { counting: number; notes: number } {
  const least = tally.some(({ weight, all }) => weight >= TROUBLE && all > 0) ? TROUBLE : 1;
  const sum = (chosen: Tally) => chosen.reduce((total, { firing }) => total + firing, 0);
  return {
    counting: sum(tally.filter(({ weight }) => weight >= least)),
    notes: sum(tally.filter(({ weight }) => weight > 0 && weight < least)),
  };
}

/**
 * Whether alerts that begin bring a mitigated incident's trouble back: when they count and weigh more than everything that was firing, so that a note or
 * a lesser alert which went on the whole time hides nothing. `before` is without those that begin.
 */
export function breaksCalm(begun: readonly Weight[], before: Tally): boolean {
  const known = [...before, ...begun.map((weight) => ({ weight, all: 1, firing: 1 }))];
  const least = known.some(({ weight, all }) => weight >= TROUBLE && all > 0) ? TROUBLE : 1;
  const heaviest = Math.max(0, ...before.filter(({ firing }) => firing > 0).map(({ weight }) => weight));
  const worst = Math.max(0, ...begun);
  return worst >= least && worst > heaviest;
}
