import { z } from 'zod';
import type { Path } from './playbook-error.ts';

/** The keys that `schema` knows for the map at `path`; none when it is not a map of fixed keys. */
export function keysAt(schema: z.ZodType, path: Path): string[] {
  let current: unknown = schema;
  for (const part of path) {
    const here = optionFor(unwrapped(current), part);
    if (here instanceof z.ZodObject) current = (here.shape as Record<string, unknown>)[String(part)];
    else if (here instanceof z.ZodRecord) current = here.valueType;
    else if (here instanceof z.ZodArray) current = here.element;
    else return [];
  }
  const here = optionFor(unwrapped(current), '');
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}

function unwrapped(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? unwrapped(schema.unwrap())
    : schema;
}

/** Of a choice between shapes, the list for an index and the map for a key. */
function optionFor(schema: unknown, part: string | number): unknown {
  if (!(schema instanceof z.ZodUnion)) return schema;
  return schema.options.find((option) => (typeof part === 'number' ? option instanceof z.ZodArray : option instanceof z.ZodObject));
}
