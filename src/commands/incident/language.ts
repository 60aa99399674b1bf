import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { type Language, PRODUCT_LANGUAGES } from '../../domain/language/bilingual.ts';
import { readersOf } from '../../domain/playbook/reading/read-texts.ts';
import { languageName } from '../../languages/language-name.ts';
import { worded } from '../../languages/worded.ts';
import { changeLanguage } from '../../workflows/incident/change-language.ts';
import { about, key } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import type { WordReader } from '../words/readers.ts';

/** The languages that Bongsu speaks, as they are typed and called. */
const named = (language: Language) => PRODUCT_LANGUAGES.map((tag) => `\`${tag}\` (${languageName(language, tag)})`);

/** Those that Bongsu speaks are shown; those that the playbook names can be typed as well. */
const tag: WordReader = {
  kind: 'word',
  choices: PRODUCT_LANGUAGES,
  read: (text, { playbook }) => {
    const asked = text.toLowerCase();
    const found = [...PRODUCT_LANGUAGES, ...readersOf(playbook.team)].find((language) => language.toLowerCase() === asked);
    return found === undefined ? undefined : { value: found };
  },
};

export const language = incidentCommand({
  name: 'language',
  summary: worded(({ incidentCommands }) => incidentCommands.languageSummary),
  args: z.object({
    language: about(key(), {
      what: worded(({ incidentCommands }) => incidentCommands.languageLanguage),
      examples: ['en'],
      expects: worded(({ incidentCommands }, language) => incidentCommands.languageLanguageExpects(named(language))),
    }),
  }),
  words: { language: tag },
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { language } }) => {
    const known = [...new Set([...PRODUCT_LANGUAGES, ...readersOf(runtime.playbook.team)])];
    if (!known.includes(language)) {
      const names = known.map((tag) => `\`${tag}\``).join(', ');
      throw new UserError(
        'bad_argument',
        worded(({ incidentCommands }) => incidentCommands.nobodyReadsThatLanguageHere(names)),
        { argument: 'language' },
      );
    }
    await changeLanguage(runtime, { cause, actor, incidentId: incident.id, language });
    return { show: 'done', view: { done: 'language', incident: { ...incident, language } } };
  },
});
