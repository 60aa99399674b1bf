import type { BlockAction } from '@slack/bolt';
import type { ZodType } from 'zod';
import type { Sent } from '../commands/run-command.ts';
import type { ChatMessage } from '../domain/message.ts';
import type { Presenter } from '../domain/views.ts';
import { actorOf } from './actor-of.ts';
import type { Invocation } from './reply.ts';

/** A pressed button, with its value as it was read. */
export interface Click<Value> {
  actionId: string;
  value: Value;
}

export interface ClickOptions {
  /** The answer takes the place of the message that was pressed. */
  replace?: boolean;
  /** Said when it takes long for a known reason; otherwise it is the database that does not answer. */
  meanwhile?: (present: Presenter) => ChatMessage;
}

/** Does what `wish` says at every press of the buttons whose id fits; nobody sees a value that was not read by its schema. */
export type OnClick = <Value>(
  pattern: string | RegExp,
  schema: ZodType<Value>,
  wish: (click: Click<Value>) => Sent,
  options?: ClickOptions,
) => void;

export function invocationOf(body: BlockAction, action: { action_id: string }): Invocation {
  const channel = body.channel?.id ?? body.container?.channel_id;
  return {
    cause: { source: 'slack', id: `${body.trigger_id}:${action.action_id}` },
    actor: actorOf(body),
    place: {
      ...(channel !== undefined && { channel }),
      ...(body.response_url !== undefined && { answerTo: body.response_url }),
    },
  };
}
