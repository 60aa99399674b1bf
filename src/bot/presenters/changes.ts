import type { Verdict } from '../../domain/briefing/compare-readings.ts';
import type { ReadingView } from '../../domain/views.ts';
import { BRIEFING_TEXTS } from '../texts/briefing.ts';
import type { Voice } from './voice.ts';

/** `↗ worse since opening · ↘ better since the mitigation at 14:20 · abnormal since 14:02`; undefined when there is nothing to say. */
export function changeLine(voice: Voice, view: ReadingView, now: Date): string | undefined {
  const words = BRIEFING_TEXTS[voice.language];
  const { opening, mitigation, abnormal } = view.change ?? {};
  // A value that is back within its limits is not called abnormal beside the word normal.
  const within = view.reading.state === 'normal' && view.thresholds.length > 0;
  const parts = [
    opening && words.sinceOpening(verdictText(voice, view, opening)),
    mitigation && words.sinceMitigation(verdictText(voice, view, mitigation.verdict), voice.format.time(mitigation.at, now)),
    abnormal && !within && words[abnormal.earlier ? 'abnormalBefore' : 'abnormalSince'](voice.format.time(abnormal.since, now)),
  ];
  return parts.filter(Boolean).join(' · ') || undefined;
}

/** The arrow is where the value went, the word what that means. */
function verdictText(voice: Voice, view: ReadingView, verdict: Verdict): string {
  const word = BRIEFING_TEXTS[voice.language].verdict[verdict];
  const arrow = arrowOf(view, verdict);
  return arrow === undefined ? word : `${arrow} ${word}`;
}

function arrowOf({ better }: ReadingView, verdict: Verdict): string | undefined {
  switch (verdict) {
    case 'unknown':
      return undefined;
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

/** How many signals are worse, better and the same; nothing while there is nothing to compare. */
export function movesInOneLine(voice: Voice, views: readonly ReadingView[]): string[] {
  const verdicts = views.flatMap(({ change }) => (change?.opening ? [change.opening] : []));
  const count = (verdict: Verdict) => verdicts.filter((candidate) => candidate === verdict).length;
  const counts = { worse: count('worse'), better: count('better'), same: count('same') };
  return counts.worse + counts.better + counts.same === 0 ? [] : [BRIEFING_TEXTS[voice.language].counts(counts)];
}
