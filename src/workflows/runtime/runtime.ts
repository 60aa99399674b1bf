import type { Access } from '../../domain/chat/access.ts';
import type { Executors } from '../../domain/mitigation/targets.ts';
import type { Parts } from '../../domain/parts.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { Bridge } from '../../domain/ports/bridge.ts';
import type { Calendars } from '../../domain/ports/calendars.ts';
import type { Chat } from '../../domain/ports/chat.ts';
import type { Evidence } from '../../domain/ports/evidence.ts';
import type { Inspectors } from '../../domain/ports/inspectors.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Mailer } from '../../domain/ports/mailer.ts';
import type { Membership } from '../../domain/ports/membership.ts';
import type { Metrics } from '../../domain/ports/metrics.ts';
import type { NameBook } from '../../domain/ports/name-book.ts';
import type { PagerChannel } from '../../domain/ports/pagers.ts';
import type { Random } from '../../domain/ports/random.ts';
import type { StatusPage } from '../../domain/ports/status-pages.ts';
import type { Webhooks } from '../../domain/ports/webhooks.ts';
import type { Counters } from '../../domain/process/counters.ts';
import type { ChartRenderer } from '../../domain/signals/chart.ts';
import type { Clock } from '../../domain/time/clock.ts';
import type { Storage, Stores } from '../../storage/index.ts';
import type { Presenter } from '../../views/presenter.ts';
import type { Places } from './places.ts';
import type { Ticker, Waker } from './wake.ts';

/**
 * What a process has for all services together. Whoever begins with it must find the service of what is asked before anything is decided: only a `Runtime` has a playbook.
 */
export interface WholeRuntime {
  services: Services;
  storage: Storage;
  clock: Clock;
  random: Random;
  log: Log;
  counters: Counters;
  /** Hides the secrets of this process in what others say. */
  mask: (text: string) => string;
  chat: Chat;
  membership: Membership;
  names: NameBook;
  /** What Slack refuses us at the moment. */
  access: Access;
  /** Which channels cannot be written to. */
  places: Places;
  metrics: Metrics;
  charts: ChartRenderer;
  /** Packages that are loaded when they are needed. */
  parts: Parts;
  inspectors: Inspectors;
  /** What mitigations act on. */
  executors: Executors;
  mailer: Mailer;
  calendars: Calendars;
  /** Status pages that somebody else keeps, whether they are set up or not. */
  statusPages: readonly StatusPage[];
  /** Signed events to whoever asked for them. */
  webhooks: Webhooks;
  /** Under which people reach our pages; undefined when nobody said. */
  publicUrl: string | undefined;
  waker: Waker;
  /** How far this process is with what is due; undefined in one that leaves it to others. */
  work: Pick<Ticker, 'rounds'> | undefined;
  /** Works on a run in this process from now on; returns at once. */
  startRun: (runId: string) => void;
  /** Aborted when the process is asked to stop: nothing new begins. */
  stopping: AbortSignal;
  /** Waits, or returns early when the process is asked to stop, or at the signal. Never the truth about when something is due. */
  pause: (ms: number, until?: AbortSignal) => Promise<void>;
  /** After so long, somebody in Slack who waits for an answer is told that it is not known yet. */
  answerWithinMs: number;
  /** A named place at which a test may kill the process; does nothing otherwise. */
  crashPoint: (name: string) => void;
}

/** What every use case and workflow of one service is given. */
export interface Runtime extends WholeRuntime {
  /** Of the service, with its team; durations already divided by TIME_SCALE. */
  playbook: Playbook;
  /** Of the playbook: a digest of what is written; empty for one that was never a file. */
  version: string;
  /** In front of the keys of groups of alerts and of everything else that two services might call the same; empty while there is only one. */
  scope: string;
  bridge: Bridge;
  /** Logs and heaps, for the analysis. */
  evidence: Evidence;
  /** Ways to page besides Slack, in the order in which they are tried. */
  pagers: readonly PagerChannel[];
  present: Presenter;
}

/** The services of the organisation, each with its runtime. */
export interface Services {
  /** All of them, in the order of their keys. */
  readonly all: readonly Runtime[];
  /** The service of what names none: the only one, or the organisation's default. */
  readonly home: Runtime;
  /** By its key. */
  find(key: string): Runtime | undefined;
  /** The same, with the newest playbook; home for one that is gone. For what belongs to no incident. */
  newest(key: string): Runtime;
  /** Of an alert, by its label `service`, else by the organisation's routes; home for one that fits none. */
  ofAlert(labels: Readonly<Record<string, string>>): Runtime;
  /** Whether that is said by the alert or a route; always while there is one service. */
  isRouted(labels: Readonly<Record<string, string>>): boolean;
  /** Which owns this channel: an alert of nobody's, or somebody who types there, means that service. */
  ofChannel(channel: string): Runtime | undefined;
  /**
   * Of an incident, with the playbook that it was opened with. The newest one stands in for one that nobody knows any more, and the home service for one that is gone, so that its open incidents are
   * still looked after.
   */
  of(row: { service: string; playbookVersion: string | null }): Runtime;
  /** Of an incident whose row is not at hand; asks the database once for each. Home for none. */
  ofIncident(incidentId: number | null): Promise<Runtime>;
  /** Of those that are remembered; undefined for one that nobody asked for yet. */
  known(incidentId: number | null): Runtime | undefined;
  /** Of several incidents at once, by their number: one statement at most, inside a transaction with its `stores`. */
  ofIncidents(ids: readonly (number | null)[], stores?: Pick<Stores, 'incidents'>): Promise<ReadonlyMap<number | null, Runtime>>;
  /** Their rows by service, each with its runtime. */
  each<Row extends { incidentId: number }>(
    rows: readonly Row[],
    stores?: Pick<Stores, 'incidents'>,
  ): Promise<[runtime: Runtime, rows: Row[]][]>;
}
