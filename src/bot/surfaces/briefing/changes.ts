import type { Verdict } from '../../../domain/briefing/compare-readings.ts';
import type { ReadingView } from '../../../views/readings.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** `↗ worse since opening · ↘ better since the mitigation at 14:20 · abnormal since 14:02`; undefined when there is nothing to say. */
export function changeLine(voice: Voice, view: ReadingView, now: Date): string | undefined {
  const words = voice.texts.briefing;
  const { opening, mitigation, abnormal } = view.change ?? {};
  // A value that is back within its limits is not called abnormal beside the word normal.
  const within = view.reading.state === 'normal' && view.thresholds.length > 0;
  const parts = [
    opening && opening !== 'unknown' && words.sinceOpening(verdictText(voice, view, opening)),
    mitigation && sinceMitigation(voice, view, { ...mitigation, now }),
    abnormal && !within && words[abnormal.earlier ? 'abnormalBefore' : 'abnormalSince'](voice.format.time(abnormal.since, now)),
  ];
  return parts.filter(Boolean).join(' · ') || undefined;
}

function sinceMitigation(
  voice: Voice,
  view: ReadingView,
  { verdict, at, now }: { verdict: Verdict; at: Date; now: Date },
): string | undefined {
  if (verdict === 'unknown') return undefined;
  return voice.texts.briefing.sinceMitigation(verdictText(voice, view, verdict), voice.format.time(at, now));
}

/** What can be said; where there is nothing to compare with, nothing is. */
type Said = Exclude<Verdict, 'unknown'>;

/** The arrow is where the value went, the word what that means. */
export function verdictText(voice: Voice, view: ReadingView, verdict: Said): string {
  return `${arrowOf(view, verdict)} ${voice.texts.briefing.verdict[verdict]}`;
}

function arrowOf({ better }: ReadingView, verdict: Said): string {
  switch (verdict) {
    case 'same':
      return '→';
    case 'higher':
      return '↗';
    case 'lower':
      return '↘';
    case 'worse':
      return better === 'higher' ? '↘' : '↗';
    case 'better':
      return better === 'higher' ? '↗' : '↘';
  }
}

/** How many signals are worse, better, the same and so on, all of them together; nothing while there is nothing to compare. */
export function movesInOneLine(voice: Voice, views: readonly ReadingView[]): string[] {
  const verdicts = views.flatMap(({ change }) => (change?.opening ? [change.opening] : []));
  const count = (verdict: Verdict) => verdicts.filter((candidate) => candidate === verdict).length;
  const moved = count('higher') + count('lower');
  const unknown = count('unknown');
  const counts = { worse: count('worse'), better: count('better'), same: count('same'), moved, unknown };
  return verdicts.length === unknown ? [] : [voice.texts.briefing.counts(counts)];
}
