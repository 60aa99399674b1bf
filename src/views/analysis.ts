import type { HeapClass, HeapGrowth } from '../domain/analysis/heap.ts';
import type { PoolState } from '../domain/analysis/pool.ts';
import type { ReproductionPath } from '../domain/analysis/traffic.ts';
import type { ChatMessage, ChatView } from '../domain/chat/message.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import type { Said } from '../domain/language/said.ts';
import type { SourceKind } from '../domain/playbook/analysis-schema.ts';
import type { DeadlineSpec, SignalSpec } from '../domain/playbook/schema.ts';
import type { Doubtful } from '../domain/signals/doubts.ts';
import type { DeadlineView } from './deadlines.ts';
import type { RolesView } from './roles.ts';

/** The analysis of an incident, to be shown: the board of its rows, and what was collected for each. */

/** One thing of a row's own checklist. */
export interface CheckView {
  /** R3.partitions */
  id: string;
  title: Bilingual;
  owner: string | null;
  doneBy?: string;
  note?: string;
}

export interface BoardRowView extends DeadlineView {
  owner: string | null;
  /** What Bongsu does about it: nothing when absent. */
  collection?: { state: 'waiting' | 'collecting' | 'collected' | 'failed' | 'nothing' | 'skipped'; at?: Date };
  /** It can be collected when somebody asks for it. */
  collectable: boolean;
  checks: readonly CheckView[];
}

export interface BoardView {
  incident: Incident;
  rows: readonly BoardRowView[];
  roles: RolesView;
  now: Date;
}

/** A number before the incident, at its worst since, and now. */
export interface SignalFinding {
  kind: 'signals';
  from: string;
  signals: readonly (Doubtful & {
    title: Bilingual;
    unit: SignalSpec['unit'];
    before?: number;
    worst?: number;
    now?: number;
    /** Why there is no number. */
    problem?: Said;
  })[];
}

export interface LogFinding extends Doubtful {
  kind: 'logs';
  from: string;
  /** Lines since the beginning. */
  lines: number;
  /** Not all could be read: the counts are a lower bound; `doubts` say why, where that is known. */
  partial: boolean;
  patterns: readonly {
    title: Bilingual;
    before: number;
    since: number;
    samples: readonly string[] /** It took too long. */;
    stopped: boolean;
  }[];
}

export interface HeapFinding extends Doubtful {
  kind: 'heap';
  from: string;
  instances: number;
  bytes: number;
  largest: readonly HeapClass[];
  /** When it was counted before; absent the first time. */
  before?: Date;
  grown: readonly HeapGrowth[];
}

/** What an inspector said. */
export interface FactFinding extends Doubtful {
  kind: 'facts';
  from: string;
  facts: readonly { name: string; value: string }[];
  lines: readonly string[];
}

export interface TrafficFinding extends Doubtful {
  kind: 'traffic';
  from: string;
  title: Bilingual;
  /** The largest first. */
  series: readonly { labels: string; before?: number; now?: number }[];
  /** The requests that stand out since the onset, and how one of them is sent from a shell. */
  path?: ReproductionPath;
  curl?: string;
}

/** Connection pools of the service itself. */
export interface PoolFinding extends Doubtful {
  kind: 'pool';
  from: string;
  pools: readonly (PoolState & { /** At the onset; absent where nobody kept it. */ before?: PoolState })[];
}

export type Finding = SignalFinding | LogFinding | HeapFinding | FactFinding | TrafficFinding | PoolFinding;

/** What a row is about and could not be read. */
export interface UnreadView {
  kind: SourceKind;
  /** Its sources that are not set up; empty where the playbook names none. */
  from: readonly string[];
  /** Parts without a number. */
  parts: readonly Bilingual[];
}

/** One source that could not be asked. */
export interface CollectionProblem {
  from: string;
  /** The other side's own word, or `not_configured`. */
  code: string;
  text: Said;
}

export interface CollectedView {
  incident: Incident;
  row: { id: string; title: Bilingual };
  findings: readonly Finding[];
  problems: readonly CollectionProblem[];
  /**
   * `kept`: what was collected keeps the row. `open`: a person has to go on. `late`: it was missed before. `failed`: what it is about could not be asked. `unread`: what it is
   * about is not set up, or was read in part.
   */
  outcome: 'kept' | 'open' | 'late' | 'failed' | 'unread';
  /** For `unread`. */
  unread?: readonly UnreadView[];
  /** Traffic proposes a way to reproduce, and a person has to accept it. */
  acceptable?: { path: string };
  /** The beginning of the incident in these numbers: values before it are those of calm times. */
  onset: Date;
  askedBy?: string;
  now: Date;
}

/** Rows for which nothing is set up that could be collected, and what to set for each. */
export interface NothingView {
  incident: Incident;
  rows: readonly { id: string; title: Bilingual; keptBy: DeadlineSpec['keptBy']; problems: readonly CollectionProblem[] }[];
  now: Date;
}

export interface AnalysisNoteModalView {
  incident: Incident;
  /** Row or check. */
  item: string;
  title: Bilingual;
}

export type AnalysisDoneView =
  | { done: 'taken'; incident: Incident; item: string; owner: string }
  | { done: 'ticked'; incident: Incident; item: string /** What is left of its row's checklist. */; left: number; late: boolean }
  | { done: 'asked'; incident: Incident; item: string }
  | { done: 'accepted'; incident: Incident; item: string; late: boolean };

/** A row that is due soon, for one person who has it or something on its list; or for everybody, because nobody has. */
export interface RowReminderView {
  incident: Incident;
  row: { id: string; title: Bilingual };
  /** What is left of the row's list for this reader; empty when it is the row itself. */
  checks: readonly CheckView[];
  nobody: boolean;
  dueAt: Date;
  now: Date;
}

/** The presenter's part for the analysis. */
export interface AnalysisPresenter {
  /** The head of the thread, and the answer to whoever asks. */
  analysisBoard(view: BoardView): ChatMessage;
  analysisCollected(view: CollectedView): ChatMessage;
  analysisNothing(view: NothingView): ChatMessage;
  analysisDone(view: AnalysisDoneView): ChatMessage;
  /** Before a row is due. */
  rowReminder(view: RowReminderView): ChatMessage;
  /** The form that ticks with a note. */
  analysisNoteModal(view: AnalysisNoteModalView): ChatView;
}
