import { aboutOf, examplesOf } from '../../../src/commands/arguments.ts';
import type { Command } from '../../../src/commands/command.ts';

/** What must be said for a command, by the examples that its own file gives. */
export function exampleArguments({ args }: Pick<Command, 'args'>): Record<string, unknown> {
  const needed = Object.entries(args.shape).filter(([, schema]) => !schema.safeParse(undefined).success);
  return Object.fromEntries(needed.map(([key, schema]) => [key, examplesOf(aboutOf(schema), 'en')[0]]));
}
