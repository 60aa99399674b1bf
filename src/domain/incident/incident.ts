import { worded } from '../../languages/worded.ts';
import { UserError } from '../errors.ts';
import type { Language } from '../language/bilingual.ts';
import { pick } from '../language/pick.ts';
import { STATE_WORDS } from '../language/state-words.ts';
import { type IncidentState, ROLES, type Role, SEVERITIES, type Severity } from './states.ts';

/** States into which an incident is moved; it begins as `open`. */
export type ReachedState = Exclude<IncidentState, 'open'>;

/** What moves an incident; each is also a slash subcommand. */
export const MOVES = ['mitigated', 'resolve', 'close', 'cancel', 'reopen'] as const;
export type Move = (typeof MOVES)[number];

/** States in which something is still wrong, or was until a moment ago: updates go out (they stop at `resolved`). */
export const ACTIVE_STATES: readonly IncidentState[] = ['open', 'reopened', 'mitigated'];

/** States in which escalation runs (it stops at `mitigated`). */
export const ESCALATING_STATES: readonly IncidentState[] = ['open', 'reopened'];

const LEGAL: Record<Move, Partial<Record<IncidentState, readonly ReachedState[]>>> = {
  mitigated: { open: ['mitigated'], reopened: ['mitigated'] },
  // Resolving an incident nobody marked as mitigated passes through `mitigated`, so that its time is never missing.
  resolve: { open: ['mitigated', 'resolved'], reopened: ['mitigated', 'resolved'], mitigated: ['resolved'] },
  close: { resolved: ['closed'] },
  cancel: { open: ['cancelled'], reopened: ['cancelled'], mitigated: ['cancelled'] },
  reopen: { mitigated: ['reopened'], resolved: ['reopened'], closed: ['reopened'] },
};

/**
 * The states an incident passes through when `move` is made in `state`, in order; the last one is where it ends.
 * Throws UserError `illegal_move` that names what is possible instead.
 */
export function statesAfter(state: IncidentState, move: Move): readonly ReachedState[] {
  const path = LEGAL[move][state];
  if (path) return path;
  const possible = legalMoves(state);
  const called = STATE_WORDS[state];
  const moves = possible.map((m) => `\`${m}\``).join(', ');
  if (possible.length === 0) {
    throw new UserError(
      'illegal_move',
      worded(({ rules }, language) => rules.thisIncidentIsNothingCan(pick(called, language))),
    );
  }
  throw new UserError(
    'illegal_move',
    worded(({ rules }, language) => rules.thisIncidentIsSoDoesNotApply(pick(called, language), move, moves)),
  );
}

/** The states in which a move can end. */
export function leadsTo(move: Move): ReachedState[] {
  return Object.values(LEGAL[move]).flatMap((path) => path.at(-1) ?? []);
}

/** The moves that are legal in `state`, in the order people use them. */
export function legalMoves(state: IncidentState): Move[] {
  return MOVES.filter((move) => LEGAL[move][state] !== undefined);
}

export function isSeverity(word: string): word is Severity {
  return (SEVERITIES as readonly string[]).includes(word);
}

export function isRole(word: string): word is Role {
  return (ROLES as readonly string[]).includes(word);
}

/** One disturbance from detection to prevention plan. */
export interface Incident {
  id: number;
  /** Key of the service that it is about. */
  service: string;
  /** With which version of its playbook it was opened; null when that was not written down. */
  playbookVersion: string | null;
  title: string;
  severity: Severity;
  state: IncidentState;
  /** Playbook scenario (S1 …), when known. */
  scenario: string | null;
  private: boolean;
  /** Slack user id, `cli:name`, `alert:alertmanager` (the source), `watch:D2` (the threshold). */
  declaredBy: string;
  /** `slack`, `alert`, `watch`, `cli`. */
  declaredVia: string;
  /** When Bongsu learned of it: every deadline counts from here. */
  detectedAt: Date;
  /** What people see as the beginning (an alert's startsAt, `--since`). */
  onsetAt: Date;
  /** When the clocks of escalation last started: at detection, or when it was reopened. */
  clockStartedAt: Date;
  mitigatedAt: Date | null;
  resolvedAt: Date | null;
  closedAt: Date | null;
  cancelledAt: Date | null;
  /** Rises with every change: compare-and-set. */
  version: number;
  /** At most one incident that is not over may hold a key. */
  dedupKey: string | null;
  /** What is posted where it lives, when somebody chose; otherwise `team.languages` says. */
  language: Language | null;
  channelId: string | null;
  channelName: string | null;
  /** Set when the channel could not be made and the incident lives in a thread of `channelId` instead. */
  threadTs: string | null;
  briefingTs: string | null;
  bridgeUrl: string | null;
  /** `zoom`, or `fallback` when Zoom could not be had. */
  bridgeKind: 'zoom' | 'fallback' | null;
}

/** How people refer to an incident: `#7`. */
export function incidentRef(incident: Pick<Incident, 'id'>): string {
  return `#${incident.id}`;
}

/** Time from detection to recovery, or to `now` while it lasts; milliseconds. */
export function durationMs(incident: Incident, now: Date): number {
  const end = incident.resolvedAt ?? incident.cancelledAt ?? now;
  return Math.max(0, end.getTime() - incident.onsetAt.getTime());
}
