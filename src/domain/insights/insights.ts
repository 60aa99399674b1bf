import type { Group, Grouping } from './group.ts';
import type { SpanFigures } from './spans.ts';

/** One row of the process, over several incidents. */
export interface RowFigure {
  row: string;
  kept: number;
  missed: number;
}

/** Pages to one person. */
export interface PersonFigure {
  /** Slack user id. */
  user: string;
  pages: number;
  /** Between 22:00 and 07:00, in their own zone. */
  atNight: number;
  /** On a Saturday or Sunday, in their own zone. */
  atWeekend: number;
  /** Nights in which a page came. */
  nights: number;
}

export interface MitigationFigure {
  /** As the playbook calls it. */
  name: string;
  runs: number;
  /** Of those whose effect was looked at. */
  helped: number;
  proved: number;
}

export interface FollowUpFigure {
  onTime: number;
  late: number;
  overdue: number;
  open: number;
}

export interface AlertFigure {
  /** How often an alert was heard. */
  heard: number;
  /** Incidents that an alert or a watch declared. */
  declared: number;
  /** Of those: false alarms. */
  falseAlarms: number;
}

/** How an organisation has responded within some time. False alarms are counted and stand in no other figure. */
export interface Insights {
  since: Date;
  until: Date;
  incidents: number;
  falseAlarms: number;
  /** Those that still go on. */
  active: number;
  spans: SpanFigures;
  by: Grouping;
  groups: Group[];
  /** Only rows that were kept or missed, the most missed first. */
  rows: RowFigure[];
  /** The most paged first. */
  people: PersonFigure[];
  mitigations: MitigationFigure[];
  followUps: FollowUpFigure;
  alerts: AlertFigure;
  /** Hours of all who took a page or have a role, each from then until recovery. */
  personHours: number;
}
