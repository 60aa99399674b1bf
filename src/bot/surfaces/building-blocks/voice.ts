import type { Bilingual, Language } from '../../../domain/language/bilingual.ts';
import { pick } from '../../../domain/language/pick.ts';
import { type Said, saidIn } from '../../../domain/language/said.ts';
import type { Texts } from '../../../languages/index.ts';
import { textsIn } from '../../texts-in.ts';
import { safe } from './escape.ts';
import { createFormat, type Format } from './format.ts';

export interface VoiceOptions {
  language: Language;
  /** IANA zone for the times of plain texts. */
  zone: string;
  service: { key: string; name: Bilingual };
  /** The names of all services by their keys, where there are several: then every incident says which one it is about. */
  services?: Readonly<Record<string, Bilingual>>;
  /** The `prefix` in the names of incident channels. */
  channelPrefix: string;
  /** How incident channels are called, such as `{prefix}-{number}-{title}`, which it is unless given. */
  channelName?: string;
  /** The slash command as it is installed, such as `/incident`. */
  command: string;
  /** What people call each sender of alerts; one that is not there is called by its name. */
  senders?: Readonly<Record<string, Bilingual>>;
}

/** One language with everything a surface needs to speak it. */
export interface Voice extends VoiceOptions {
  texts: Texts;
  /** What is said most: of the incident itself. */
  t: Texts['incident'];
  format: Format;
  serviceName: string;
  /** A text of the playbook in this language, on one line, harmless. */
  say(text: Said, max?: number): string;
}

export function createVoice(options: VoiceOptions): Voice {
  const { language } = options;
  const texts = textsIn(language);
  const t = texts.incident;
  const say = (text: Said, max = 200): string => safe(saidIn(text, language), max);
  return {
    ...options,
    texts,
    t,
    format: createFormat({ zone: options.zone, t }),
    serviceName: safe(pick(options.service.name, language), 80, safe(options.service.key, 80)),
    say,
  };
}
