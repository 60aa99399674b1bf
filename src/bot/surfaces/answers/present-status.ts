import type { ChatMessage } from '../../../domain/chat/message.ts';
import type { StatusView } from '../../../views/lists.ts';
import { bridgeLink, effectLines, headline, isOver, plainHeadline, plainSince, since } from '../briefing/headline.ts';
import { rolesText } from '../briefing/present.ts';
import { howBad, isUnread, stateText, valueText } from '../briefing/readings.ts';
import { context, fieldSections, header, lineSections, message } from '../building-blocks/blocks.ts';
import { whyDoubtful } from '../building-blocks/doubts.ts';
import { channel, plainAddress } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { deadlineLine, runningFirst } from '../deadlines/present.ts';
import { problemLines } from '../incident/problems.ts';

const DEADLINES_MAX = 25;
const READINGS_MAX = 20;

/** One incident in full, for the person who asked. */
export function status(voice: Voice, view: StatusView): ChatMessage {
  const { t } = voice;
  const { incident, now } = view;
  const numbers = howBad(voice, view.readings, 2, now);
  const bridge = isOver(incident) ? undefined : bridgeLink(voice, view.bridgeUrl);
  const where = incident.channelId ? `${t.status.channel}: ${channel(incident.channelId)}` : t.incidents.noChannel;
  const problems = problemLines(voice, view.problems);
  const deadlines = runningFirst(view.deadlines)
    .slice(0, DEADLINES_MAX)
    .map((deadline) => deadlineLine(voice, deadline, now));
  if (view.deadlines.length > DEADLINES_MAX) deadlines.push(t.status.more(view.deadlines.length - DEADLINES_MAX));
  const blocks = [
    header(headline(voice, incident)),
    ...lineSections([
      `*${since(voice, incident, now)}*`,
      ...(isOver(incident) && view.readings.length === 0 ? [] : [numbers]),
      ...effectLines(voice, incident, view.scenario),
      [where, bridge].filter(Boolean).join(' · '),
    ]),
    ...fieldSections(
      view.readings
        .slice(0, READINGS_MAX)
        .map(
          (r) =>
            `*${voice.say(r.title, 120)}*\n${isUnread(r) ? '' : `${valueText(voice, r)}  `}${stateText(voice, r)}${whyDoubtful(voice, r.reading, r.unit)}`,
        ),
    ),
    ...lineSections([`*${t.briefing.roles}*`, rolesText(voice, view.roles)]),
    ...(deadlines.length > 0 ? lineSections([`*${t.status.deadlines}*`, ...deadlines]) : []),
    ...(problems.length > 0 ? lineSections([`*${t.briefing.problems}*`, ...problems]) : []),
    ...context([view.olderPlaybook && t.status.olderPlaybook]),
  ];
  return message(
    [
      plainHeadline(voice, incident),
      plainSince(voice, incident, now),
      numbers,
      where,
      bridge && plainAddress(view.bridgeUrl),
      view.olderPlaybook && t.status.olderPlaybook,
    ],
    blocks,
  );
}
