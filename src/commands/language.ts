import { UserError } from '../domain/errors.ts';
import type { Language } from '../domain/playbook/schema.ts';
import { changeLanguage } from '../workflows/change-language.ts';
import { incidentCommand } from './command.ts';

export const language = incidentCommand<{ language: Language }>({
  name: 'language',
  usage: 'language [#7] en|ko',
  summary: { en: "Choose the language of what is posted in the incident's channel.", ko: '장애 채널에 게시하는 언어를 고릅니다.' },
  permission: 'responder',
  parse: (words) => {
    const chosen = words.trim().toLowerCase();
    if (chosen === 'en' || chosen === 'ko') return { language: chosen };
    throw new UserError('bad_language', {
      en: 'Say which: `language en` (English) or `language ko` (Korean).',
      ko: '언어를 적어 주세요: `language en` (영어), `language ko` (한국어).',
    });
  },
  run: async ({ runtime, present, invocation: { cause, actor }, incident, args }) => {
    await changeLanguage(runtime, { cause, actor, incidentId: incident.id, ...args });
    return { message: present.done({ done: 'language', incident: { ...incident, ...args } }) };
  },
});
