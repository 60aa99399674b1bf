import { type EntityManager, EntitySchema } from 'typeorm';
import type { PageComponents } from '../../../domain/ports/status-pages.ts';
import type { Drift, OnPage, ToldThere } from '../../../domain/updates/page-drift.ts';
import type { PublicStage } from '../../../domain/updates/told-text.ts';
import { json, maybeText, maybeTime, text, whole } from '../../columns.ts';

export interface ExternalPageRow {
  incidentId: number;
  /** As the playbook calls it. */
  page: string;
  /** The vendor's id of our incident there. */
  remoteId: string;
  stage: PublicStage;
  told: ToldThere[];
  components: PageComponents;
  /** Rises with whatever we make of it: a look that began before that says nothing. */
  revision: number;
  /** Somebody deleted it there and nobody wants it back: nothing more is told on it. */
  leftAt: Date | null;
  /** What was changed there by hand and nobody has decided about; null when nothing is. */
  drift: Drift | null;
  /** How often something was changed there; names the newest. */
  drifts: number;
  driftAt: Date | null;
  /** Who decided about the newest, and whose words stay. */
  settledBy: string | null;
  settledHow: 'ours' | 'theirs' | null;
}

export const ExternalPageEntity = new EntitySchema<ExternalPageRow>({
  name: 'ExternalPage',
  tableName: 'external_pages',
  columns: {
    incidentId: whole('incident_id', { primary: true }),
    page: { ...text('page'), primary: true },
    remoteId: text('remote_id'),
    stage: text('stage'),
    told: json('told'),
    components: json('components'),
    revision: whole('revision', { default: 1 }),
    leftAt: maybeTime('left_at'),
    drift: json('drift', { nullable: true }),
    drifts: whole('drifts', { default: 0 }),
    driftAt: maybeTime('drift_at'),
    settledBy: maybeText('settled_by'),
    settledHow: maybeText('settled_how'),
  },
});

type Which = Pick<ExternalPageRow, 'incidentId' | 'page'>;

/** Table `external_pages`: our incidents on status pages that somebody else keeps, one row for an incident and a page. */
export class ExternalPageStore {
  constructor(private readonly manager: EntityManager) {}

  async find({ incidentId, page }: Which): Promise<ExternalPageRow | undefined> {
    return (await this.manager.getRepository(ExternalPageEntity).findOneBy({ incidentId, page })) ?? undefined;
  }

  async of(incidentId: number): Promise<ExternalPageRow[]> {
    return await this.manager.getRepository(ExternalPageEntity).find({ where: { incidentId }, order: { page: 'ASC' } });
  }

  /** The same, for whoever decides about it: nobody else changes it before the transaction ends. */
  async lock({ incidentId, page }: Which): Promise<ExternalPageRow | undefined> {
    const found = await this.manager
      .getRepository(ExternalPageEntity)
      .findOne({ where: { incidentId, page }, lock: { mode: 'pessimistic_write' } });
    return found ?? undefined;
  }

  /** What we have made of it: whatever was changed there before is over. A first one is left as it is. */
  async told({ incidentId, page }: Which, remoteId: string, { stage, told, components }: OnPage): Promise<void> {
    await this.manager.query(
      `insert into external_pages (incident_id, page, remote_id, stage, told, components) values ($1, $2, $3, $4, $5, $6)
       on conflict (incident_id, page) do update
          set remote_id = $3, stage = $4, told = $5, components = $6, revision = external_pages.revision + 1, left_at = null`,
      [incidentId, page, remoteId, stage, JSON.stringify(told), JSON.stringify(components)],
    );
  }

  /** Something was changed there by hand; the name of this change. */
  async drifted({ incidentId, page }: Which, drift: Drift, at: Date): Promise<number> {
    const [[row]]: [{ drifts: number }[]] = await this.manager.query(
      `update external_pages set drift = $3, drifts = drifts + 1, drift_at = $4, settled_by = null, settled_how = null
        where incident_id = $1 and page = $2 returning drifts`,
      [incidentId, page, JSON.stringify(drift), at],
    );
    return row?.drifts ?? 0;
  }

  /** All is as we left it again, without anybody having decided here. */
  async mended({ incidentId, page }: Which): Promise<void> {
    await this.manager.getRepository(ExternalPageEntity).update({ incidentId, page }, { drift: null });
  }

  /** Somebody decided about what was changed. */
  async settled({ incidentId, page }: Which, by: string, how: 'ours' | 'theirs'): Promise<void> {
    await this.manager.getRepository(ExternalPageEntity).update({ incidentId, page }, { drift: null, settledBy: by, settledHow: how });
  }

  /** Nothing more is told there. */
  async left({ incidentId, page }: Which, at: Date): Promise<void> {
    await this.manager.getRepository(ExternalPageEntity).update({ incidentId, page }, { leftAt: at });
  }
}
