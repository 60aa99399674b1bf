import type { RefusalCode } from '../domain/alerts/refusal.ts';
import type { ChatMessage } from '../domain/chat/message.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Severity } from '../domain/incident/states.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import type { SignalSpec } from '../domain/playbook/schema.ts';
import type { Level } from '../domain/signals/reading.ts';

/** What is shown of alerts; the rules are those of views.ts. */

export interface AlertView {
  title: string;
  /** `alertmanager`, `watch` … */
  source: string;
  startsAt: Date;
  /** How often it was received. */
  times: number;
  description?: string;
  url?: string;
  /** Labels in which it differs from others of the same title. */
  labels?: Readonly<Record<string, string>>;
  /** Labels of it that were dropped because there were too many. */
  labelsDropped?: number;
}

/** Alerts of an incident changed: one message for all that changed together. */
export interface AlertsView {
  incident: Incident;
  /** They opened this incident, rather than joining it. */
  opening: boolean;
  fired: readonly AlertView[];
  /** Known ones that now say they are more severe. */
  worse: readonly AlertView[];
  resolved: readonly AlertView[];
  /** How many of the incident's alerts fire now and are trouble; see `firingIn`. */
  firing: number;
  /** How many fire that are only notes (`severity: info`). */
  notes: number;
  /** Alerts that a sender left out of what it sent; 0 when none. */
  /** Some of them name no service and fit no route, and came to the default one. */
  unrouted?: true;
  leftOut: number;
  now: Date;
}

export interface MutedView {
  alerts: readonly AlertView[];
  reason: string;
  until: Date;
  now: Date;
}

/** More alerts than incidents may be opened. */
export interface WaitView {
  groups: number;
  atMost: number;
  perMs: number;
  nextAt: Date;
  now: Date;
}

/** A door for alerts did not take something of a sender that we know. */
export interface LostView {
  source: string;
  sender: string;
  lost: readonly { code: RefusalCode; requests: number; alerts: number }[];
}

/** Words for severity that nobody knows, as they were written. */
export interface UnknownWordsView {
  words: readonly { word: string; source: string }[];
  /** What they count as. */
  severity: Severity;
}

export type WatchTitleView = { title: Bilingual; unit: SignalSpec['unit']; ids: readonly string[] } & (
  | { kind: 'crossed'; level: Level; above?: number; below?: number }
  | { kind: 'missing'; forMs: number }
);

export interface AlertPresenter {
  alertsNotice(view: AlertsView): ChatMessage;
  /** A maintenance window mutes alerts. */
  mutedNotice(view: MutedView): ChatMessage;
  waitNotice(view: WaitView): ChatMessage;
  lostNotice(view: LostView): ChatMessage;
  unknownWordsNotice(view: UnknownWordsView): ChatMessage;
  /** Somebody wants to send alerts here, and a person says yes by opening an address. */
  handshakeNotice(view: { topic: string; url: string }): ChatMessage;
  /** What an alert of the watcher is called: `D2 Response time (p95) over 2 s`. Plain text. */
  watchTitle(view: WatchTitleView): string;
}
