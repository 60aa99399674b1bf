import type { Actor } from './actor.ts';
import type { Delivery } from './contract.ts';
import { toggleReaction } from './toggle-reaction.ts';
import type { Workspace } from './workspace.ts';

interface At {
  by: string;
  channel: string;
  ts: string;
}

/** Somebody reacts to a message (https://docs.slack.dev/reference/events/reaction_added). */
export async function reactHeard(
  workspace: Workspace,
  actor: Actor,
  { by, channel, ts, emoji }: At & { emoji: string },
): Promise<Delivery> {
  const conversation = workspace.existing(channel);
  const user = workspace.personId(by);
  toggleReaction(conversation, { ts, emoji, user });
  const item = { type: 'message', channel: conversation.id, ts };
  return await actor.event('reaction_added', { user, reaction: emoji, item_user: conversation.messages.get(ts)?.user, item }, {});
}

/** Somebody pins a message (https://docs.slack.dev/reference/events/pin_added). */
export async function pinHeard(workspace: Workspace, actor: Actor, { by, channel, ts }: At): Promise<Delivery> {
  const conversation = workspace.existing(channel);
  const message = conversation.messages.get(ts);
  if (!message) throw new Error(`there is no message ${ts} in ${channel}`);
  conversation.pins.push(ts);
  const item = {
    type: 'message',
    channel: conversation.id,
    created: Math.floor(workspace.now() / 1_000),
    message: { ts, text: message.text, user: message.user },
  };
  return await actor.event('pin_added', { user: workspace.personId(by), channel_id: conversation.id, item }, {});
}
