import { z } from 'zod';
import { aboutOf, examplesOf, isDescribed } from './arguments.ts';
import type { Command } from './command.ts';

/** What a program sends for a command, as JSON Schema, with the descriptions and examples of its arguments. */
export function inputSchemaOf({ args }: Pick<Command, 'args'>): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(args, {
    io: 'input',
    // zod keeps no example of what is changed while it is read; ours are of what is sent.
    override: ({ zodSchema, jsonSchema }) => {
      const schema = zodSchema as z.core.$ZodType as z.ZodType;
      if (!isDescribed(schema)) return;
      const examples = examplesOf(aboutOf(schema), 'en');
      if (examples.length > 0) jsonSchema.examples = [...examples];
    },
  }) as z.core.JSONSchema.JSONSchema;
}
