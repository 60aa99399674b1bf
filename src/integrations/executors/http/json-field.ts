import type { DialValue } from '../../../domain/mitigation/targets.ts';

/** Null when the field, or a level above it, is not there; undefined when it holds no single value. */
export function fieldOf(json: object, path: readonly string[]): DialValue | undefined {
  let value: unknown = json;
  for (const name of path) {
    if (value === null) return null;
    if (typeof value !== 'object') return undefined;
    if (!Object.hasOwn(value, name)) return null;
    value = (value as Record<string, unknown>)[name];
  }
  return value === null || ['string', 'number', 'boolean'].includes(typeof value) ? (value as DialValue) : undefined;
}

/** JSON that holds this one value. */
export function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, name) => Object.fromEntries([[name, inner]]), value);
}
