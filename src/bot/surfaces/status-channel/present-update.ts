import type { ChatMessage } from '../../../domain/chat/message.ts';
import { isWhole } from '../../../domain/signals/doubts.ts';
import type { ReadingView } from '../../../views/readings.ts';
import type { UpdateView } from '../../../views/updates.ts';
import { badness, effectLines, since, symbol, title } from '../briefing/headline.ts';
import { howFarOff, isAbnormal, isOff, isUnread, isUnsure, normalRange, stateOf, valueText, worstFirst } from '../briefing/readings.ts';
import { context, header, lineSections, message } from '../building-blocks/blocks.ts';
import { safeLines, safePlain } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** More than three numbers are for the incident's channel, not for everybody. */
const NAMED_MAX = 3;

/** A value that moved by less than this is called unchanged. */
const NOTABLE_CHANGE = 0.1;

/** The regular update for people who do not work on the incident (X1): what they notice, where it stands, when they hear again. */
export function update(voice: Voice, view: UpdateView): ChatMessage {
  const { t, format } = voice;
  const { incident, now } = view;
  const head = t.update.head(view.sequence, voice.serviceName);
  const name = title(voice, incident);
  const state = t.update.state[incident.state];
  const standing = whereItStands(voice, view);
  const named = worstFirst(view.readings.filter(isOff))
    .slice(0, NAMED_MAX)
    .map((reading) => namedLine(voice, reading, view));
  const done = (view.done ?? []).slice(0, 10).map((what) => `• ${voice.say(what, 300)}`);
  const paragraphs = [
    view.message === undefined ? [] : [safeLines(view.message, 2_000)],
    // What everybody is told says since when it is, what they notice and where it stands.
    view.message === undefined
      ? [`*${name}* · ${badness(voice, incident)}`, since(voice, incident, now), ...effectLines(voice, incident, view.scenario)]
      : [`*${name}* · ${badness(voice, incident)}`],
    [...(view.message === undefined ? [state] : []), standing, ...named],
    done.length > 0 ? [`*${t.update.done}*`, ...done] : [],
  ];
  const next = view.nextAt ? t.update.next(format.time(view.nextAt, now)) : t.update.last;
  const nextPlain = view.nextAt ? t.update.next(format.plainTime(view.nextAt, now)) : t.update.last;
  return message(
    [`${head}:`, `${name}.`, view.message === undefined ? state : safePlain(view.message, 500), standing, nextPlain],
    [header(`${symbol(incident)} ${head}`), ...paragraphs.flatMap((lines) => lineSections(lines)), ...context([next])],
  );
}

/** `2 of 6 measured values are outside the normal range (at the last update: 4).` */
function whereItStands(voice: Voice, view: UpdateView): string {
  const { t } = voice;
  const read = view.readings.filter((reading) => !isUnread(reading));
  if (read.length === 0) return t.update.unknown;
  const out = read.filter(isOff).length;
  const unread = view.readings.length - read.length;
  const unsure = read.filter(isUnsure).length;
  const previous = view.previous?.filter((reading) => !isUnread(reading)) ?? [];
  const outBefore = previous.filter(isOff).length;
  const remarks = [
    previous.length > 0 && out + outBefore > 0 ? t.update.before(outBefore) : undefined,
    unsure > 0 ? voice.texts.doubts.unsureOutside(unsure) : undefined,
    unread > 0 ? t.update.some(unread) : undefined,
  ].filter(Boolean);
  if (out === 0 && unsure === read.length) return t.update.unknown;
  // Nobody is told that all is normal by what is measured only in part.
  const main = out === 0 ? t.update.allNormal(read.length - unsure) : t.update.outside(out, read.length);
  return remarks.length > 0 ? `${main} (${remarks.join('; ')}).` : `${main}.`;
}

/** `• Response time: 4.2 s, normally under 2 s, worse than before` */
function namedLine(voice: Voice, reading: ReadingView, { previous, now }: Pick<UpdateView, 'previous' | 'now'>): string {
  const before = previous?.find((candidate) => candidate.key === reading.key);
  const change = before && changeWord(voice, before, reading);
  const range = isAbnormal(reading) ? howFarOff(voice, reading, now)[0] : normalRange(voice, reading);
  const facts = [valueText(voice, reading), range, change].filter(Boolean).join(', ');
  return `• ${voice.say(reading.title, 120)}: ${facts}`;
}

function changeWord(voice: Voice, before: ReadingView, after: ReadingView): string | undefined {
  const was = before.reading.value;
  const is = after.reading.value;
  if (was === undefined || is === undefined || isUnread(before)) return undefined;
  // Half of a value tells nothing of how it moved.
  if (!isWhole(before.reading) || !isWhole(after.reading)) return undefined;
  const { better, worse, same } = voice.t.update;
  if (stateOf(before) === 'warning' && stateOf(after) === 'critical') return worse;
  if (stateOf(before) === 'critical' && stateOf(after) === 'warning') return better;
  if (was === is || Math.abs(is - was) < NOTABLE_CHANGE * Math.abs(was)) return same;
  if (after.better === 'neither') return undefined;
  return is > was === (after.better === 'higher') ? better : worse;
}
