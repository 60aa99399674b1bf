import type { MaintenanceState } from '../status-page/maintenance.ts';
import type { ShownState } from '../status-page/states.ts';
import type { PublicNoticeKind, PublicState } from './public-status.ts';
import type { PublicStage } from './told-text.ts';

/** Words of the status page, for people who know nothing of incidents. */
export interface StatusWords {
  /** The tag of the language that they are in, and of the locale in which its times are written. */
  language: string;
  locale: string;
  state: Record<PublicState, (service: string) => string>;
  /** In place of the state's words, once something was told of an incident, and while it is worked on as planned. */
  headline: Record<Exclude<PublicStage, 'investigating' | 'resolved'> | 'under-maintenance', (service: string) => string>;
  /** Below the state, when nothing is posted. */
  calm: Record<'ok' | 'unstated' | 'investigating' | 'under-maintenance', (since: string) => string>;
  kind: Record<PublicNoticeKind, string>;
  since: (time: string) => string;
  asOf: (time: string, zone: string) => string;
  stale: string;
  unknown: string;
  unknownMore: string;
  components: ComponentWords;
  incidents: IncidentWords;
  maintenance: MaintenanceWords;
  links: { feed: string; calendar: string; languages: string };
  /** Shown to whoever has no token for a page that wants one. */
  closed: { title: string; more: string };
  /** How long, such as `1 h 20 min`; whole minutes. */
  duration: (minutes: number) => string;
}

export interface ComponentWords {
  heading: string;
  state: Record<ShownState, string>;
  /** Of the last days; the share is written already. */
  uptime: (percent: string) => string;
  noUptime: string;
  /** What bars tell to whoever does not see them. */
  bars: (said: { days: number; percent: string | undefined; troubled: number; without: number }) => string;
  ago: (days: number) => string;
  today: string;
  /** Opens the list of days on which something was. */
  days: string;
  down: (duration: string) => string;
  degraded: (duration: string) => string;
  worked: (duration: string) => string;
  /** Only so many days are listed. */
  more: (days: number) => string;
  legend: Record<'operational' | 'degraded' | 'partial-outage' | 'major-outage' | 'under-maintenance' | 'no-data', string>;
}

export interface IncidentWords {
  open: string;
  past: string;
  none: (days: number) => string;
  /** A heading; titles of incidents are for those who work on them. */
  about: (components: string) => string;
  stage: Record<PublicStage, string>;
  corrected: (time: string) => string;
  lasted: (duration: string) => string;
  /** What did not find room. */
  elsewhere: string;
}

export interface MaintenanceWords {
  heading: string;
  state: Record<MaintenanceState, string>;
  /** From when to when. */
  times: (from: string, to: string) => string;
  /** What it concerns. */
  concerns: (components: string) => string;
}
