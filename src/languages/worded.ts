import { LANGUAGES, PRODUCT_LANGUAGES, type ProductLanguage, type Speech } from './index.ts';

/** The same made in every language that Bongsu speaks. */
export function inEveryLanguage<Made>(make: (language: string) => Made): Record<ProductLanguage, Made> {
  return Object.fromEntries(PRODUCT_LANGUAGES.map((language) => [language, make(language)])) as Record<ProductLanguage, Made>;
}

/**
 * A sentence in every language: `worded(({ rules }) => rules.nothingToUndo)`, or with what stands in it `worded(({ rules }) => rules.noSuchRow(id))`. What differs by language
 * in there is picked by the second argument, because a text of a row or of a playbook may lack one.
 */
export function worded<Said>(say: (speech: Speech, language: string) => Said): Record<ProductLanguage, Said> {
  return Object.fromEntries(PRODUCT_LANGUAGES.map((language) => [language, say(LANGUAGES[language], language)])) as Record<
    ProductLanguage,
    Said
  >;
}

/** The sentences of a whole table, by its keys, each in every language. */
export function wordedEach<Table extends object>(
  table: (speech: Speech) => Table,
): { [Key in keyof Table]: Record<ProductLanguage, Table[Key]> } {
  const keys = Object.keys(table(LANGUAGES.en)) as (keyof Table)[];
  return Object.fromEntries(keys.map((key) => [key, worded((speech) => table(speech)[key])])) as never;
}
