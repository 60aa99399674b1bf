import type { PublicStage } from '../updates/told-text.ts';
import type { SubscriptionKind } from './subscription.ts';

/** What subscribers read around the texts, on pages and in mail: plain text, for people who know nothing of incidents. */
export interface SubscriberWords {
  page: {
    title: string;
    intro: string;
    address: string;
    services: string;
    major: string;
    send: string;
    /** The same whether or not the address is known. */
    sent: string;
    sentMore: string;
    noAddress: string;
    tooMany: string;
    notOffered: string;
    confirm: string;
    confirmMore: string;
    confirmButton: string;
    confirmed: string;
    confirmedMore: string;
    end: string;
    endMore: string;
    endButton: string;
    ended: string;
    endedMore: string;
    again: string;
    unknownToken: string;
    unknownTokenMore: string;
  };
  mail: {
    confirmSubject: (service: string) => string;
    confirm: (service: string, url: string) => string;
    subject: (service: string, stage: string) => string;
    maintenance: string;
    stage: Record<PublicStage, string>;
    next: (time: string) => string;
    status: (url: string) => string;
    why: (url: string) => string;
  };
  slack: {
    /** Behind a message in Slack. */
    how: (command: string) => string;
  };
  answer: {
    following: (what: string, where: string) => string;
    unfollowed: (what: string, where: string) => string;
    notFollowing: (what: string, where: string) => string;
    everything: string;
    incident: (id: number) => string;
    least: (severities: string) => string;
    here: string;
    direct: string;
  };
  list: {
    head: string;
    counts: (counts: Readonly<Record<SubscriptionKind, number>>) => string;
    webhook: (id: string, address: string) => string;
    failing: (since: string) => string;
    dropped: (count: number) => string;
    needs: (names: string) => string;
    added: (address: string) => string;
    removed: (id: number) => string;
  };
}
