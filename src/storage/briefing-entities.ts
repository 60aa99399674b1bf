import { EntitySchema } from 'typeorm';
import type { Said } from '../domain/said.ts';

/** Rows about the briefings: their charts, and the pace of their edits. */

export interface BriefingChartRow {
  incidentId: number;
  /** When it is drawn again; null when nobody needs it any more. */
  dueAt: Date | null;
  drawnAt: Date | null;
  /** The state of each shown signal when the chart was last asked for: another one asks for another chart. */
  states: Record<string, string>;
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
    fileId: { name: 'file_id', type: 'text', nullable: true },
    altText: { name: 'alt_text', type: 'text', nullable: true },
    shownFileId: { name: 'shown_file_id', type: 'text', nullable: true },
    shownAltText: { name: 'shown_alt_text', type: 'text', nullable: true },
    refused: { type: 'integer', default: 0 },
    errorCode: { name: 'error_code', type: 'text', nullable: true },
    error: { type: 'jsonb', nullable: true },
  },
});

export const BRIEFING_ENTITIES = [BriefingChartEntity];
