import { medianOf, quantileOf, sortedKnown } from '../../../domain/signals/robust.ts';

/** What a signal was like: a value every `stepMs` (milliseconds), in its unit; steps without one are left out. */
export interface History {
  values: readonly number[];
  stepMs: number;
}

export interface LimitRule {
  /** Which way is bad. */
  side: 'above' | 'below';
  /** In the unit: a change smaller than this is none. */
  matters: number;
  /** The most that it can be, in the unit. */
  most?: number | undefined;
}

/** `usual`: ninety-nine of a hundred values do not pass it; `worst`: none did. Both in the unit of the signal. `hours` is how much of it there is. */
export interface Past {
  usual: number;
  worst: number;
  hours: number;
}

/**
 * Limits in the unit of the signal, and the past that they come from. Or why there are none: `young`, too few hours of data, or `full`: what is usual lies so near to the
 * most (or to nothing) that no limit fits between.
 */
export type Limits =
  | ({ none?: never; warning: number; critical?: number } & Past)
  | { none: 'young'; hours: number }
  | ({ none: 'full' } & Past);

const HOUR_MS = 3_600_000;
/** A day has a night and a morning; less says nothing about either. */
const ENOUGH_MS = 24 * HOUR_MS;
/** In a hundred, so many are beyond the usual. */
const BEYOND = 0.01;
/** How far a warning lies beyond the usual, and critical beyond the worst. */
const [PAST_USUAL, PAST_WORST] = [0.1, 0.2];
/** Numbers that people write down, between 1 and 10. */
const READABLE = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
const FEW = 10;
/** Of the most, for what is nearly full; the first that lies beyond the worst. */
const NEARLY = [0.9, 0.95, 0.98, 0.99];

/** When a signal is worth a warning, and when it is critical, by its own past. A few wild moments move only the second. */
export function limitsFromHistory({ values, stepMs }: History, { side, matters, most }: LimitRule): Limits {
  const sorted = sortedKnown(values.filter(Number.isFinite));
  const spanMs = sorted.length * stepMs;
  if (spanMs < ENOUGH_MS) return { none: 'young', hours: Math.floor(spanMs / HOUR_MS) };
  const above = side === 'above';
  const usual = quantileOf(sorted, above ? 1 - BEYOND : BEYOND);
  const worst = (above ? sorted.at(-1) : sorted[0]) ?? usual;
  const past = { usual: tidy(usual), worst: tidy(worst), hours: Math.floor(spanMs / HOUR_MS) };
  return above ? limitsAbove(past, { matters, most }) : limitsBelow(past, { matters });
}

function limitsAbove(past: Past, { matters, most = Number.POSITIVE_INFINITY }: Pick<LimitRule, 'matters' | 'most'>): Limits {
  const { usual, worst } = past;
  const warning = fitting(roundUp(Math.max(usual + Math.abs(usual) * PAST_USUAL, usual + matters)), usual, most);
  if (warning === undefined) return { none: 'full', ...past };
  const beyond = Math.max(
    worst + Math.abs(worst) * PAST_WORST,
    worst + matters,
    warning + Math.abs(warning) * PAST_USUAL,
    warning + matters,
  );
  const critical = fitting(roundUp(beyond), Math.max(worst, warning), most);
  return { warning, ...(critical !== undefined && { critical }), ...past };
}

/** The limit itself where it can be passed, else one that leaves room for that. */
function fitting(limit: number, past: number, most: number): number | undefined {
  if (limit < most) return limit;
  return NEARLY.map((share) => tidy(share * most)).find((nearly) => nearly > past);
}

/** Nothing that is counted is less than nothing. Half of the least that there was is critical. */
function limitsBelow(past: Past, { matters }: Pick<LimitRule, 'matters'>): Limits {
  const { usual, worst } = past;
  const wanted = usual - Math.max(usual * PAST_USUAL, matters / 2);
  // Of a few things one that is missing is noticed: between 3 and 4 there is only 3.5.
  const warning = wanted < FEW && matters >= 1 ? Math.round(wanted * 2) / 2 : roundDown(wanted);
  if (!(warning > 0)) return { none: 'full', ...past };
  const critical = roundDown(worst / 2);
  return { warning, ...(critical > 0 && critical < warning && { critical }), ...past };
}

/** How large a change must be, in the unit: as a rule says, but no more than half of the middle of what there was in a day at least. */
export function lessWhereLittle({ values, stepMs }: History, matters: number): number {
  if (values.length * stepMs < ENOUGH_MS) return matters;
  const middle = medianOf(values) ?? 0;
  return middle > 0 ? Math.min(matters, roundUp(middle / 2)) : matters;
}

/** The next readable number that is not less: 0.37 → 0.4, 1130 → 1200. */
export function roundUp(value: number): number {
  if (value <= 0) return value === 0 ? 0 : -roundDown(-value);
  const power = 10 ** Math.floor(Math.log10(value));
  const step = READABLE.find((each) => tidy(each * power) >= tidy(value)) ?? 10;
  return tidy(step * power);
}

/** The next readable number that is not more: 2.7 → 2.5. */
export function roundDown(value: number): number {
  if (value <= 0) return value === 0 ? 0 : -roundUp(-value);
  const power = 10 ** Math.floor(Math.log10(value));
  const step = READABLE.findLast((each) => tidy(each * power) <= tidy(value)) ?? 1;
  return tidy(step * power);
}

/** Without what binary fractions add. */
function tidy(value: number): number {
  return Number(value.toPrecision(6));
}
