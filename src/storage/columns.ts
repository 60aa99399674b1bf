import type { EntitySchemaColumnOptions } from 'typeorm';

/** Columns of the entities, each by its name in the database. */

export const text = (name: string, more: Partial<EntitySchemaColumnOptions> = {}): EntitySchemaColumnOptions => ({
  name,
  type: 'text',
  ...more,
});
export const maybeText = (name: string) => text(name, { nullable: true });
export const time = (name: string, more: Partial<EntitySchemaColumnOptions> = {}): EntitySchemaColumnOptions => ({
  name,
  type: 'timestamptz',
  ...more,
});
export const maybeTime = (name: string) => time(name, { nullable: true });
export const json = (name: string, more: Partial<EntitySchemaColumnOptions> = {}): EntitySchemaColumnOptions => ({
  name,
  type: 'jsonb',
  ...more,
});
export const whole = (name: string, more: Partial<EntitySchemaColumnOptions> = {}): EntitySchemaColumnOptions => ({
  name,
  type: 'integer',
  ...more,
});
export const identity = (type: 'integer' | 'bigint'): EntitySchemaColumnOptions => ({
  type,
  primary: true,
  generated: true,
});
