import type { ChatMessage } from '../../../domain/chat/message.ts';
import type { AnnouncementView } from '../../../views/updates.ts';
import { effectLines, headline, isOver, plainHeadline, plainSince, since } from '../briefing/headline.ts';
import { context, header, lineSections, message } from '../building-blocks/blocks.ts';
import { channel, link, plainAddress } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { openedBySystem } from '../building-blocks/who.ts';

/** For the status channel: that something is wrong, what people notice, and where it is worked on. It pings nobody. */
export function announcement(voice: Voice, view: AnnouncementView): ChatMessage {
  const { t } = voice;
  const { incident, now } = view;
  const elsewhere = view.channelId ? t.announcement.where(channel(view.channelId)) : t.announcement.nowhere;
  const where = view.inThread ? t.announcement.thread : elsewhere;
  const bridge = view.bridgeUrl ? ` ${link(view.bridgeUrl, t.announcement.bridge)}` : '';
  // Edited after the end it says only what was; nobody is sent to a room that is empty.
  const over = isOver(incident);
  const lines = [
    `*${t.announcement.first(voice.serviceName)}*`,
    since(voice, incident, now),
    ...effectLines(voice, incident, view.scenario),
    ...(over ? [] : [`${where}${bridge}`]),
    ...(over && view.cause ? [voice.texts.updates.cause(voice.say(view.cause))] : []),
    ...(over && view.done?.length ? [voice.texts.updates.doneInAll(view.done.map((one) => voice.say(one)).join(', '))] : []),
  ];
  return message(
    [
      `${t.announcement.first(voice.serviceName)}:`,
      plainHeadline(voice, incident),
      plainSince(voice, incident, now),
      ...(over ? [] : [where, plainAddress(view.bridgeUrl)]),
    ],
    [
      header(headline(voice, incident)),
      ...lineSections(lines),
      ...context([openedBySystem(voice, incident), over ? undefined : t.announcement.updates]),
    ],
  );
}
