import type { z } from 'zod';
import type { Language } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import { aboutOf, examplesOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import type { WordReader } from './readers.ts';

/** An argument as it is typed. */
export interface TypedArgument {
  key: string;
  reader: WordReader;
  schema: z.ZodType;
  optional: boolean;
}

/** The arguments that can be typed, in their order. */
export function typedArguments({ args, words = {} }: Pick<Command, 'args' | 'words'>): TypedArgument[] {
  return Object.entries(words).map(([key, reader]) => {
    const schema = args.shape[key] as z.ZodType;
    return { key, reader: reader as WordReader, schema, optional: schema.safeParse(undefined).success };
  });
}

/** As typed after the slash command, with its arguments named in a language: `analysis [#7] take <row> [@person]`. */
export function usageOf(command: Command, language: Language = 'en'): string {
  const [family = '', verb = ''] = command.name.split(' ');
  const number = command.about === 'incident' ? '[#7]' : '';
  return [family, number, verb, ...typedArguments(command).flatMap((one) => (one.reader.unlisted ? [] : [shown(one, language)]))]
    .filter(Boolean)
    .join(' ');
}

function shown({ reader, schema, optional }: TypedArgument, language: Language): string {
  const { what } = aboutOf(schema);
  const typed = reader.option ?? reader.shown?.(language) ?? reader.choices?.join('|');
  const whole = reader.kind === 'option' ? `${reader.option} ${exampleOf(schema, reader, language)}` : (typed ?? pick(what, language));
  if (optional) return `[${whole}]`;
  // Nothing of it is typed as it stands here: it only says what it is.
  return typed === undefined ? `<${whole}>` : whole;
}

/** A line that can be typed: what must be there, and everything as far as the argument that it is about, of which `instead` is the better example. */
export function exampleLine(command: Command, language: Language, about?: string, instead?: string): string {
  const known = typedArguments(command);
  const last = known.findIndex(({ key }) => key === about);
  const wanted = known.filter(
    ({ key, optional, reader }, at) => !optional || key === about || (at < last && reader.option === undefined && !reader.unlisted),
  );
  const typed = ({ key, reader, schema }: TypedArgument) => (key === about && instead ? instead : asTyped(schema, reader, language));
  return [command.name, ...wanted.map(typed)].join(' ');
}

/** This argument of an example, as it is typed. */
export function asTyped(schema: z.ZodType, reader: WordReader, language: Language): string {
  if (reader.kind === 'flag') return reader.option ?? '';
  const value = exampleOf(schema, reader, language);
  return reader.kind === 'option' ? `${reader.option} ${value}` : value;
}

function exampleOf(schema: z.ZodType, reader: WordReader, language: Language): string {
  return reader.example ? pick(reader.example, language) : String(examplesOf(aboutOf(schema), language)[0] ?? '');
}
