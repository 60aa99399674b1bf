import type { MessageState } from '../../../sandbox/slack/index.ts';
import type { World } from '../../../sandbox/world.ts';
import { renderText } from './render-text.ts';

/** One thing people can see that the bot did. */
export interface Outbound {
  id: string;
  /** `#status`, `@minji` (a direct message), `to minji` (only they see it), `zoom`, `channels`. */
  place: string;
  /** As people read it, its plain fallback last. */
  text: string;
  message?: MessageState;
}

/** Everything the bot has said so far that people can see, channels and meetings included, in no particular order between places. */
export function outboundOf(world: World): Outbound[] {
  const { slack, zoom } = world;
  const said = (place: string) => (message: MessageState) => ({
    id: `${place} ${message.channel} ${message.ts}`,
    place,
    text: textOf(message),
    message,
  });
  const ours = (message: MessageState) => message.user === slack.botUserId;
  const names = Object.keys(slack.users);
  const channels = slack.channels();
  return [
    ...channels
      .filter((channel) => channel.creator === slack.botUserId)
      .map((channel) => ({ id: `channel ${channel.id}`, place: 'channels', text: channel.name })),
    ...channels.flatMap((channel) =>
      slack
        .messages(channel.id)
        .filter(ours)
        .map(said(`#${channel.name}`)),
    ),
    ...names.flatMap((name) =>
      slack
        .directMessages(name)
        .filter(ours)
        .map(said(`@${name}`)),
    ),
    ...names.flatMap((name) => slack.ephemerals(name).map(said(`to ${name}`))),
    ...zoom.meetings.map((meeting) => ({ id: `zoom ${meeting.id}`, place: 'zoom', text: meeting.topic })),
  ];
}

/** A message as people read it, its plain fallback last. */
export function textOf(message: Pick<MessageState, 'text' | 'blocks'>): string {
  return `${renderText({ text: message.text, blocks: message.blocks })}\n${message.text}`;
}
