import type { SlackViewAction } from '@slack/bolt';
import { actorOf } from '../actor-of.ts';
import type { Invocation } from '../invocation.ts';
import { FIELD_ACTION } from '../surfaces/building-blocks/ids.ts';

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
  /** The content of this block's input. */
  field: (blockId: string) => Field | undefined;
}

export function submissionOf(body: SlackViewAction): Submission {
  const { view } = body;
  const { values } = view.state;
  return {
    viewId: view.id,
    metadata: view.private_metadata,
    invocation: {
      cause: { source: 'slack-view', id: view.id },
      actor: actorOf(body),
      place: { form: view.id },
    },
    blockIds: Object.keys(values),
    field: (blockId) => values[blockId]?.[FIELD_ACTION] as Field | undefined,
  };
}
