import type { Language } from '../../language/bilingual.ts';
import { completed, writtenOf } from '../../language/text.ts';
import { isPlain } from '../../text/own.ts';
import type { Playbook } from '../schema.ts';

/**
 * The playbook with every text readable in every language that a reader of it has, and with the languages of its status page. Last, because who reads what
 * stands in the team's part; before anything is copied, because only what the schema made is known as a text.
 */
export function readTexts(playbook: Playbook): Playbook {
  const { language: first } = playbook.team;
  const languages = readersOf(playbook.team);
  const read = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(read);
    if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
    const written = writtenOf(value);
    if (written !== undefined) return completed(written, { first, languages });
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, read(inner)]));
  };
  const readable = read(playbook) as Playbook;
  const statusPage = { ...readable.statusPage, languages: playbook.statusPage.languages ?? publicLanguages(playbook) };
  return { ...readable, statusPage };
}

/** The languages of everybody who is spoken to, the team's first. */
export function readersOf({ language, languages }: Pick<Playbook['team'], 'language' | 'languages'>): Language[] {
  return [
    ...new Set([language, ...Object.values(languages.people), ...Object.values(languages.channels), ...[languages.incidents ?? []].flat()]),
  ];
}

/** In which all that the public reads is written: a plain text is the same for everybody, so it takes none away. */
function publicLanguages({ team, service, messages }: Playbook): Language[] {
  const shown = [service.name, ...Object.entries(messages).flatMap(([key, text]) => (isPublic(key) ? [text] : []))];
  const byLanguage = shown.map((text) => writtenOf(text)).filter((written) => typeof written === 'object');
  const [name, ...others] = byLanguage;
  const common = Object.keys(name ?? {}).filter((tag) => others.every((texts) => Object.hasOwn(texts, tag)));
  if (common.length === 0) return [team.language];
  return common.includes(team.language) ? [team.language, ...common.filter((tag) => tag !== team.language)] : common;
}

/** Keys of messages that stand at /status. */
function isPublic(key: string): boolean {
  return key === 'waitingScreen' || key.startsWith('notice.');
}
