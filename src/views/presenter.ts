import type { ChatMessage, ChatView } from '../domain/chat/message.ts';
import type { ReasonView } from '../domain/deadlines/reason.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Bilingual, Language } from '../domain/language/bilingual.ts';
import type { Told } from '../domain/language/words.ts';
import type { Refusal } from '../domain/mitigation/guard.ts';
import type { DatabaseTrouble } from '../domain/process/database-trouble.ts';
import type { AlertPresenter } from './alerts.ts';
import type { AnalysisPresenter } from './analysis.ts';
import type { CommandHelp, DoneView } from './answers.ts';
import type { BriefingView } from './briefing.ts';
import type { AssignedView, LanguageView, MovedView, NoteView, SeverityView } from './changes.ts';
import type { ChartPresenter } from './charts.ts';
import type { DeadlinesView, MissedView } from './deadlines.ts';
import type { DiagnosisPresenter } from './diagnosis.ts';
import type { AssignModalView, OpenModalView } from './forms.ts';
import type { InsightsPresenter } from './insights.ts';
import type { CatchUpView, HomeView, ListView, StatusView } from './lists.ts';
import type { MaintenancePresenter } from './maintenance.ts';
import type { MitigationPresenter } from './mitigation.ts';
import type { OncallView } from './oncall.ts';
import type { PagingPresenter } from './paging.ts';
import type { PlacePresenter } from './places.ts';
import type { DeclarerView, PartView } from './problems.ts';
import type { PublicTextPresenter } from './public.ts';
import type { ReviewPresenter } from './review.ts';
import type { RolesView } from './roles.ts';
import type { SocialPresenter } from './social.ts';
import type { SubscriberPresenter } from './subscribers.ts';
import type { ImpactView, TimelineEditView, TimelineView } from './timeline.ts';
import type { UpdatePresenter } from './updates.ts';

/**
 * Turns views into what Slack takes: always with a plain text, always inside Block Kit's limits, in one language. A view is plain data that the workflows hand
 * over to be shown, with what people typed as they typed it: escaping, shortening and wording are the presenter's work, and no presenter ever fails because of
 * what is in a view.
 */
export interface Presenter
  extends ReviewPresenter,
    DiagnosisPresenter,
    AlertPresenter,
    AnalysisPresenter,
    ChartPresenter,
    InsightsPresenter,
    PagingPresenter,
    MaintenancePresenter,
    MitigationPresenter,
    PlacePresenter,
    PublicTextPresenter,
    SocialPresenter,
    SubscriberPresenter,
    UpdatePresenter {
  readonly language: Language;
  /** The same presenter in another language. */
  in(language: Language): Presenter;

  briefing(view: BriefingView): ChatMessage;
  missedNotice(view: MissedView): ChatMessage;
  deadlines(view: DeadlinesView): ChatMessage;
  /** Only for whoever has just come. */
  catchUp(view: CatchUpView): ChatMessage;
  declarerNotice(view: DeclarerView): ChatMessage;
  failedPart(view: PartView): ChatMessage;
  movedNotice(view: MovedView): ChatMessage;
  severityNotice(view: SeverityView): ChatMessage;
  assignedNotice(view: AssignedView): ChatMessage;
  timelineNote(view: NoteView): ChatMessage;
  /** One page of the timeline. */
  timeline(view: TimelineView): ChatMessage;
  /** The form that puts an entry of it into other words. */
  timelineEdit(view: TimelineEditView): ChatView;
  /** The form that asks what it did to users. */
  impactForm(view: ImpactView): ChatView;
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
  bridgeTopic(incident: Pick<Incident, 'id' | 'service' | 'title' | 'severity'>): string;
  /**
   * Name of the incident's channel after Slack's rules (lower case, digits, -, at most 80). Depends on nothing but its arguments;
   * `attempt` 1 is the plain name, 2 and more carry a suffix for when somebody else's channel has it.
   */
  channelName(incident: Pick<Incident, 'id' | 'title'>, attempt?: number): string;
}
