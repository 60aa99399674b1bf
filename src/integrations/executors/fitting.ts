import type { DialValue } from '../../domain/mitigation/targets.ts';

/** The same value, also when one side writes a number or a truth value as text, as people and programs do. Not set is the same as nothing else. */
export function sameValue(a: DialValue, b: DialValue): boolean {
  if (a === null || b === null) return a === b;
  if (typeof a === typeof b) return a === b;
  return String(a) === String(b) || (isNumeric(a) && isNumeric(b) && Number(a) === Number(b));
}

/** `to` in the type that the target has now, so that `"8"` stays no text among numbers; undefined when it cannot be that without loss. */
export function fitting(present: DialValue, to: DialValue): DialValue | undefined {
  if (present === null || to === null || typeof present === typeof to) return to;
  if (typeof present === 'string') return String(to);
  if (typeof present === 'number') return isNumeric(to) ? Number(to) : undefined;
  return to === 'true' ? true : to === 'false' ? false : undefined;
}

function isNumeric(value: DialValue): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(value));
}
