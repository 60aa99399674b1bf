import { type EntityManager, EntitySchema } from 'typeorm';
import type { PublicStage, ToldTexts } from '../../../domain/updates/told-text.ts';
import { json, maybeText, maybeTime, whole } from '../../columns.ts';
import { change } from '../../gathered.ts';

export interface UpdateRow {
  incidentId: number;
  sequence: number;
  nextAt: Date | null;
  /** When the next one is drafted and shown to be approved; null when that was done, or is not wanted. */
  offerAt: Date | null;
  /** What somebody wrote for the next one, in one language or none in particular, and who approved it. */
  editedText: string | null;
  editedBy: string | null;
  /** The same as it will be told, in each language; null in what an earlier release wrote. */
  approved: ToldTexts | null;
  /** The next one as it was drafted and shown, for whoever approves it. */
  draft: Draft | null;
  draftedAt: Date | null;
}

/** An update that nobody has approved yet. */
export interface Draft {
  texts: ToldTexts;
  stage: PublicStage;
}

export const UpdateEntity = new EntitySchema<UpdateRow>({
  name: 'Update',
  tableName: 'updates',
  columns: {
    incidentId: whole('incident_id', { primary: true }),
    sequence: whole('sequence', { default: 0 }),
    nextAt: maybeTime('next_at'),
    offerAt: maybeTime('offer_at'),
    editedText: maybeText('edited_text'),
    editedBy: maybeText('edited_by'),
    approved: json('approved', { nullable: true }),
    draft: json('draft', { nullable: true }),
    draftedAt: maybeTime('drafted_at'),
  },
});

/** Table `updates`: the clock of the regular update (X1), one row per incident. */
export class UpdateStore {
  constructor(private readonly manager: EntityManager) {}

  /** `nextAt`: when it is due; null for an incident that nobody outside is told of. `offerAt`: when its draft is shown before that. */
  async start(incidentId: number, nextAt: Date | null, offerAt: Date | null = null): Promise<void> {
    const sql = `insert into updates (incident_id, next_at, offer_at) values ($1, $2, $3)
       on conflict (incident_id) do update set next_at = excluded.next_at, offer_at = excluded.offer_at`;
    await change(this.manager, { tables: ['updates'], changes: [{ sql, values: [incidentId, nextAt, offerAt] }] });
  }

  async stop(incidentId: number): Promise<void> {
    await this.manager.getRepository(UpdateEntity).update({ incidentId }, { nextAt: null, offerAt: null });
  }

  async of(incidentId: number): Promise<UpdateRow | undefined> {
    return (await this.manager.getRepository(UpdateEntity).findOneBy({ incidentId })) ?? undefined;
  }

  /** The same, for whoever decides about it: nobody else moves it before the transaction ends. */
  async lock(incidentId: number): Promise<UpdateRow | undefined> {
    return (
      (await this.manager.getRepository(UpdateEntity).findOne({ where: { incidentId }, lock: { mode: 'pessimistic_write' } })) ?? undefined
    );
  }

  /** Locks one row that is due, or whose next update is to be offered; another process that looks at the same time gets another row. */
  async claimDue(now: Date): Promise<UpdateRow | undefined> {
    const row = await this.manager
      .getRepository(UpdateEntity)
      .createQueryBuilder('u')
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked')
      .where('u.next_at <= :now or u.offer_at <= :now', { now })
      .orderBy('least(u.next_at, u.offer_at)')
      .limit(1)
      .getOne();
    return row ?? undefined;
  }

  /** The next one; what was drafted or approved for the one before is used up. */
  async advance(incidentId: number, sequence: number, nextAt: Date | null, offerAt: Date | null = null): Promise<void> {
    const unused = { editedText: null, editedBy: null, approved: null, draft: null, draftedAt: null };
    await this.manager.getRepository(UpdateEntity).update({ incidentId }, { ...unused, sequence, nextAt, offerAt });
  }

  /** The next one keeps its time and what is known of it; only its number is another. */
  async count(incidentId: number, sequence: number): Promise<void> {
    const unused = { editedText: null, editedBy: null, approved: null };
    await this.manager.getRepository(UpdateEntity).update({ incidentId }, { ...unused, sequence });
  }

  /** The next one is on its way to whoever approves it. */
  async offered(incidentId: number): Promise<void> {
    await this.manager.getRepository(UpdateEntity).update({ incidentId }, { offerAt: null });
  }

  /** What the next update will be told as, and who approved it. */
  async approve(incidentId: number, approved: { texts: ToldTexts; text: string; by: string }): Promise<void> {
    const { texts, text, by } = approved;
    await this.manager.getRepository(UpdateEntity).update({ incidentId }, { editedText: text, editedBy: by, approved: texts });
  }

  /** The next update as it was drafted at `at`, as long as it still is the next one: what is drafted late is nobody's to approve. */
  async keepDraft(
    { incidentId, sequence, nextAt }: Pick<UpdateRow, 'incidentId' | 'sequence'> & { nextAt: Date },
    draft: Draft,
    at: Date,
  ): Promise<void> {
    await this.manager.getRepository(UpdateEntity).update({ incidentId, sequence, nextAt }, { draft, draftedAt: at });
  }

  async nextAt(): Promise<Date | undefined> {
    const [row] = await this.manager.query(
      'select least(min(next_at), min(offer_at)) as at from updates where next_at is not null or offer_at is not null',
    );
    return row?.at ?? undefined;
  }
}
