import type { AnalysisDoneView, AnalysisNoteModalView, BoardView } from '../domain/analysis-views.ts';
import type { GraphView } from '../domain/chart-views.ts';
import type { DatabaseTrouble } from '../domain/database-trouble.ts';
import type { DiagnosisView } from '../domain/diagnosis-views.ts';
import type { Severity } from '../domain/incident.ts';
import type { FreezeView, MitigationBegunView, MitigationFormView, MitigationOffersView } from '../domain/mitigation-views.ts';
import type { OncallView } from '../domain/oncall/view.ts';
import type { Bilingual, Language } from '../domain/playbook/schema.ts';
import type { FollowUpsView, RetroModalView, RetroView, ReviewDoneView } from '../domain/review-views.ts';
import type {
  AssignModalView,
  BriefingView,
  CommandHelp,
  DeadlinesView,
  DeclarerView,
  DoneView,
  ListView,
  NextUpdateView,
  StatusView,
} from '../domain/views.ts';
import type { Told } from '../domain/words.ts';

/** What commands show, each under the name of the presenter's method that knows how. */
export interface Shows {
  analysisBoard: BoardView;
  analysisDone: AnalysisDoneView;
  briefing: BriefingView;
  deadlines: DeadlinesView;
  declarerNotice: DeclarerView;
  diagnosis: DiagnosisView;
  done: DoneView;
  followUps: FollowUpsView;
  freezeNotice: FreezeView;
  graphComing: GraphView & { where: 'here' | 'direct' };
  help: readonly CommandHelp[];
  list: ListView;
  mitigationBegun: MitigationBegunView;
  mitigationOffers: MitigationOffersView;
  nextUpdate: NextUpdateView;
  oncall: OncallView;
  retroStatus: RetroView;
  reviewDone: ReviewDoneView;
  /** One sentence, for what has no surface of its own. */
  said: { said: Bilingual };
  status: StatusView;
}

/** What commands ask for when something is left to be said; a door without forms asks in its own way. */
export interface Asks {
  open: { title?: string; severity?: Severity; private: boolean; since?: Date };
  assign: AssignModalView;
  analysisNote: AnalysisNoteModalView;
  retro: RetroModalView;
  mitigation: MitigationFormView;
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

/** What every door is given, whatever happens, and the language in which whoever asked is answered. */
export type Answer = { language: Language } & ({ result: Result } | { refusal: Refusal });
