import { z } from 'zod';
import { type Bilingual, type Language, PRODUCT_LANGUAGES } from './bilingual.ts';
import { pick } from './pick.ts';

/** A text of the playbook as it was written: the same for everybody, or by language. */
export type WrittenText = string | Readonly<Record<Language, string>>;

/** The same as it is read: nothing is missing in the languages that Bongsu speaks, nor in any that a reader of this playbook has. */
export type Text = Bilingual & Readonly<Record<Language, string>>;

const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/** How tags look, for editors. */
export const LANGUAGE_PATTERN = '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$';

/** A language by its tag, as BCP 47 writes it. */
export const languageTag = z
  .string()
  .meta({ pattern: LANGUAGE_PATTERN, description: 'A language, such as en, ko, ja or pt-BR.' })
  .superRefine((tag, context) => {
    const trouble = tagTrouble(tag);
    if (trouble !== undefined) context.addIssue({ code: 'custom', message: trouble });
  });

function tagTrouble(tag: string): string | undefined {
  const canonical = canonicalOf(tag);
  if (canonical === undefined || names.of(canonical) === undefined) return 'is not a language: write its tag, such as en, ko, ja or pt-BR';
  return canonical === tag ? undefined : `is not how that language is written: write ${canonical}`;
}

function canonicalOf(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** What each text was before it was completed, as long as somebody holds it: which languages a playbook has is known only once all of it is read. */
const WRITTEN = new WeakMap<object, WrittenText>();

/** A text for people: plain, or by language with at least one of them. */
export const text = z
  .union([
    z.string().min(1),
    z
      .record(languageTag, z.string().min(1))
      .refine((texts) => Object.keys(texts).length > 0, 'has no text: write it in one language at least'),
  ])
  .transform((written): Text => completed(written, { first: 'en', languages: [] }));

/** Every language that has a reader, filled by `pick`. `first` is the team's. */
export function completed(written: WrittenText, { first, languages }: { first: Language; languages: readonly Language[] }): Text {
  const texts = typeof written === 'string' ? { [first]: written } : written;
  const tags = new Set<Language>([...PRODUCT_LANGUAGES, ...languages, ...Object.keys(texts)]);
  const readable = Object.fromEntries([...tags].map((tag) => [tag, pick(texts, tag, first)])) as Text;
  WRITTEN.set(readable, written);
  return readable;
}

/** What was written of a text that `text` read; undefined for anything else. */
export function writtenOf(value: object): WrittenText | undefined {
  return WRITTEN.get(value);
}
