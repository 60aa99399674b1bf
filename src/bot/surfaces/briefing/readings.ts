import { isWhole } from '../../../domain/signals/doubts.ts';
import type { ReadingState } from '../../../domain/signals/reading.ts';
import { gravity } from '../../../domain/signals/thresholds.ts';
import type { ReadingView } from '../../../views/readings.ts';
import { whyDoubtful } from '../building-blocks/doubts.ts';
import { aside, escapeControls } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { changeLine } from './changes.ts';
import { sparkline } from './sparkline.ts';

/** Shapes that differ without colour; the word always stands beside them. */
const GLYPH: Record<ReadingState, string> = { critical: '✕', warning: '▲', normal: '●', unsure: '◐', 'no-data': '–', unreachable: '?' };

const NO_LIMIT = '○';

/** The state as it can be shown: a reading without a value is never normal, and never zero; one that is less than the whole is not normal either. */
export function stateOf(view: ReadingView): ReadingState {
  const { state, value } = view.reading;
  if (state === 'unreachable' || state === 'no-data') return state;
  if (value === undefined || Number.isNaN(value)) return 'no-data';
  return state === 'normal' && !isWhole(view.reading) ? 'unsure' : state;
}

export function isOut(view: ReadingView): boolean {
  const state = stateOf(view);
  return state === 'critical' || state === 'warning';
}

/** Nothing judges it by a limit, and it is not what it usually is. Beside the word normal nobody is told that a value is not. */
export function isAbnormal(view: ReadingView): boolean {
  return !isOut(view) && !isUnread(view) && view.thresholds.length === 0 && view.change?.abnormal !== undefined;
}

/** Beyond a limit, or without one and not as usual. */
export function isOff(view: ReadingView): boolean {
  return isOut(view) || isAbnormal(view);
}

/** There is a value, but only a part of it, and nobody can tell by that whether the limits are kept. */
export function isUnsure(view: ReadingView): boolean {
  return stateOf(view) === 'unsure' && !isAbnormal(view);
}

export function isUnread(view: ReadingView): boolean {
  const state = stateOf(view);
  return state === 'no-data' || state === 'unreachable';
}

/** The worst first: what is beyond a limit, then what has none and is not as usual; equals keep their order. */
export function worstFirst(views: readonly ReadingView[]): ReadingView[] {
  const rank = (view: ReadingView) => (isAbnormal(view) ? gravity('warning') - 0.5 : gravity(stateOf(view)));
  return [...views].sort((a, b) => rank(b) - rank(a));
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
  if (state === 'normal' && view.thresholds.length === 0) return `${NO_LIMIT} ${voice.t.noLimit}`;
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
  const problem = view.reading.problem === undefined ? '' : ` ${aside(voice.say(view.reading.problem, 120))}`;
  const doubts = whyDoubtful(voice, view.reading, view.unit);
  if (isUnread(view)) return [`*${name}*`, stateText(voice, view) + (problem || doubts), trend].filter(Boolean).join('\n');
  const moved = changeLine(voice, view, now);
  const age = staleText(voice, view, now);
  const state = (limit ? `${stateText(voice, view)}, ${limit}` : stateText(voice, view)) + doubts;
  const value = format.value(view.reading.value ?? Number.NaN, view.unit);
  return [`*${name}*`, `*${escapeControls(value)}*  ${state}`, moved, [trend, age].filter(Boolean).join(' · ')].filter(Boolean).join('\n');
}

/** Numbers are scraped every few seconds; one that is older than this is not what the others are. */
const STALE_MS = 60_000;

/** Older than those beside it. */
export function isOld({ reading: { at } }: ReadingView, now: Date): boolean {
  return at !== undefined && now.getTime() - at.getTime() >= STALE_MS;
}

/** `read 2 min ago`, for a number that is older than those beside it. */
function staleText(voice: Voice, view: ReadingView, now: Date): string | undefined {
  const { at } = view.reading;
  return at && isOld(view, now) ? voice.t.briefing.age(voice.format.duration(now.getTime() - at.getTime())) : undefined;
}

/** One line of the worst readings, with their values; undefined when none is off. */
function worstLine(voice: Voice, views: readonly ReadingView[], most: number, now: Date): string | undefined {
  const off = worstFirst(views.filter(isOff));
  if (off.length === 0) return undefined;
  const named = off.slice(0, most).map((view) => {
    const glyph = isAbnormal(view) ? NO_LIMIT : GLYPH[stateOf(view)];
    return `${glyph} ${voice.say(view.title, 80)} ${valueText(voice, view)} (${howFarOff(voice, view, now).join(', ')})`;
  });
  if (off.length > most) named.push(voice.t.briefing.moreOut(off.length - most));
  return named.join(' · ');
}

/** `critical`, `over 4 s`; where no limit says so, since when it is not as usual. */
export function howFarOff(voice: Voice, view: ReadingView, now: Date): string[] {
  const { reading } = voice.t;
  const atLeast = isWhole(view.reading) ? [] : [voice.texts.doubts.atLeast];
  const { abnormal } = view.change ?? {};
  if (isAbnormal(view) && abnormal) {
    const words = voice.texts.briefing[abnormal.earlier ? 'abnormalBefore' : 'abnormalSince'];
    return [words(voice.format.plainTime(abnormal.since, now)), ...atLeast];
  }
  const limit = crossedLimit(voice, view);
  return [reading[stateOf(view)], ...(limit ? [limit] : []), ...atLeast];
}

/** How bad it is by the numbers, in one line that is never empty. */
export function howBad(voice: Voice, views: readonly ReadingView[], most: number, now: Date): string {
  const { t } = voice;
  const doubt = voice.texts.doubts;
  if (views.length === 0) return t.briefing.blind;
  const worst = worstLine(voice, views, most, now);
  if (worst) return `${t.briefing.worst} ${worst}`;
  const unread = views.filter(isUnread).length;
  const unsure = views.filter(isUnsure).length;
  if (unread === views.length) return t.briefing.blind;
  const remarks = [...(unsure > 0 ? [doubt.unsure(unsure)] : []), ...(unread > 0 ? [t.briefing.unread(unread)] : [])];
  // Only what is measured whole is within its limits.
  const whole = views.length - unread - unsure;
  if (whole === 0) return unread === 0 ? doubt.allUnsure : `${doubt.allUnsure} (${t.briefing.unread(unread)})`;
  return remarks.length === 0 ? t.briefing.calm(whole) : `${t.briefing.calm(whole)} (${remarks.join(', ')})`;
}
