import type { HeapClass, HeapGrowth } from './analysis/heap.ts';
import type { Incident } from './incident.ts';
import type { ChatMessage, ChatView } from './message.ts';
import type { Bilingual, RowSpec, SignalSpec } from './playbook/schema.ts';
import type { Said } from './said.ts';
import type { DeadlineView, RolesView } from './views.ts';

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
  signals: readonly {
    title: Bilingual;
    unit: SignalSpec['unit'];
    before?: number;
    worst?: number;
    now?: number;
    /** Why there is no number. */
    problem?: Said;
  }[];
}

export interface LogFinding {
  kind: 'logs';
  from: string;
  /** Lines since the beginning. */
  lines: number;
  /** Not all could be read: the counts are a lower bound. */
  partial: boolean;
  patterns: readonly {
    title: Bilingual;
    before: number;
    since: number;
    samples: readonly string[] /** It took too long. */;
    stopped: boolean;
  }[];
}

export interface HeapFinding {
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
export interface FactFinding {
  kind: 'facts';
  from: string;
  facts: readonly { name: string; value: string }[];
  lines: readonly string[];
}

export interface TrafficFinding {
  kind: 'traffic';
  from: string;
  title: Bilingual;
  /** The largest first. */
  series: readonly { labels: string; before?: number; now?: number }[];
}

export type Finding = SignalFinding | LogFinding | HeapFinding | FactFinding | TrafficFinding;

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
  /** `kept`: what was collected keeps the row. `open`: a person has to go on. `late`: it was missed before. */
  outcome: 'kept' | 'open' | 'late' | 'failed';
  /** What lies before the incident in these numbers begins here. */
  onset: Date;
  askedBy?: string;
  now: Date;
}

/** Rows for which nothing is set up that could be collected, and what to set for each. */
export interface NothingView {
  incident: Incident;
  rows: readonly { id: string; title: Bilingual; keptBy: RowSpec['keptBy']; problems: readonly CollectionProblem[] }[];
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
  | { done: 'asked'; incident: Incident; item: string };

/** The presenter's part for the analysis. */
export interface AnalysisPresenter {
  /** The head of the thread, and the answer to whoever asks. */
  analysisBoard(view: BoardView): ChatMessage;
  analysisCollected(view: CollectedView): ChatMessage;
  analysisNothing(view: NothingView): ChatMessage;
  /** Why a row is kept, in the list of deadlines. */
  analysisKept(view: Pick<CollectedView, 'findings'>): Bilingual;
  analysisDone(view: AnalysisDoneView): ChatMessage;
  /** The form that ticks with a note. */
  analysisNoteModal(view: AnalysisNoteModalView): ChatView;
}
