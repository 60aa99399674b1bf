import type { Bilingual } from '../language/bilingual.ts';
import type { PublicStage } from './told-text.ts';

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

/**
 * What is told while nothing is posted although users are affected. `investigating`: that the service has a problem and it is looked into. `unstated`: neither
 * that, nor that all is well.
 */
export const PUBLIC_WITHOUT_NOTICE = ['investigating', 'unstated'] as const;
export type PublicWithoutNotice = (typeof PUBLIC_WITHOUT_NOTICE)[number];

/** `waiting`: the waiting screen is on. `delayed`: something else is posted. `ok`: nothing is, and nothing is known to be wrong. */
export type PublicState = 'ok' | PublicWithoutNotice | 'delayed' | 'waiting';

/** What the rows say. */
export interface ShownPublicly {
  notices: readonly PublicNotice[];
  /** When the oldest incident that users may notice (SEV1 or SEV2, not private) was detected; absent: there is none under way. */
  troubleSince?: Date;
}

export interface PublicStatus {
  state: PublicState;
  /** Absent: it is off. */
  waitingScreen?: PublicNotice;
  /** All others. */
  notices: readonly PublicNotice[];
  /** Since when it is looked into; in the state `investigating` only. */
  investigatingSince?: Date;
  /** How far that is, where something was told of it. */
  stage?: PublicStage;
  /** When to look again, before the jitter: as long as the longest of the notices asks for. */
  retryAfterMs: number;
}

/** How soon a front end that shows nothing special looks again; so long it takes at most, and half as long again, until everybody knows. */
const RETRY_AFTER_MS = 30_000;

/** An open incident of which something was told. */
interface Told {
  detectedAt: Date;
  stage: PublicStage;
}

/** The least far first: what is said of several must hold for each. */
const STAGES: readonly PublicStage[] = ['investigating', 'identified', 'monitoring', 'resolved'];

/** What somebody posted counts; without it what was told of open incidents, and without that `automatic` says what may be. */
export function publicStatus(
  { notices: shown, troubleSince }: ShownPublicly,
  automatic: PublicWithoutNotice,
  told: readonly Told[] = [],
): PublicStatus {
  const waitingScreen = shown.find(({ kind }) => kind === 'waiting-screen');
  const notices = shown.filter(({ kind }) => kind !== 'waiting-screen');
  const asked = shown.flatMap(({ retryAfterMs }) => (retryAfterMs === null ? [] : [retryAfterMs]));
  const without = told.length > 0 ? 'investigating' : troubleSince === undefined ? 'ok' : automatic;
  const state = waitingScreen ? 'waiting' : notices.length > 0 ? 'delayed' : without;
  const since = [...(troubleSince && automatic === 'investigating' ? [troubleSince] : []), ...told.map(({ detectedAt }) => detectedAt)];
  const stage = STAGES.find((one) => told.some((incident) => incident.stage === one));
  return {
    state,
    ...(waitingScreen && { waitingScreen }),
    notices,
    ...(state === 'investigating' && { investigatingSince: new Date(Math.min(...since.map(Number))) }),
    ...(state === 'investigating' && stage && { stage }),
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
