import type { Bilingual, Language } from '../domain/language/bilingual.ts';
import type { Told } from '../domain/language/words.ts';
import type { DatabaseTrouble } from '../domain/process/database-trouble.ts';
import type { AnalysisDoneView, AnalysisNoteModalView, BoardView } from '../views/analysis.ts';
import type { CommandHelp, DoneView } from '../views/answers.ts';
import type { BriefingView } from '../views/briefing.ts';
import type { GraphView } from '../views/charts.ts';
import type { DeadlinesView } from '../views/deadlines.ts';
import type { DiagnosisView } from '../views/diagnosis.ts';
import type { AssignModalView, OpenDraft } from '../views/forms.ts';
import type { InsightsView } from '../views/insights.ts';
import type { ListView, StatusView } from '../views/lists.ts';
import type { MaintenanceFormView, MaintenanceListView } from '../views/maintenance.ts';
import type { FreezeView, MitigationBegunView, MitigationFormView, MitigationOffersView } from '../views/mitigation.ts';
import type { OncallView } from '../views/oncall.ts';
import type { DeclarerView } from '../views/problems.ts';
import type { FollowUpsView, RetroModalView, RetroView, ReviewDoneView } from '../views/review.ts';
import type { SocialFormView, SocialView } from '../views/social.ts';
import type { FollowingView, SubscribersView } from '../views/subscribers.ts';
import type { ImpactView, TimelineEditView, TimelineView } from '../views/timeline.ts';
import type { NextUpdateView, SupportGuideView, UpdateFormView } from '../views/updates.ts';

/** What commands show, each under the name of the presenter's method that knows how. */
export interface Shows {
  analysisBoard: BoardView;
  analysisDone: AnalysisDoneView;
  briefing: BriefingView;
  deadlines: DeadlinesView;
  declarerNotice: DeclarerView;
  diagnosis: DiagnosisView;
  done: DoneView;
  following: FollowingView;
  followUps: FollowUpsView;
  freezeNotice: FreezeView;
  graphComing: GraphView & { where: 'here' | 'direct' };
  help: readonly CommandHelp[];
  insights: InsightsView;
  list: ListView;
  maintenance: MaintenanceListView;
  mitigationBegun: MitigationBegunView;
  mitigationOffers: MitigationOffersView;
  nextUpdate: NextUpdateView;
  oncall: OncallView;
  retroStatus: RetroView;
  reviewDone: ReviewDoneView;
  /** One sentence, for what has no surface of its own. */
  said: { said: Bilingual };
  social: SocialView;
  status: StatusView;
  subscribers: SubscribersView;
  supportGuide: SupportGuideView;
  timeline: TimelineView;
}

/** What commands ask for when something is left to be said; a door without forms asks in its own way. */
export interface Asks {
  open: OpenDraft & { private: boolean; since?: Date };
  assign: AssignModalView;
  analysisNote: AnalysisNoteModalView;
  retro: RetroModalView;
  maintenance: MaintenanceFormView;
  mitigation: MitigationFormView;
  social: SocialFormView;
  update: UpdateFormView;
  timelineEdit: TimelineEditView;
  impact: ImpactView;
}

type Shown = { [Surface in keyof Shows]: { show: Surface; view: Shows[Surface] } }[keyof Shows];

/** `whole`: the same form with what takes too long to be in it at once. */
type AskedFor = { [Form in keyof Asks]: { ask: Form; view: Asks[Form]; whole?: () => Promise<Asks[Form]> } }[keyof Asks];

/** What a command returns: what was done or is to be shown, or what is still asked for. `after` begins once that is answered. */
export type Result = (Shown & { after?: () => void }) | AskedFor;

/** Why nothing was done, or why nobody knows. `argument`: the one that it is about. */
export type Refusal =
  | { why: 'said'; code: string; said: Told; argument?: string }
  /** The database was lost at the commit. */
  | { why: 'undecided' }
  | { why: 'database'; trouble: DatabaseTrouble }
  /** A bug; the log holds the details under this reference. */
  | { why: 'broken'; reference: string };

/** What every door is given, whatever happens, with the language in which whoever asked is answered, and the key of the service that it is about. */
export type Answer = { language: Language; service: string } & ({ result: Result } | { refusal: Refusal });
