import type { Placeholder } from '../../../domain/playbook/schema.ts';

/** A text of the playbook with its `{placeholders}` filled in; those without a value stay as they are. The values go in as given. */
export function fill(text: string, values: Partial<Record<Placeholder, string>>): string {
  return text.replace(/\{([a-zA-Z]+)\}/g, (whole, word: string) =>
    Object.hasOwn(values, word) ? (values[word as Placeholder] ?? whole) : whole,
  );
}
