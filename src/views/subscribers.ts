import type { ChatMessage } from '../domain/chat/message.ts';
import type { Severity } from '../domain/incident/states.ts';
import type { NoticeKind } from '../domain/subscribers/notice.ts';
import type { SubscriptionKind } from '../domain/subscribers/subscription.ts';
import type { PublicStage } from '../domain/updates/told-text.ts';
import type { SubscriberWords } from '../languages/en/surfaces/updates.ts';

/** What was told outside, for somebody in Slack who follows it. */
export interface FollowNoticeView {
  kind: NoticeKind;
  incidentId: number | null;
  stage: PublicStage | null;
  /** What it is called, where it has a name of its own. */
  name?: string;
  text: string;
  nextAt: Date | null;
  now: Date;
}

/** What somebody follows now, or no more. */
export interface FollowingView {
  did: 'followed' | 'unfollowed' | 'not-following';
  where: 'person' | 'channel';
  incident?: number;
  service?: string;
  least?: Severity;
  /** Keys of components; absent for all. */
  components?: readonly string[];
}

/** How many subscribers there are, and what operators look after. */
export interface SubscribersView {
  counts: Readonly<Record<SubscriptionKind, number>>;
  webhooks: readonly { id: string; address: string; failingSince: Date | null }[];
  dropped: readonly { id: string; kind: SubscriptionKind; endedBecause: string | null }[];
  /** What mail needs before it can be subscribed to. */
  mailNeeds?: readonly string[];
  /** The secret of a webhook that was just added, shown this once. */
  added?: { address: string; secret: string };
  removed?: number;
  now: Date;
}

export interface SubscriberPresenter {
  followNotice(view: FollowNoticeView): ChatMessage;
  following(view: FollowingView): ChatMessage;
  subscribers(view: SubscribersView): ChatMessage;
  /** What stands around the texts on pages and in mail. */
  subscriberWords(): SubscriberWords;
}
