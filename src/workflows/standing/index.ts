import { likelyCauseNotice } from './likely-cause-notice.ts';
import { missedNotice, missedReviewNotice } from './missed-notice.ts';
import type { StandingNotice } from './standing-notice.ts';

/** What an incident says in one message that is edited when it changes; adding one is one line here. */
export const STANDING_NOTICES = {
  missed: missedNotice,
  'missed-review': missedReviewNotice,
  'likely-cause': likelyCauseNotice,
} satisfies Record<string, StandingNotice>;

export type StandingNoticeName = keyof typeof STANDING_NOTICES;
