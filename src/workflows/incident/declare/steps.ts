import { z } from 'zod';
import type { Part } from '../../../views/problems.ts';
import { type RunContext, runKind } from '../../runtime/run-kind.ts';
import { language } from '../../runtime/stored.ts';

/**
 * The outside calls of declaring, by names that are frozen: they are keys in the database. The part is what people are told when one
 * fails; the call is what the crash tests hit (a Slack method, or an HTTP call of Zoom's).
 */
export const DECLARE_STEPS = {
  'channel.create': { part: 'channel', call: 'conversations.create' },
  'home.thread': { part: 'channel', call: 'chat.postMessage' },
  'home.direct': { part: 'channel', call: 'conversations.open' },
  'channel.invite-declarer': { part: 'invite', call: 'conversations.invite' },
  'bridge.meeting': { part: 'bridge', call: 'POST /users/meetings' },
  'bridge.fallback': { part: 'bridge', call: null },
  'briefing.post': { part: 'briefing', call: 'chat.postMessage' },
  'briefing.link': { part: 'briefing', call: 'chat.update' },
  'channel.topic': { part: 'topic', call: 'conversations.setTopic' },
  'channel.invite-team': { part: 'invite', call: 'conversations.invite' },
  'briefing.pin': { part: 'pin', call: 'pins.add' },
  'channel.bookmark': { part: 'bookmark', call: 'bookmarks.add' },
  'announcement.post': { part: 'announcement', call: 'chat.postMessage' },
  'declarer.told': { part: 'notice', call: 'response_url' },
  'declarer.problems': { part: 'notice', call: 'response_url' },
} as const satisfies Record<string, { part: Part; call: string | null }>;

/** After this long without what would be best, its replacement is used: a minute is what people wait for a channel. */
export const REPLACE_AFTER_MS = 60_000;

/** So long at most the first page waits for a channel in which its person can read what has happened. Real time: so does Slack. */
export const FIRST_PAGE_WAITS_MS = 1_500;

/** Steps that may go well for some people only. */
export const INVITATIONS: readonly string[] = ['channel.invite-declarer', 'channel.invite-team'] satisfies (keyof typeof DECLARE_STEPS)[];
export type DeclareStep = keyof typeof DECLARE_STEPS;

/** The run that opens an incident. */
export const declareRun = runKind(
  'declare',
  z.object({
    /** Where the declarer is answered, while Slack takes answers. */
    responseUrl: z.string().nullable(),
    answerIn: language.nullable().default(null),
    /** Whoever declared it in Slack. */
    declarer: z.string().nullable(),
  }),
);

export type Declaring = RunContext<ReturnType<typeof declareRun.read>['input']>;

export function declareRunId(incidentId: number): string {
  return `declare-${incidentId}`;
}

/** Keys that messages carry in their metadata, so that each can be found again. */
export const messageKeys = {
  briefing: (incidentId: number) => `briefing:${incidentId}`,
  announcement: (incidentId: number) => `announcement:${incidentId}`,
  page: (pageId: number, attempt: number) => `page:${pageId}:${attempt}`,
};
