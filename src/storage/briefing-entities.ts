import { EntitySchema } from 'typeorm';
import type { Said } from '../domain/language/said.ts';

/** Rows about the briefings and their charts, and about notices that stand beside them. */

export interface BriefingChartRow {
  incidentId: number;
  /** When it is drawn again; null when nobody needs it any more. */
  dueAt: Date | null;
  drawnAt: Date | null;
  /** The state of each shown signal when the chart was last asked for: another one asks for another chart. */
  states: Record<string, string>;
  /** Every shown signal that has been out of its limits at one of the looks, in no order. */
  crossed: string[];
  /** Slack's id of the newest picture, with its description. */
  fileId: string | null;
  altText: string | null;
  /** The picture that the briefing really shows. */
  shownFileId: string | null;
  shownAltText: string | null;
  /** How often Slack has refused to show it. */
  refused: number;
  /** Why there is none, when that will not pass by itself. */
  errorCode: string | null;
  error: Said | null;
}

export const BriefingChartEntity = new EntitySchema<BriefingChartRow>({
  name: 'BriefingChart',
  tableName: 'briefing_charts',
  columns: {
    incidentId: { name: 'incident_id', type: 'integer', primary: true },
    dueAt: { name: 'due_at', type: 'timestamptz', nullable: true },
    drawnAt: { name: 'drawn_at', type: 'timestamptz', nullable: true },
    states: { type: 'jsonb', default: {} },
    crossed: { type: 'text', array: true, default: [] },
    fileId: { name: 'file_id', type: 'text', nullable: true },
    altText: { name: 'alt_text', type: 'text', nullable: true },
    shownFileId: { name: 'shown_file_id', type: 'text', nullable: true },
    shownAltText: { name: 'shown_alt_text', type: 'text', nullable: true },
    refused: { type: 'integer', default: 0 },
    errorCode: { name: 'error_code', type: 'text', nullable: true },
    error: { type: 'jsonb', nullable: true },
  },
});

/** A notice of an incident that is one message, edited when what it says changes. */
export interface StandingNoticeRow {
  incidentId: number;
  what: string;
  /** Counts the changes, so that whoever posts it knows whether it was overtaken. */
  version: number;
  /** The outbox row that posts it. */
  poster: string | null;
  /** Where it stands; null until it is posted. */
  channelId: string | null;
  ts: string | null;
}

export const StandingNoticeEntity = new EntitySchema<StandingNoticeRow>({
  name: 'StandingNotice',
  tableName: 'standing_notices',
  columns: {
    incidentId: { name: 'incident_id', type: 'integer', primary: true },
    what: { type: 'text', primary: true },
    version: { type: 'integer', default: 1 },
    poster: { type: 'bigint', nullable: true },
    channelId: { name: 'channel_id', type: 'text', nullable: true },
    ts: { type: 'text', nullable: true },
  },
});

export const BRIEFING_ENTITIES = [BriefingChartEntity, StandingNoticeEntity];
