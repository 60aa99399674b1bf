import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { PRODUCT_LANGUAGES } from '../../domain/language/bilingual.ts';
import { readersOf } from '../../domain/playbook/reading/read-texts.ts';
import { changeLanguage } from '../../workflows/incident/change-language.ts';
import { about, key } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import type { WordReader } from '../words/readers.ts';

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
  summary: { en: "Choose the language of what is posted in the incident's channel.", ko: '장애 채널에 게시하는 언어를 고릅니다.' },
  args: z.object({
    language: about(key(), {
      what: { en: 'language', ko: '언어' },
      examples: ['en'],
      expects: { en: 'Say which: `en` (English) or `ko` (Korean)', ko: '`en`(영어), `ko`(한국어) 가운데 하나를 적어 주세요' },
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
        {
          en: `Nobody reads that language here. Say which: ${names}.`,
          ko: `이곳에서 쓰지 않는 언어입니다. ${names} 가운데 하나를 적어 주세요.`,
        },
        { argument: 'language' },
      );
    }
    await changeLanguage(runtime, { cause, actor, incidentId: incident.id, language });
    return { show: 'done', view: { done: 'language', incident: { ...incident, language } } };
  },
});
