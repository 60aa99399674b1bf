/**
 * Of a text in several languages the one for a reader: in their language (in another region's, where theirs is not written), else in the service's first, which is the team's
 * language where that is written, else whichever was written first. Never nothing, as long as there is one. What was completed when it was read (`completed`) needs no `first`: its
 * English is what stands in for every language that nobody thought of then.
 */
export function pick<T>(texts: Readonly<Record<string, T>>, reader: string, first: string = 'en'): T {
  const written = Object.keys(texts);
  const tag = fitting(written, reader) ?? fitting(written, first) ?? written[0];
  if (tag === undefined) throw new Error('A text is written in no language.');
  return texts[tag] as T;
}

/** The tag itself, else one of the same language. */
export function fitting(written: readonly string[], wanted: string): string | undefined {
  if (written.includes(wanted)) return wanted;
  const base = baseOf(wanted);
  return written.find((tag) => tag === base) ?? written.find((tag) => baseOf(tag) === base);
}

/** `pt` of `pt-BR`. */
export function baseOf(tag: string): string {
  return tag.split('-')[0] ?? tag;
}
