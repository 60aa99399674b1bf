import type { Bilingual, Language } from '../../../domain/language/bilingual.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { PublicPage } from '../../../domain/status-page/public-page.ts';
import type { StatusWords } from '../../../languages/en/surfaces/status-page.ts';

/** Everything that depends on who reads: the words, and how times and shares are written. */
export interface Reader {
  language: Language;
  words: StatusWords;
  zone: string;
  /** Day and time of day. */
  time: (at: Date) => string;
  /** A day of the calendar, such as `2026-03-03`. */
  day: (date: string) => string;
  /** A share from 0 to 1: never more than it is. */
  percent: (share: number) => string;
  lasting: (ms: number) => string;
}

export function readerOf(language: Language, words: StatusWords, zone: string): Reader {
  const { locale } = words;
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const calendar = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'short', day: 'numeric' });
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  return {
    language,
    words,
    zone,
    time: (at) => clock.format(at),
    day: (date) => calendar.format(new Date(`${date}T00:00:00Z`)),
    percent: (part) => share.format(Math.floor(part * 10_000) / 10_000),
    lasting: (ms) => words.duration(Math.max(1, Math.round(ms / 60_000))),
  };
}

const NAMED_MAX = 4;

/** Names of components, in words; the service where it is all of them. */
export function namesOf(keys: readonly string[], { components }: PublicPage, service: Bilingual, { language }: Reader): string {
  const known = components.filter(({ key }) => keys.includes(key));
  if (known.length === 0 || known.length === components.length) return pick(service, language);
  const names = known.slice(0, NAMED_MAX).map(({ name }) => pick(name, language));
  return `${names.join(', ')}${known.length > NAMED_MAX ? ' …' : ''}`;
}
