import type { AlertPresenter } from './alert-views.ts';
import type { AnalysisPresenter } from './analysis-views.ts';
import type { ReadingChange } from './briefing/reading-change.ts';
import type { AssignedView, EarlierAnswer, LanguageView, MovedView, NoteView, SeverityView } from './change-views.ts';
import type { ChartPresenter, PictureRef } from './chart-views.ts';
import type { DatabaseTrouble } from './database-trouble.ts';
import type { DiagnosisPresenter, DiagnosisView } from './diagnosis-views.ts';
import type { Incident, Role, Severity } from './incident.ts';
import type { ChatMessage, ChatView } from './message.ts';
import type { Refusal } from './mitigation/guard.ts';
import type { BriefingMitigations, MitigationPresenter } from './mitigation-views.ts';
import type { OncallLevelView, OncallView } from './oncall/view.ts';
import type { NextEscalation, PagingPresenter } from './paging-views.ts';
import type { PlacePresenter } from './place-views.ts';
import type { Bilingual, Language, RowSpec, SignalSpec } from './playbook/schema.ts';
import type { PublicTextPresenter } from './public-views.ts';
import type { Reading } from './reading.ts';
import type { ReasonView } from './reason.ts';
import type { ReviewPresenter } from './review-views.ts';
import type { Said } from './said.ts';
import type { Told } from './words.ts';

export type * from './change-views.ts';
export type * from './paging-views.ts';

/**
 * What the workflows hand over to be shown, as plain data, and the port that turns it into messages. A view holds what people typed as
 * they typed it: escaping, shortening and wording are the presenter's work, and no presenter ever fails because of what is in a view.
 */

/** The parts of declaring and following an incident that can fail one by one; each has a name people understand in every language. */
export const PARTS = [
  'channel',
  'invite',
  'briefing',
  'bridge',
  'metrics',
  'announcement',
  'page',
  'topic',
  'pin',
  'bookmark',
  'update',
  'notice',
  'chart',
] as const;
export type Part = (typeof PARTS)[number];

/** A part that did not work, to be shown. */
export interface ProblemView {
  part: Part;
  /** The other side's own word (`restricted_action`, `not_configured`, `timeout` …): where nothing is said in the reader's language, advice on it is. */
  code?: string;
  /** What went wrong and what to do, in every language where the words are ours. */
  text: Said;
  /** It will be tried again without anybody doing anything. */
  retrying: boolean;
  /** What stands in for it meanwhile, such as the fallback bridge. */
  instead?: string;
  /** The channel that stands in for it. */
  insteadChannel?: string;
  /** Slack ids of whom it concerns, where the rest of the part works; `code` is the word for all of them. */
  people?: readonly string[];
}

/** One signal as the briefing shows it. */
export interface ReadingView {
  /** Key of the signal in the playbook. */
  key: string;
  title: Bilingual;
  unit: SignalSpec['unit'];
  better: SignalSpec['better'];
  thresholds: SignalSpec['thresholds'];
  reading: Reading;
  /** How it moved during the incident; absent where nobody compares. */
  change?: ReadingChange;
}

export type BridgeView =
  | { state: 'opening' }
  /** `standing`: the room where this team always meets; `fallback`: the same, because there was no meeting to be had. */
  | { state: 'open'; url: string; kind: 'zoom' | 'fallback' | 'standing'; problem?: Said }
  | { state: 'failed'; problem: Said; url?: string };

export interface DeadlineView {
  /** Row of the playbook, such as I1. */
  id: string;
  title: Bilingual;
  /** Absent for a row that runs all the time. */
  dueAt?: Date;
  /** `pending` when absent. */
  state?: 'pending' | 'kept' | 'missed' | 'waived';
  /** Who can act on it. */
  who?: RowSpec['who'];
  /** Why it was waived or missed, or what kept it. */
  reason?: ReasonView;
}

export type RolesView = Partial<Record<Role, string /* Slack user id */>>;

export interface ScenarioView {
  id: string;
  title: Bilingual;
  /** What users notice of it. */
  effect: Bilingual;
}

/** The pinned message. */
export interface BriefingView extends BriefingMitigations {
  incident: Incident;
  readings: readonly ReadingView[];
  /** The whole source did not answer; its readings may be empty or unreachable. */
  metricsProblem?: Said;
  /** When the metrics were last asked. */
  readAt?: Date;
  /** The numbers have been asked for and are not there yet. */
  waiting?: boolean;
  scenario?: ScenarioView;
  roles: RolesView;
  bridge: BridgeView;
  nextDeadline?: DeadlineView;
  /** What is thought to be the cause; absent while nobody has looked. */
  diagnosis?: DiagnosisView;
  /** The escalation step that comes next, while there is one: what "Escalate now" takes. */
  nextEscalation?: NextEscalation;
  problems: readonly ProblemView[];
  /** The picture of the numbers, as the chat knows it. */
  chart?: PictureRef;
  /** The incident is resolved and its numbers are still followed until then; `done` when that is over. */
  following?: { until: Date; done: boolean };
  now: Date;
  /** When this message was last edited; absent on its first posting. */
  editedAt?: Date;
}

/** The message in the status channel that says an incident has begun, and where. */
export interface AnnouncementView {
  incident: Incident;
  channelId?: string;
  /** The incident lives in the thread of this message. */
  inThread?: boolean;
  bridgeUrl?: string;
  scenario?: ScenarioView;
  now: Date;
}

export const ONCALL_LEVELS = ['L1', 'L2', 'operations'] as const;
export type OncallLevel = (typeof ONCALL_LEVELS)[number];

export interface DeadlinesView {
  incident: Incident;
  deadlines: readonly DeadlineView[];
  now: Date;
}

export interface MissedView extends DeadlinesView {
  roles: RolesView;
}

/** The next regular update, for whoever looks after it. */
export interface NextUpdateView {
  incident: Incident;
  /** Absent when none is due any more. */
  nextAt?: Date;
  /** Names this update, so that of two who post or skip it the first one does. */
  seen?: string;
  edited?: { text: string; by: string };
  now: Date;
}

/** The regular update for people outside the response (X1). */
export interface UpdateView {
  incident: Incident;
  /** 1 for the first. */
  sequence: number;
  readings: readonly ReadingView[];
  scenario?: ScenarioView;
  /** The readings of the update before, to say what became better or worse. */
  previous?: readonly ReadingView[];
  /** Text of the playbook that leads the update, with its placeholders filled in. */
  message?: string;
  /** What was done since the last one, in words fit for outsiders. */
  done?: readonly Said[];
  /** Absent on the last one. */
  nextAt?: Date;
  now: Date;
}

/** A privately shown answer to whoever declared: what exists and what did not work. */
export interface DeclarerView {
  incident: Incident;
  channelId?: string;
  threadTs?: string;
  /** A link to the thread when the incident lives in one. */
  threadUrl?: string;
  bridgeUrl?: string;
  problems: readonly ProblemView[];
}

/** A part failed, or works again (`recovered`): posted in the incident's channel. */
export interface PartView {
  incident: Incident;
  problem: ProblemView;
  recovered?: boolean;
  now: Date;
}

/** At most this many incidents stand on one page of a list. */
export const LIST_PAGE_SIZE = 10;

export interface ListView {
  /** All of them, of which the presenter shows one page; or only the page, when `total` is given. */
  incidents: readonly Incident[];
  /** From 1; a page that does not exist shows the nearest one. */
  page: number;
  total?: number;
  /** How many there are on all pages, by severity; counted when all of them are given. */
  counts?: Readonly<Record<Severity, number>>;
  scope: 'active' | 'all';
  now: Date;
}

/** What somebody sees who opens the app's own page. */
export interface HomeView {
  /** Those under way that this person may see, worst first: all of them, or the first page when `total` is given. */
  incidents: readonly Incident[];
  total?: number;
  counts?: Readonly<Record<Severity, number>>;
  levels: readonly OncallLevelView[];
  now: Date;
}

/** One incident in full, shown privately. */
export interface StatusView {
  incident: Incident;
  readings: readonly ReadingView[];
  roles: RolesView;
  bridgeUrl?: string;
  scenario?: ScenarioView;
  deadlines: readonly DeadlineView[];
  problems: readonly ProblemView[];
  now: Date;
}

export interface CommandHelp {
  /** As typed after the slash command: `open [sev1|sev2|sev3] [title]`. */
  usage: string;
  summary: string;
}

/** What somebody has already filled into the form that declares an incident. */
export interface OpenDraft {
  title?: string;
  severity?: Severity;
  private?: boolean;
}

/** What was just done, for the private confirmation; the incident is as it is now. */
export type DoneView =
  | { done: 'noted' | 'moved' | 'severity' | 'language'; incident: Incident }
  | { done: 'assigned'; incident: Incident; role: Role; user: string }
  | { done: 'named'; incident: Incident; title: Bilingual }
  | { done: 'kept'; incident: Incident; row: string; late: boolean }
  | { done: 'paged'; incident: Incident; users: readonly string[] }
  | { done: 'escalated'; incident: Incident; level: OncallLevel }
  | { done: 'passed-on'; incident: Incident; to?: string }
  | { done: 'update-posted'; incident: Incident }
  | { done: 'update-skipped' | 'update-saved'; incident: Incident; nextAt: Date; now: Date }
  /** How many things are tried again. */
  | { done: 'retried'; incident: Incident; pieces: number }
  | { done: 'acknowledged'; incident: Incident; before?: EarlierAnswer };

export type OpenModalView =
  /** Goes out at once, before anything is looked up. */
  | { state: 'loading' }
  | { state: 'form'; draft?: OpenDraft; metadata?: string }
  /** Something to say instead of a form, such as why it cannot be declared, or that it has been. */
  /** How a form ended, in its place. */
  | { state: 'notice'; message: ChatMessage };

export interface AssignModalView {
  incident: Incident;
  roles: RolesView;
}

/** Turns views into what Slack takes: always with a plain text, always inside Block Kit's limits, in one language. */
export interface Presenter
  extends ReviewPresenter,
    DiagnosisPresenter,
    AlertPresenter,
    AnalysisPresenter,
    ChartPresenter,
    PagingPresenter,
    MitigationPresenter,
    PlacePresenter,
    PublicTextPresenter {
  readonly language: Language;
  /** The same presenter in another language. */
  in(language: Language): Presenter;

  briefing(view: BriefingView): ChatMessage;
  announcement(view: AnnouncementView): ChatMessage;
  update(view: UpdateView): ChatMessage;
  missedNotice(view: MissedView): ChatMessage;
  deadlines(view: DeadlinesView): ChatMessage;
  nextUpdate(view: NextUpdateView): ChatMessage;
  declarerNotice(view: DeclarerView): ChatMessage;
  failedPart(view: PartView): ChatMessage;
  movedNotice(view: MovedView): ChatMessage;
  severityNotice(view: SeverityView): ChatMessage;
  assignedNotice(view: AssignedView): ChatMessage;
  timelineNote(view: NoteView): ChatMessage;
  /** Somebody chose the language in which this is said. */
  languageNotice(view: LanguageView): ChatMessage;
  list(view: ListView): ChatMessage;
  status(view: StatusView): ChatMessage;
  oncall(view: OncallView): ChatMessage;
  home(view: HomeView): ChatView;
  help(commands: readonly CommandHelp[]): ChatMessage;
  /** Says to the person who caused it what a UserError says. */
  userError(error: { said: Told }): ChatMessage;
  /** For a bug: says so, with the reference under which the log holds the details. */
  unexpectedError(reference: string): ChatMessage;
  /** Confirms privately what a command or click did. */
  done(view: DoneView): ChatMessage;
  /** Nothing could be recorded because the database does not answer. */
  databaseDown(trouble: DatabaseTrouble): ChatMessage;
  /** The database has been asked and does not say whether it recorded; says how to find out. */
  databaseUnsure(how: { toldOnceKnown: boolean }): ChatMessage;
  /** Slack would not open a form; says what to type instead. */
  formFailed(): ChatMessage;
  /** Why the guard of the mitigations refuses something. */
  refusal(refusal: Refusal): Told;
  /** Why a row is as it is, as a part of a sentence in each language. */
  reason(view: ReasonView): Bilingual;
  /** A short private confirmation. */
  confirmation(text: string): ChatMessage;

  openModal(view: OpenModalView): ChatView;
  assignModal(view: AssignModalView): ChatView;

  /** The channel's topic, at most 250 characters. */
  topic(view: { incident: Incident; bridgeUrl?: string; roles?: RolesView }): string;
  bookmarkTitle(kind: 'bridge' | 'dashboard' | 'playbook' | 'announcement'): string;
  /** Topic of the bridge meeting, plain text, at most 200 characters. */
  bridgeTopic(incident: Pick<Incident, 'id' | 'title' | 'severity'>): string;
  /**
   * Name of the incident's channel after Slack's rules (lower case, digits, -, at most 80). Depends on nothing but its arguments;
   * `attempt` 1 is the plain name, 2 and more carry a suffix for when somebody else's channel has it.
   */
  channelName(incident: Pick<Incident, 'id' | 'title'>, attempt?: number): string;
}
