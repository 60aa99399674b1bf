import type { DialValue } from '../../domain/mitigation/targets.ts';

/** What a server keeps as text, as a number where it is one written in the only way that a number is written back. */
export function valueOfText(text: string): DialValue {
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
}
