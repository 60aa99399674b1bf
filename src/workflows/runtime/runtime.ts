import type { Access } from '../../domain/chat/access.ts';
import type { Executors } from '../../domain/mitigation/targets.ts';
import type { Parts } from '../../domain/parts.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { Bridge } from '../../domain/ports/bridge.ts';
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
import type { Counters } from '../../domain/process/counters.ts';
import type { ChartRenderer } from '../../domain/signals/chart.ts';
import type { Clock } from '../../domain/time/clock.ts';
import type { Storage } from '../../storage/index.ts';
import type { Presenter } from '../../views/presenter.ts';
import type { Places } from './places.ts';
import type { Ticker, Waker } from './wake.ts';

/** What every use case and workflow is given by the composition root. */
export interface Runtime {
  storage: Storage;
  clock: Clock;
  random: Random;
  log: Log;
  counters: Counters;
  /** Hides the secrets of this process in what others say. */
  mask: (text: string) => string;
  /** Durations already divided by TIME_SCALE. */
  playbook: Playbook;
  chat: Chat;
  membership: Membership;
  names: NameBook;
  /** What Slack refuses us at the moment. */
  access: Access;
  /** Which channels cannot be written to. */
  places: Places;
  bridge: Bridge;
  metrics: Metrics;
  charts: ChartRenderer;
  /** Packages that are loaded when they are needed. */
  parts: Parts;
  inspectors: Inspectors;
  /** Logs and heaps, for the analysis. */
  evidence: Evidence;
  /** What mitigations act on. */
  executors: Executors;
  mailer: Mailer;
  /** Ways to page besides Slack, in the order in which they are tried. */
  pagers: readonly PagerChannel[];
  present: Presenter;
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
