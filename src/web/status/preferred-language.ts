import type { Language } from '../../domain/language/bilingual.ts';
import { baseOf } from '../../domain/language/pick.ts';

const RANGES_MAX = 20;

/** Which of these languages an `Accept-Language` puts first (RFC 9110, 12.5.4); of those it puts alike, the one that stands first. At least one is given. */
export function preferredLanguage(header: string | undefined, languages: readonly Language[]): Language {
  const ranges = (header ?? '').split(',').slice(0, RANGES_MAX).map(rangeOf);
  const weights = languages.map((language) => weightOf(ranges, baseOf(language).toLowerCase()));
  return languages[weights.indexOf(Math.max(...weights))] ?? 'en';
}

interface Range {
  language: string;
  weight: number;
}

function rangeOf(text: string): Range {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { language: tag.split('-')[0] ?? '', weight: weight >= 0 && weight <= 1 ? weight : 0 };
}

function weightOf(ranges: readonly Range[], language: Language): number {
  const named = ranges.filter((range) => range.language === language);
  const fitting = named.length > 0 ? named : ranges.filter((range) => range.language === '*');
  return Math.max(0, ...fitting.map(({ weight }) => weight));
}
