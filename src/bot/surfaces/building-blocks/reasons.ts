import type { ReasonView } from '../../../domain/deadlines/reason.ts';
import type { Language } from '../../../domain/language/bilingual.ts';
import { type Said, saidIn } from '../../../domain/language/said.ts';
import { textsIn } from '../../texts-in.ts';
import { cut, oneLine } from './escape.ts';
import type { Voice } from './voice.ts';

const NAME_MAX = 60;
const MOST = 200;

/** Why a row is waived or missed, or what kept it, in one harmless line. */
export function reasonText(voice: Voice, reason: ReasonView, max = MOST): string {
  return cut(words(voice.language, reason, voice.say), max);
}

/** The same as plain text in one language, for a sentence that is escaped as a whole. */
export function reasonWords(language: Language, reason: ReasonView): string {
  return cut(
    words(language, reason, (said, most) => cut(oneLine(saidIn(said, language)), most)),
    MOST,
  );
}

function words(language: Language, reason: ReasonView, say: (said: Said, max: number) => string): string {
  const t = textsIn(language).reasons;
  switch (reason.code) {
    case 'said':
      return say(reason.text, MOST);
    case 'scenario':
      return reason.why === undefined ? t.scenario(say(reason.title, MOST)) : say(reason.why, MOST);
    case 'cause':
      return t.cause(say(reason.title, MOST));
    case 'named':
    case 'mitigation':
      return say(reason.title, MOST);
    case 'followed':
      return t.followed(reason.minutes);
    case 'collected':
      return t.collected([...new Set([...reason.signals, ...reason.sources].map((name) => say(name, NAME_MAX)))].join(', ') || '–');
    case 'accepted':
      return say(reason.path, MOST);
    default:
      // A later release may know more of them.
      return t.plain[reason.code] ?? reason.code;
  }
}
