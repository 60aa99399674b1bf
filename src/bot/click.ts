import type { BlockAction } from '@slack/bolt';
import type { Invocation, Reply } from '../commands/command.ts';
import type { ChatMessage } from '../domain/message.ts';
import type { Presenter } from '../domain/views.ts';
import { actorOf } from './actor-of.ts';

/** A pressed button. */
export interface Click {
  actionId: string;
  value: string;
  invocation: Invocation;
}

export interface ClickOptions {
  /** The answer takes the place of the message that was pressed. */
  replace?: boolean;
  /** Said when it takes long for a known reason; otherwise it is the database that does not answer. */
  meanwhile?: (present: Presenter) => ChatMessage;
}

/** Answers every press of the buttons whose id fits. */
export type OnClick = (pattern: string | RegExp, handle: (click: Click) => Promise<Reply>, options?: ClickOptions) => void;

export function clickOf(body: BlockAction, action: { action_id: string; value?: string }): Click {
  return {
    actionId: action.action_id,
    value: action.value ?? '{}',
    invocation: {
      cause: { source: 'slack', id: `${body.trigger_id}:${action.action_id}` },
      actor: actorOf(body),
      channelId: body.channel?.id ?? body.container?.channel_id ?? '',
      responseUrl: body.response_url,
    },
  };
}
