import type { SlackViewAction } from '@slack/bolt';
import type { Invocation } from '../commands/command.ts';
import { actorOf } from './actor-of.ts';
import { FIELD_ACTION } from './presenters/ids.ts';

interface Field {
  value?: string | null;
  selected_option?: { value: string } | null;
  selected_options?: { value: string }[];
  selected_user?: string | null;
  /** Seconds since 1970. */
  selected_date_time?: number | null;
}

/** A submitted form, read. */
export interface Submission {
  viewId: string;
  metadata: string;
  /** Its cause is the view: the same form submitted twice acts once. */
  invocation: Invocation;
  /** Ids of the blocks that have an input. */
  blockIds: readonly string[];
  /** What stands in the input of this block. */
  field: (blockId: string) => Field | undefined;
}

export function submissionOf(body: SlackViewAction): Submission {
  const { view } = body;
  const { values } = view.state;
  return {
    viewId: view.id,
    metadata: view.private_metadata,
    invocation: { cause: { source: 'slack-view', id: view.id }, actor: actorOf(body), channelId: '', ...about(view.private_metadata) },
    blockIds: Object.keys(values),
    field: (blockId) => values[blockId]?.[FIELD_ACTION] as Field | undefined,
  };
}

/** Every form of an incident carries its number. */
function about(metadata: string): { about?: number } {
  const { incident } = JSON.parse(metadata || '{}') as { incident?: unknown };
  return typeof incident === 'number' ? { about: incident } : {};
}
