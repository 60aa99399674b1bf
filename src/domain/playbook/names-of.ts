import type { z } from 'zod';

/** Lists of names that the program has and the playbook only uses. */
export type NamesOf = 'pagers' | 'pages' | 'networks' | 'desks' | 'sources' | 'inspectors' | 'mitigations';

const MARK = 'namesOf';

/** A name of that list: the schema says which list it is, and whoever has the list says what stands in it. */
export function nameOf<Schema extends z.ZodType>(list: NamesOf, schema: Schema): Schema {
  return schema.meta({ [MARK]: list }) as Schema;
}

/** A JSON Schema with the names of each list in place of the mark; without a list of it, any name will do. */
export function withNames(schema: unknown, names: Partial<Record<NamesOf, readonly string[]>>): unknown {
  if (Array.isArray(schema)) return schema.map((item) => withNames(item, names));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { [MARK]: list, ...fields } = schema as Record<string, unknown>;
  const known = typeof list === 'string' ? names[list as NamesOf] : undefined;
  const inner = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, withNames(value, names)]));
  return known ? { ...inner, enum: known } : inner;
}
