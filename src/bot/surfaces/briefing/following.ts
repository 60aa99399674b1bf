import type { BriefingView } from '../../../views/briefing.ts';
import type { ReadingView } from '../../../views/readings.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { isOut, isUnread, isUnsure } from './readings.ts';

/** What is still followed after recovery, and whether it stays normal (V2); nothing during the incident. */
export function followingLines(voice: Voice, { following, readings, now }: BriefingView): string[] {
  if (!following) return [];
  const words = voice.texts.briefing;
  const until = words[following.done ? 'followed' : 'following'](voice.format.time(following.until, now));
  const named = (views: readonly ReadingView[]) => voice.t.list(views.map((view) => voice.say(view.title, 80)));
  const unread = readings.filter(isUnread);
  const off = readings.filter((view) => isOut(view) || (!isUnread(view) && view.change?.abnormal !== undefined));
  const unsure = readings.filter((view) => isUnsure(view) && !off.includes(view));
  const known = readings.length - unread.length - unsure.length;
  const said = [
    off.length > 0 ? words.notNormal(named(off)) : known > 0 ? words.staysNormal : undefined,
    unsure.length > 0 ? words.notSure(named(unsure)) : undefined,
    unread.length > 0 ? words.notKnown(named(unread)) : undefined,
  ];
  return [`*${until}*: ${said.filter(Boolean).join(' ')}`];
}
