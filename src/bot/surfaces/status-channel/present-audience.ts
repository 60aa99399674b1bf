import type { ChatMessage } from '../../../domain/chat/message.ts';
import type { AudienceView } from '../../../views/updates.ts';
import { badness, effectLines, isOver, plainSince, since, symbol, title } from '../briefing/headline.ts';
import { isOff, valueText, worstFirst } from '../briefing/readings.ts';
import { context, lineSections, message } from '../building-blocks/blocks.ts';
import { safeLines, safePlain } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** More than these nobody reads who does not work on it. */
const READINGS_MAX = 6;
const DONE_MAX = 10;

/** What an audience inside is told: one line; with the approved text below it; or with the numbers and what was done as well. */
export function audienceUpdate(voice: Voice, view: AudienceView): ChatMessage {
  const { t, format } = voice;
  const { incident, detail, text, nextAt, now } = view;
  const next = nextAt ? t.update.next(format.time(nextAt, now)) : t.update.last;
  const nextPlain = nextAt ? t.update.next(format.plainTime(nextAt, now)) : t.update.last;
  const head = `${symbol(incident)} *${voice.serviceName}* · ${badness(voice, incident)} · ${title(voice, incident)}`;
  const effect = isOver(incident) ? [] : effectLines(voice, incident, view.scenario);
  const said = detail === 'headline' ? [] : [safeLines(text, 2_000)];
  const numbers = detail === 'full' ? worstFirst(view.readings.filter(isOff)).slice(0, READINGS_MAX) : [];
  const done = detail === 'full' ? view.done.slice(0, DONE_MAX) : [];
  const lines = [
    head,
    ...(detail === 'headline' ? [[since(voice, incident, now), ...effect].join(' ')] : said),
    ...numbers.map((reading) => `• ${voice.say(reading.title, 120)}: ${valueText(voice, reading)}`),
    ...(done.length > 0 ? [`*${t.update.done}*`, ...done.map((what) => `• ${voice.say(what, 300)}`)] : []),
  ];
  return message(
    [head, detail === 'headline' ? plainSince(voice, incident, now) : safePlain(text, 500), nextPlain],
    [...lineSections(lines), ...context([next])],
  );
}
