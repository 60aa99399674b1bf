/**
 * What a record holds under a key that came from outside; undefined when it holds nothing of its own there. `record[key]` would also find what every
 * object inherits: `constructor`, `toString`, `__proto__`.
 */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** The same value with records that inherit nothing, at every depth: in these `record[key]` is safe with any key. Dates and the like stay as they are. */
export function withoutInheritance<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutInheritance) as T;
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  return recordOf(Object.entries(value).map(([key, inner]) => [key, withoutInheritance(inner)])) as T;
}

/** A record that inherits nothing. */
export function recordOf<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  const record: Record<string, T> = Object.create(null);
  for (const [key, value] of entries) record[key] = value;
  return record;
}

/** A record of data, not a Date or the like. */
export function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  // By shape: a value of another realm has another Object.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
