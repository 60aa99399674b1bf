import type { Said } from '../language/said.ts';

/** Words about pages that are kept as facts and worded when they are shown. */

/** How an incident ended for a page: nobody has to answer it any more. */
export type PageEnd = 'mitigated' | 'resolved' | 'cancelled';

/** What counts as an acknowledgement: the button of a page, or an act on the incident. */
export type AcknowledgedBy = 'page' | 'role' | 'cause' | 'mitigation';

/**
 * Why somebody could not be paged. The first five never pass by themselves. `quiet`: they have Do Not Disturb on and nothing that rings reaches them. `failing`: every
 * way fails for now.
 */
const PAGE_TROUBLES = ['deactivated', 'unknown', 'bot', 'elsewhere', 'no-way', 'quiet', 'failing'] as const;

export interface PageTrouble {
  why: (typeof PAGE_TROUBLES)[number];
  /** The other side's own word, where there is one. */
  code?: string;
  /** What the other side said, for `failing`. */
  said?: Said;
  /** When Do Not Disturb ends, ISO 8601, for `quiet`. */
  until?: string;
}
