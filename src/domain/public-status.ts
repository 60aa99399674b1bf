import type { Bilingual } from './playbook/schema.ts';

/** What users of the watched service are told: nothing of it names an incident. */

/** `waiting-screen`: P1. `notice`: P2. `spread`: P3, come back later. */
export const PUBLIC_NOTICE_KINDS = ['waiting-screen', 'notice', 'spread'] as const;
export type PublicNoticeKind = (typeof PUBLIC_NOTICE_KINDS)[number];

export interface PublicNotice {
  kind: PublicNoticeKind;
  text: Bilingual;
  since: Date;
  /** How long people are asked to wait before they look again; null when it is up to the page. */
  retryAfterMs: number | null;
}

/** `waiting`: the waiting screen is on. `delayed`: something else is posted. `ok`: nothing is. */
export type PublicState = 'ok' | 'delayed' | 'waiting';

export interface PublicStatus {
  state: PublicState;
  /** Absent: it is off. */
  waitingScreen?: PublicNotice;
  /** All others. */
  notices: readonly PublicNotice[];
  /** When to look again, before the jitter: as long as the longest of the notices asks for. */
  retryAfterMs: number;
}

/** How soon a front end that shows nothing special looks again; so long it takes at most, and half as long again, until everybody knows. */
const RETRY_AFTER_MS = 30_000;

export function publicStatus(shown: readonly PublicNotice[]): PublicStatus {
  const waitingScreen = shown.find(({ kind }) => kind === 'waiting-screen');
  const notices = shown.filter(({ kind }) => kind !== 'waiting-screen');
  const asked = shown.flatMap(({ retryAfterMs }) => (retryAfterMs === null ? [] : [retryAfterMs]));
  return {
    state: waitingScreen ? 'waiting' : notices.length > 0 ? 'delayed' : 'ok',
    ...(waitingScreen && { waitingScreen }),
    notices,
    retryAfterMs: asked.length > 0 ? Math.max(...asked) : RETRY_AFTER_MS,
  };
}

/**
 * Whole seconds between the base and half as much again, so that those who were told at the same moment do not come back at the same moment. `fraction`:
 * between 0 (inclusive) and 1 (exclusive).
 */
export function spreadSeconds(retryAfterMs: number, fraction: number): number {
  const base = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  return base + Math.floor(fraction * (Math.floor(base / 2) + 1));
}
