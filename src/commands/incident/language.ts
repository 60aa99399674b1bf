import { z } from 'zod';
import { changeLanguage } from '../../workflows/incident/change-language.ts';
import { about } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { choice } from '../words/readers.ts';

const LANGUAGES = ['en', 'ko'] as const;

export const language = incidentCommand({
  name: 'language',
  summary: { en: "Choose the language of what is posted in the incident's channel.", ko: '장애 채널에 게시하는 언어를 고릅니다.' },
  args: z.object({
    language: about(z.enum(LANGUAGES), {
      what: { en: 'language', ko: '언어' },
      examples: ['en'],
      expects: { en: 'Say which: `en` (English) or `ko` (Korean)', ko: '`en`(영어), `ko`(한국어) 가운데 하나를 적어 주세요' },
    }),
  }),
  words: { language: choice(LANGUAGES) },
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { language } }) => {
    await changeLanguage(runtime, { cause, actor, incidentId: incident.id, language });
    return { show: 'done', view: { done: 'language', incident: { ...incident, language } } };
  },
});
