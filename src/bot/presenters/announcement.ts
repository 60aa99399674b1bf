import type { ChatMessage } from '../../domain/message.ts';
import type { AnnouncementView } from '../../domain/views.ts';
import { context, header, lineSections, message } from './blocks.ts';
import { channel, link, plainAddress } from './escape.ts';
import { headline, plainHeadline, plainSince, since } from './headline.ts';
import type { Voice } from './voice.ts';

/** For the status channel: that something is wrong, what people notice, and where it is worked on. It pings nobody. */
export function announcement(voice: Voice, view: AnnouncementView): ChatMessage {
  const { t } = voice;
  const { incident, now } = view;
  const where = view.channelId ? t.announcement.where(channel(view.channelId)) : t.announcement.nowhere;
  const bridge = view.bridgeUrl ? ` ${link(view.bridgeUrl, t.announcement.bridge)}` : '';
  const lines = [
    `*${t.announcement.first(voice.serviceName)}*`,
    since(voice, incident, now),
    ...(view.scenario ? [`${t.briefing.effect} ${voice.say(view.scenario.effect, 500)}`] : []),
    `${where}${bridge}`,
  ];
  return message(
    [
      `${t.announcement.first(voice.serviceName)}:`,
      plainHeadline(voice, incident),
      plainSince(voice, incident, now),
      where,
      plainAddress(view.bridgeUrl),
    ],
    [header(headline(voice, incident)), ...lineSections(lines), ...context([t.announcement.updates])],
  );
}
