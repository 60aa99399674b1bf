import type { Bilingual, Language } from '../../../domain/language/bilingual.ts';
import { pick } from '../../../domain/language/pick.ts';
import { PLACEHOLDERS } from '../../../domain/playbook/schema.ts';
import type { StatusWords } from '../../../languages/en/surfaces/status-page.ts';
import type { PublicText, PublicTextView } from '../../../views/public.ts';
import { cut, manyLines, oneLine } from '../building-blocks/escape.ts';
import { fill } from '../building-blocks/fill.ts';
import { createVoice, type Voice } from '../building-blocks/voice.ts';

const MAX = 1_000;

/**
 * A text for people who know nothing of incidents, in each language that it has and as plain text: whoever shows it escapes it for where it stands. Only what they may
 * know is filled in: neither title nor number, severity or readings.
 */
export function publicText(voice: Voice, view: PublicTextView): PublicText {
  const each = Object.keys(view.text).map((language) => ({ language, ...inLanguage(voice, view, language) }));
  const text = Object.fromEntries(each.map(({ language, text }) => [language, text])) as PublicText['text'];
  return { text, unfilled: [...new Set(each.flatMap(({ unfilled }) => unfilled))] };
}

/** What stands around the texts at /status. */
export function statusWords(voice: Voice): StatusWords {
  return voice.texts.statusPage;
}

function inLanguage(voice: Voice, view: PublicTextView, language: Language): { text: string; unfilled: string[] } {
  const { format, service } = createVoice({ ...voice, language });
  const said = (text: Bilingual) => oneLine(pick(text, language));
  const { incident, effect, waitMinutes, now } = view;
  const text = pick(view.text, language);
  const values = {
    service: said(service.name) || oneLine(service.key),
    ...(incident && { onset: format.publicTime(incident.onsetAt, now) }),
    ...(effect && { effect: said(effect) }),
    ...(waitMinutes !== undefined && { waitMinutes: `${waitMinutes}` }),
  };
  const unfilled = PLACEHOLDERS.filter((name) => text.includes(`{${name}}`) && !Object.hasOwn(values, name));
  return { text: cut(manyLines(fill(text, values)), MAX), unfilled };
}
