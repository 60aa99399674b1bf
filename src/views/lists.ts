import type { Incident } from '../domain/incident/incident.ts';
import type { Severity } from '../domain/incident/states.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import type { ScenarioView } from './briefing.ts';
import type { DeadlineView } from './deadlines.ts';
import type { OncallLevelView, OncallTeamView } from './oncall.ts';
import type { ProblemView } from './problems.ts';
import type { ReadingView } from './readings.ts';
import type { RolesView } from './roles.ts';

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
  /** Key of the service that it is cut to. */
  service?: string;
  now: Date;
}

/** What somebody sees who opens the app's own page. */
export interface HomeView {
  /** Those under way that this person may see, worst first: all of them, or the first page when `total` is given. */
  incidents: readonly Incident[];
  total?: number;
  counts?: Readonly<Record<Severity, number>>;
  levels: readonly OncallLevelView[];
  /** All teams in place of `levels`, where there are several. */
  teams?: readonly OncallTeamView[];
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
  /** It goes by an older version of its playbook than the newest. */
  olderPlaybook?: true;
  now: Date;
}

/** What somebody needs who has just come into the channel of an incident. */
export interface CatchUpView {
  incident: Incident;
  scenario?: ScenarioView;
  roles: RolesView;
  bridgeUrl?: string;
  /** The cause that somebody named, or the likely one. */
  cause?: { title: Bilingual; isNamed: boolean };
  /** What is being done about it, and what was done. */
  runs: readonly { title: Bilingual; isUnderWay: boolean }[];
  /** What everybody outside was told last, and when they hear again. */
  told?: { text: string; at: Date };
  nextUpdateAt?: Date;
  now: Date;
}
