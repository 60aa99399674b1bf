import type { ChatMessage } from '../../domain/chat/message.ts';
import type { IncidentRow } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { likelyCauseNotice } from './likely-cause-notice.ts';
import { missedNotice, missedReviewNotice } from './missed-notice.ts';

/**
 * Writes a notice from the rows as they are now. `stands`: it was posted before and is edited; otherwise it may have nothing to say yet, and is then
 * not posted.
 */
export type StandingNotice = (runtime: Runtime, incident: IncidentRow, stands: boolean) => Promise<ChatMessage | undefined>;

/** What an incident says in one message that is edited when it changes; adding one is one line here. */
export const STANDING_NOTICES = {
  missed: missedNotice,
  'missed-review': missedReviewNotice,
  'likely-cause': likelyCauseNotice,
} satisfies Record<string, StandingNotice>;

export type StandingNoticeName = keyof typeof STANDING_NOTICES;
