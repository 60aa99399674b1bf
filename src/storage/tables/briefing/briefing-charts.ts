import { type EntityManager, EntitySchema } from 'typeorm';
import type { DueBriefing } from '../../../domain/briefing/choose-briefings.ts';
import type { Said } from '../../../domain/language/said.ts';

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

/** Table `briefing_charts`. */
export class BriefingChartStore {
  constructor(private readonly manager: EntityManager) {}

  async of(incidentId: number): Promise<BriefingChartRow | undefined> {
    return (await this.manager.getRepository(BriefingChartEntity).findOneBy({ incidentId })) ?? undefined;
  }

  /**
   * Takes note of the states of the shown signals, and of those that are out of their limits (`out`), which are remembered. The first time, when nobody waited for one any more, and whenever they are others than before, the chart becomes due: now, but not
   * sooner than `minGapMs` after the last one. Returns when, if that changed.
   */
  async note(
    incidentId: number,
    { states, out }: { states: Record<string, string>; out: readonly string[] },
    now: Date,
    minGapMs: number,
  ): Promise<Date | undefined> {
    const rows: { at: Date }[] = await this.manager
      .query(
        `insert into briefing_charts as c (incident_id, due_at, states, crossed) values ($1, $3, $2, $5)
         on conflict (incident_id) do update
           set states = $2,
               crossed = (select coalesce(array_agg(distinct signal), '{}') from unnest(c.crossed || $5::text[]) signal),
               due_at = least(coalesce(c.due_at, 'infinity'),
                              greatest($3::timestamptz, coalesce(c.drawn_at, '-infinity') + $4 * interval '1 millisecond'))
           where c.states <> $2 or c.due_at is null
         returning due_at as at`,
        [incidentId, states, now, minGapMs, out],
      )
      .then((result) => (Array.isArray(result[0]) ? result[0] : result));
    return rows[0]?.at;
  }

  /**
   * Charts that may be drawn: those that are due and whose last picture was seen, locked until the transaction ends; those that another process draws are left to it. Not more than
   * `limit`, those that have waited longest.
   */
  async lockDue(now: Date, limit: number): Promise<DueBriefing[]> {
    return await this.manager.query(
      `select i.id, i.severity, i.state, i.briefing_due_at as "briefingDueAt", i.briefing_edited_at as "briefingEditedAt"
         from briefing_charts c join incidents i on i.id = c.incident_id
        where c.due_at <= $1 and c.file_id is not distinct from c.shown_file_id
        order by c.due_at limit $2 for update of c skip locked`,
      [now, limit],
    );
  }

  /** Somebody draws it now: the next drawing is at `nextDueAt`, also if this one fails. */
  async begin(incidentId: number, nextDueAt: Date): Promise<void> {
    await this.manager.getRepository(BriefingChartEntity).update({ incidentId }, { dueAt: nextDueAt });
  }

  /** There is a new picture, which nobody has seen yet. */
  async drawn(incidentId: number, picture: { fileId: string; altText: string }, at: Date): Promise<void> {
    const fresh = { ...picture, drawnAt: at, refused: 0, errorCode: null, error: null };
    await this.manager.getRepository(BriefingChartEntity).update({ incidentId }, fresh);
  }

  /** There can be none, for a reason that will not pass by itself. */
  async failed(incidentId: number, problem: { errorCode: string; error: Said }, retryAt: Date): Promise<void> {
    await this.manager.getRepository(BriefingChartEntity).update({ incidentId }, { ...problem, dueAt: retryAt });
  }

  /** The briefing shows this picture now. */
  async shown(incidentId: number, picture: { fileId: string; altText: string }): Promise<void> {
    const now = { shownFileId: picture.fileId, shownAltText: picture.altText };
    await this.manager.getRepository(BriefingChartEntity).update({ incidentId }, now);
  }

  /** Slack would not show the newest one; after `atMost` times it is given up, and the one before it stays. */
  async refused(incidentId: number, atMost: number): Promise<void> {
    await this.manager.query(
      `update briefing_charts
          set refused = refused + 1,
              file_id = case when refused + 1 < $2 then file_id else shown_file_id end,
              alt_text = case when refused + 1 < $2 then alt_text else shown_alt_text end
        where incident_id = $1`,
      [incidentId, atMost],
    );
  }

  /** Nobody needs a chart any more. */
  async stop(incidentId: number): Promise<void> {
    await this.manager.getRepository(BriefingChartEntity).update({ incidentId }, { dueAt: null });
  }
}
