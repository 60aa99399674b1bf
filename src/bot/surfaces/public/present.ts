import type { Bilingual, Language } from '../../../domain/language/bilingual.ts';
import { PLACEHOLDERS } from '../../../domain/playbook/schema.ts';
import type { PublicText, PublicTextView } from '../../../views/public.ts';
import { cut, manyLines, oneLine } from '../building-blocks/escape.ts';
import { fill } from '../building-blocks/fill.ts';
import { createVoice, type Voice } from '../building-blocks/voice.ts';

const MAX = 1_000;

/**
 * A text for people who know nothing of incidents, in both languages and as plain text: whoever shows it escapes it for where it stands. Only what they may
 * know is filled in: neither title nor number, severity or readings.
 */
export function publicText(voice: Voice, view: PublicTextView): PublicText {
  const en = inLanguage(voice, view, 'en');
  const ko = inLanguage(voice, view, 'ko');
  return { text: { en: en.text, ko: ko.text }, unfilled: [...new Set([...en.unfilled, ...ko.unfilled])] };
}

function inLanguage(voice: Voice, view: PublicTextView, language: Language): { text: string; unfilled: string[] } {
  const { format, service } = createVoice({ ...voice, language });
  const said = (text: Bilingual) => oneLine(text[language]);
  const { incident, effect, waitMinutes, now } = view;
  const values = {
    service: said(service.name) || oneLine(service.key),
    ...(incident && { onset: format.publicTime(incident.onsetAt, now) }),
    ...(effect && { effect: said(effect) }),
    ...(waitMinutes !== undefined && { waitMinutes: `${waitMinutes}` }),
  };
  const unfilled = PLACEHOLDERS.filter((name) => view.text[language].includes(`{${name}}`) && !Object.hasOwn(values, name));
  return { text: cut(manyLines(fill(view.text[language], values)), MAX), unfilled };
}
