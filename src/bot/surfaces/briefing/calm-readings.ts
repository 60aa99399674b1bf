import type { ReadingView } from '../../../views/readings.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { verdictText } from './changes.ts';
import { isAbnormal, isOld, stateOf, valueText } from './readings.ts';

/** Whole, fresh, and nothing about it asks for a look: it needs no lines of its own. */
export function isCalm(view: ReadingView, now: Date): boolean {
  return stateOf(view) === 'normal' && !isAbnormal(view) && !isOld(view, now);
}

/** `● 5 signals within limits: Kafka lag 340 (↘ better), CPU 42 %`; those that nothing judges by a limit in a line of their own. */
export function calmLines(voice: Voice, views: readonly ReadingView[], now: Date): string[] {
  const words = voice.texts.briefing;
  const calm = views.filter((view) => isCalm(view, now));
  const named = (some: readonly ReadingView[]) => some.map((view) => briefReading(voice, view)).join(' · ');
  const [within, unlimited] = [
    calm.filter(({ thresholds }) => thresholds.length > 0),
    calm.filter(({ thresholds }) => thresholds.length === 0),
  ];
  return [
    ...(within.length > 0 ? [`● *${words.within(within.length)}*: ${named(within)}`] : []),
    ...(unlimited.length > 0 ? [`○ *${words.withoutLimit(unlimited.length)}*: ${named(unlimited)}`] : []),
  ];
}

/** `Kafka lag 340 (↘ better)`; how it moved is said where it did. */
function briefReading(voice: Voice, view: ReadingView): string {
  const { opening } = view.change ?? {};
  const moved = opening === undefined || opening === 'unknown' || opening === 'same' ? '' : ` (${verdictText(voice, view, opening)})`;
  return `${voice.say(view.title, 80)} ${valueText(voice, view)}${moved}`;
}
