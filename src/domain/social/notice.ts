import { isPersonId } from '../incident/person-id.ts';
import type { Language } from '../language/bilingual.ts';
import type { LengthManner } from './length.ts';

/**
 * How far a notice for social networks is. `open`: somebody must decide. `approved`: it is told, or on its way. `declined`: not this time. `missed`: nobody decided in time. `superseded`: a later one took its place. `withdrawn`: taken
 * back.
 */
export const SOCIAL_STATES = ['open', 'approved', 'declined', 'missed', 'superseded', 'withdrawn'] as const;
export type SocialState = (typeof SOCIAL_STATES)[number];

/** What is told on one network, and what it counts. */
export interface SocialText {
  text: string;
  language: Language;
  manner: LengthManner;
  most: number;
}

/** By the name of the network. */
export type SocialTexts = Readonly<Record<string, SocialText>>;

/** What stands on one network. */
export interface SocialPosted {
  id: string;
  url?: string;
  /** ISO 8601. */
  at: string;
  withdrawnAt?: string;
}

export type SocialPosts = Readonly<Record<string, SocialPosted>>;

/** Those who stand for the words: whoever approved or corrected the update, and whoever changed the notice. Bongsu and a token are nobody. */
export function whoStandsFor(
  notice: { authors: readonly string[] },
  text: { approvedBy: string | null; correctedBy: string | null } | undefined,
): string[] {
  const people = [text?.approvedBy, text?.correctedBy, ...notice.authors];
  return [...new Set(people.filter((who): who is string => typeof who === 'string' && isPersonId(who)))];
}

/**
 * What a person's approval makes of it. `first`: nobody stood for the words yet, and now this person does. `second`: it may be told. `same`: it must be somebody else.
 */
export function approvalOf(person: string, standing: readonly string[]): 'first' | 'second' | 'same' {
  if (standing.includes(person)) return 'same';
  return standing.length === 0 ? 'first' : 'second';
}

/** Names a notice as it reads: other words are another one. */
export function nameOfSocial({ number, version }: { number: number; version: number }): string {
  return `${number}.${version}`;
}

/** Where something of it can be seen. */
export function livePosts(posts: SocialPosts): [network: string, post: SocialPosted][] {
  return Object.entries(posts).filter(([, { withdrawnAt }]) => withdrawnAt === undefined);
}
