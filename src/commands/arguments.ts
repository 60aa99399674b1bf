import { z } from 'zod';
import { asRead } from '../domain/chat/typed-text.ts';
import { TYPED_ROW } from '../domain/deadlines/row-id.ts';
import type { Bilingual, Language, ProductLanguage } from '../domain/language/bilingual.ts';
import { pick } from '../domain/language/pick.ts';
import { parseDuration } from '../domain/time/duration.ts';
import { worded } from '../languages/worded.ts';

/** What people are told of an argument. */
export interface About {
  /** What it is, as a bare noun: `row`, `level`. */
  what: Bilingual;
  /** As a program sends it; what people type may look different (`WordReader`). */
  examples: readonly unknown[] | Record<ProductLanguage, readonly unknown[]>;
  /** Said when it is missing or no good, before an example, without a full stop; otherwise general words. */
  expects?: Bilingual;
  /** Said behind that: what it means to leave it out. */
  without?: Bilingual;
}

const ABOUT = z.registry<About>();

/** Says what an argument is: to people, and in the schema to programs. */
export function about<Schema extends z.ZodType>(schema: Schema, words: About): Schema {
  const examples = [...examplesOf(words, 'en')];
  const described = schema.meta({ description: words.what.en, examples }) as Schema;
  ABOUT.add(described, words);
  return described;
}

export function examplesOf({ examples }: About, language: Language): readonly unknown[] {
  return Array.isArray(examples) ? examples : pick(examples as Record<ProductLanguage, readonly unknown[]>, language);
}

/** What was said of this argument, whether it may be left out or not. Throws for one that was never described. */
export function aboutOf(schema: z.ZodType): About {
  const found = ABOUT.get(schema);
  if (found) return found;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return aboutOf(schema.unwrap() as z.ZodType);
  throw new Error('An argument of a command is not described.');
}

/** Whether `about` has spoken of exactly this schema. */
export function isDescribed(schema: z.ZodType): boolean {
  return ABOUT.has(schema);
}

/** What breaks a rule of an argument in a way that has words of its own. */
export function unfit(said: Bilingual): { params: { said: Bilingual } } {
  return { params: { said } };
}

/** Text that people wrote, as people read it: Slack's markup is turned into words, and an address stays behind its words as evidence. What is longer is cut. */
export function prose(most: number): z.ZodString {
  return z
    .string()
    .trim()
    .overwrite((text) => asRead(text).slice(0, most));
}

/** The same, refused when it is longer than this. */
export function proseWithin(most: number): z.ZodString {
  return z
    .string()
    .trim()
    .overwrite((text) => asRead(text))
    .min(1)
    .superRefine((text, context) => {
      if (text.length <= most) return;
      const said = worded(({ grammar }) => grammar.noteHoldsCharactersAndThisHasPost(most, text.length));
      context.addIssue({ code: 'custom', ...unfit(said) });
    });
}

/** The same for the name of something, in which the words of a link are enough. */
export function nameText(): z.ZodString {
  return z.string().overwrite((text) => asRead(text, 'name'));
}

/** A key of ours or of the playbook: no space, and nothing that could be taken for something else. */
export function key(): z.ZodString {
  return z.string().regex(/^[\w./-]{1,200}$/);
}

/** A service of the organisation; the one of the place, or the home service, when none is named. */
export function service() {
  return about(key().optional(), { what: worded(({ grammar }) => grammar.service), examples: ['coupon'] });
}

/** What a button says of the state that it was drawn for, so that of two who press at once the first one wins. */
export function seen<Schema extends z.ZodType>(schema: Schema): z.ZodOptional<Schema> {
  return about(schema, { what: worded(({ grammar }) => grammar.stateThatWasSeen), examples: [] }).optional() as z.ZodOptional<Schema>;
}

/** Ids in the database are 32-bit integers. */
export function number(): z.ZodInt {
  return z.int().min(1).max(2_147_483_647);
}

/** A person, by the chat's id. */
export function person(): z.ZodString {
  return z.string().regex(/^[UW][A-Z0-9]{1,30}$/);
}

/** A row of the playbook, such as R3, in capitals or not. */
export function row() {
  return z
    .string()
    .regex(TYPED_ROW)
    .overwrite((text) => text.toUpperCase());
}

/** How long, such as 90s or 1h30m; in milliseconds once it is read. */
export function duration() {
  return z
    .string()
    .refine((text) => parseDuration(text) !== undefined)
    .transform((text) => parseDuration(text) ?? 0);
}

/** A moment, in ISO 8601 with its zone. */
export function moment() {
  return z.iso.datetime({ offset: true }).transform((text) => new Date(text));
}
