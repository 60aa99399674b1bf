import { PRODUCT_LANGUAGES } from '../../language/bilingual.ts';
import { languageTag } from '../../language/text.ts';
import type { Finding, Path } from '../playbook-error.ts';
import { type Draft, fieldsOf, sectionsOf, unknownName } from './draft.ts';

/**
 * Whoever is spoken to has a language that Bongsu speaks, or in which something of the playbook is written: `kr` is a language too, of somebody else. A plain text is
 * written in the team's.
 */
export function checkLanguages(draft: Draft): Finding[] {
  const { language, languages } = draft.team;
  const titles = titlesIn(draft);
  const written = titles.flatMap((title) => (typeof title === 'string' ? [String(language)] : Object.keys(fieldsOf(title))));
  // Where nothing can be read, that is what there is to be mended.
  if (written.length === 0) return [];
  const known = [...new Set([...PRODUCT_LANGUAGES, ...written])];
  const spoken: [Path, unknown][] = [
    [['team', 'language'], language],
    [['team', 'languages', 'incidents'], fieldsOf(languages).incidents],
    ...(['people', 'channels'] as const).flatMap((side) =>
      Object.entries(fieldsOf(fieldsOf(languages)[side])).map(([key, tag]): [Path, unknown] => [['team', 'languages', side, key], tag]),
    ),
  ];
  return spoken.flatMap(([path, tag]) =>
    languageTag.safeParse(tag).success ? unknownName(path, tag, known, 'a language of this playbook') : [],
  );
}

/** What is surely a text, in whichever languages it is. */
function titlesIn({ service, signals, scenarios, rows, mitigations, followUps }: Draft): unknown[] {
  const sections = [signals, scenarios, rows, mitigations, followUps];
  return [service.name, ...sections.flatMap((section) => sectionsOf(section).map(([, { title }]) => title))];
}
