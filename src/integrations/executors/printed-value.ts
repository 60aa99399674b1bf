import type { DialValue } from '../../domain/mitigation/targets.ts';

/** What a target knows only as text: a number when it is written as one would write it, so that it goes back as it was; otherwise the text. */
export function printedValue(text: string): DialValue {
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
}
