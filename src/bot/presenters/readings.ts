import type { ReadingState } from '../../domain/reading.ts';
import type { ReadingView } from '../../domain/views.ts';
import { changeLine } from './changes.ts';
import { aside, escapeControls } from './escape.ts';
import { sparkline } from './sparkline.ts';
import type { Voice } from './voice.ts';

/** Shapes that differ without colour; the word always stands beside them. */
const GLYPH: Record<ReadingState, string> = { critical: '✕', warning: '▲', normal: '●', 'no-data': '–', unreachable: '?' };
const RANK: Record<ReadingState, number> = { critical: 4, warning: 3, unreachable: 2, 'no-data': 1, normal: 0 };

/** The state as it can be shown: a reading without a value is never normal, and never zero. */
export function stateOf(view: ReadingView): ReadingState {
  const { state, value } = view.reading;
  if (state === 'unreachable' || state === 'no-data') return state;
  return value === undefined || Number.isNaN(value) ? 'no-data' : state;
}

export function isOut(view: ReadingView): boolean {
  const state = stateOf(view);
  return state === 'critical' || state === 'warning';
}

export function isUnread(view: ReadingView): boolean {
  const state = stateOf(view);
  return state === 'no-data' || state === 'unreachable';
}

/** The worst first; equals keep their order. */
export function worstFirst(views: readonly ReadingView[]): ReadingView[] {
  return [...views].sort((a, b) => RANK[stateOf(b)] - RANK[stateOf(a)]);
}

/** `4.2 s`, or the word for why there is none. */
export function valueText(voice: Voice, view: ReadingView): string {
  const { value } = view.reading;
  return isUnread(view) || value === undefined ? voice.t.reading[stateOf(view)] : escapeControls(voice.format.value(value, view.unit));
}

/** `✕ critical`. */
export function stateText(voice: Voice, view: ReadingView): string {
  const state = stateOf(view);
  // Nothing to be judged by is not the same as being within limits.
  if (state === 'normal' && view.thresholds.length === 0) return `○ ${voice.t.noLimit}`;
  return `${GLYPH[state]} ${voice.t.reading[state]}`;
}

/** The limit that a reading has crossed: `over 4 s`; the strictest one of its level. */
export function crossedLimit(voice: Voice, view: ReadingView): string | undefined {
  const { value } = view.reading;
  if (value === undefined || !isOut(view)) return undefined;
  const level = stateOf(view);
  const crossed = view.thresholds.filter((t) => t.level === level);
  const above = crossed.flatMap((t) => (t.above !== undefined && value > t.above ? [t.above] : []));
  if (above.length > 0) return voice.t.over(escapeControls(voice.format.value(Math.max(...above), view.unit)));
  const below = crossed.flatMap((t) => (t.below !== undefined && value < t.below ? [t.below] : []));
  return below.length > 0 ? voice.t.under(escapeControls(voice.format.value(Math.min(...below), view.unit))) : undefined;
}

/** Where the normal range ends: `normally under 2 s`; undefined for a signal without thresholds. */
export function normalRange(voice: Voice, view: ReadingView): string | undefined {
  const above = view.thresholds.flatMap((t) => (t.above === undefined ? [] : [t.above]));
  if (above.length > 0) return voice.t.normallyUnder(escapeControls(voice.format.value(Math.min(...above), view.unit)));
  const below = view.thresholds.flatMap((t) => (t.below === undefined ? [] : [t.below]));
  return below.length > 0 ? voice.t.normallyOver(escapeControls(voice.format.value(Math.max(...below), view.unit))) : undefined;
}

/** One field of the briefing: title, value and state, how it moved, trend, and age when it is old; up to four lines. */
export function readingField(voice: Voice, view: ReadingView, now: Date): string {
  const { t, format } = voice;
  const name = voice.say(view.title, 120);
  const limit = crossedLimit(voice, view);
  const line = sparkline(view);
  const trend = line && `${line.bars}${line.direction ? ` ${t.trend[line.direction]}` : ''}`;
  const why = view.reading.problem === undefined ? '' : ` ${aside(voice.say(view.reading.problem, 120))}`;
  if (isUnread(view)) return [`*${name}*`, stateText(voice, view) + why, trend].filter(Boolean).join('\n');
  const moved = changeLine(voice, view, now);
  const age = view.reading.at && staleText(voice, view.reading.at, now);
  const state = limit ? `${stateText(voice, view)}, ${limit}` : stateText(voice, view);
  const value = format.value(view.reading.value ?? Number.NaN, view.unit);
  return [`*${name}*`, `*${escapeControls(value)}*  ${state}`, moved, [trend, age].filter(Boolean).join(' · ')].filter(Boolean).join('\n');
}

/** Numbers are scraped every few seconds; one that is older than this is not what the others are. */
const STALE_MS = 60_000;

/** `read 2 min ago`, for a number that is older than those beside it. */
function staleText(voice: Voice, at: Date, now: Date): string | undefined {
  const ms = now.getTime() - at.getTime();
  return ms < STALE_MS ? undefined : voice.t.briefing.age(voice.format.duration(ms));
}

/** One line of the worst readings, with their values; undefined when none is out of its limits. */
export function worstLine(voice: Voice, views: readonly ReadingView[], most: number): string | undefined {
  const out = worstFirst(views.filter(isOut));
  if (out.length === 0) return undefined;
  const named = out.slice(0, most).map((view) => {
    const limit = crossedLimit(voice, view);
    const detail = limit ? `${voice.t.reading[stateOf(view)]}, ${limit}` : voice.t.reading[stateOf(view)];
    return `${GLYPH[stateOf(view)]} ${voice.say(view.title, 80)} ${valueText(voice, view)} (${detail})`;
  });
  if (out.length > most) named.push(voice.t.briefing.moreOut(out.length - most));
  return named.join(' · ');
}

/** How bad it is by the numbers, in one line that is never empty. */
export function howBad(voice: Voice, views: readonly ReadingView[], most: number): string {
  const { t } = voice;
  if (views.length === 0) return t.briefing.blind;
  const worst = worstLine(voice, views, most);
  if (worst) return `${t.briefing.worst} ${worst}`;
  const unread = views.filter(isUnread).length;
  if (unread === views.length) return t.briefing.blind;
  return unread === 0 ? t.briefing.calm(views.length) : `${t.briefing.calm(views.length - unread)} (${t.briefing.unread(unread)})`;
}
