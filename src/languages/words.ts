/** Somebody who is mentioned, by Slack id: a chat calls them, a terminal shows their name. */
export interface Mention {
  readonly person: string;
}

/** What is said in one language. People stand in it as themselves, so that nobody looks for one in a text. */
export type Words = string | readonly (string | Mention)[];

export function mention(person: string): Mention {
  return { person };
}

/** A sentence in which people stand, and other words: says`${mention(id)} was faster.` */
export function says(texts: TemplateStringsArray, ...values: readonly (Words | number | Mention)[]): Words {
  return texts.flatMap((text, index) => {
    const value = values[index];
    return [text, ...(value === undefined ? [] : [typeof value === 'number' ? String(value) : value].flat())];
  });
}

/** As text that mentions nobody; `nameOf` is what somebody is called there, their id when nobody knows. */
export function plainWords(words: Words, nameOf: (person: string) => string = (person) => person): string {
  return typeof words === 'string' ? words : words.map((part) => (typeof part === 'string' ? part : nameOf(part.person))).join('');
}
