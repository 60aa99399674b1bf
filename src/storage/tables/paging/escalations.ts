import { type EntityManager, EntitySchema } from 'typeorm';
import type { PageTrouble } from '../../../domain/paging/page.ts';
import { json, maybeTime, whole } from '../../columns.ts';
import { change } from '../../gathered.ts';

/** Rows of who is on call and who was asked for help. */

export interface EscalationRow {
  incidentId: number;
  /** Index of the playbook's next escalation step. */
  step: number;
  /** When the step is due; while it is held, when somebody looks again whether it still is. */
  nextAt: Date | null;
  /** Since when the step that is due is held, because everything measured is well. */
  heldAt: Date | null;
  /** Since when it is known that nobody can be reached; null once somebody was, or has it. */
  unreachedAt: Date | null;
  /** When people were told so. */
  unreachedSaidAt: Date | null;
  /** Why a page that nobody has got yet is still being tried, for the briefing. */
  pageTrouble: PageTrouble | null;
}

export const EscalationEntity = new EntitySchema<EscalationRow>({
  name: 'Escalation',
  tableName: 'escalations',
  columns: {
    incidentId: whole('incident_id', { primary: true }),
    step: whole('step', { default: 0 }),
    nextAt: maybeTime('next_at'),
    heldAt: maybeTime('held_at'),
    unreachedAt: maybeTime('unreached_at'),
    unreachedSaidAt: maybeTime('unreached_said_at'),
    pageTrouble: json('page_trouble', { nullable: true }),
  },
});

/** Table `escalations`: one row per incident says which step comes next and when. */
export class EscalationStore {
  constructor(private readonly manager: EntityManager) {}

  /** Starts, or starts over, an incident's escalation. */
  async start(incidentId: number, step: number, nextAt: Date | null): Promise<void> {
    const sql = `insert into escalations (incident_id, step, next_at) values ($1, $2, $3)
       on conflict (incident_id) do update
          set step = excluded.step, next_at = excluded.next_at, held_at = null, unreached_at = null,
              unreached_said_at = null, page_trouble = null`;
    await change(this.manager, { tables: ['escalations'], changes: [{ sql, values: [incidentId, step, nextAt] }] });
  }

  async stop(incidentId: number): Promise<void> {
    await this.manager.query(
      `update escalations set next_at = null, held_at = null, unreached_at = null,
              unreached_said_at = null, page_trouble = null
        where incident_id = $1`,
      [incidentId],
    );
  }

  async of(incidentId: number): Promise<EscalationRow | undefined> {
    return (await this.manager.getRepository(EscalationEntity).findOneBy({ incidentId })) ?? undefined;
  }

  /** Incidents whose next step is due, earliest first. */
  async due(now: Date, limit: number): Promise<EscalationRow[]> {
    return await this.manager
      .getRepository(EscalationEntity)
      .createQueryBuilder('e')
      .where('e.next_at <= :now', { now })
      .orderBy('e.next_at')
      .limit(limit)
      .getMany();
  }

  /** Locks the incident's row if its step still is `step`; undefined when somebody else has it or was faster. */
  async claim(incidentId: number, step: number): Promise<EscalationRow | undefined> {
    const row = await this.manager
      .getRepository(EscalationEntity)
      .createQueryBuilder('e')
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked')
      .where('e.incident_id = :incidentId and e.step = :step', { incidentId, step })
      .getOne();
    return row ?? undefined;
  }

  /** Compare-and-set: true for whoever moves it away from `from`. */
  async advance(incidentId: number, from: number, to: number, nextAt: Date | null): Promise<boolean> {
    const { affected } = await this.manager
      .getRepository(EscalationEntity)
      .update({ incidentId, step: from }, { step: to, nextAt, heldAt: null });
    return affected === 1;
  }

  /** The step that is due waits while everything is well; looked at again at `nextAt`. */
  async hold(incidentId: number, at: Date, nextAt: Date): Promise<void> {
    await this.manager.query('update escalations set held_at = coalesce(held_at, $2), next_at = $3 where incident_id = $1', [
      incidentId,
      at,
      nextAt,
    ]);
  }

  /** The step that is due is looked at again at `at`. */
  async wait(incidentId: number, at: Date): Promise<void> {
    await this.manager.getRepository(EscalationEntity).update({ incidentId }, { nextAt: at });
  }

  /** What was held of an incident, its pages included, is looked at now. */
  async lookAgain(incidentId: number, now: Date): Promise<void> {
    await this.manager.query(
      `with held as (update pages set next_at = $2 where incident_id = $1 and held_at is not null and next_at > $2)
       update escalations set next_at = $2 where incident_id = $1 and held_at is not null and next_at > $2`,
      [incidentId, now],
    );
  }

  /** Nobody can be reached; `said` when people are told so now. True for whoever says it first. */
  async unreached(incidentId: number, at: Date, { said }: { said: boolean }): Promise<boolean> {
    const rows: unknown[] = await this.manager
      .query(
        `update escalations set unreached_at = coalesce(unreached_at, $2), unreached_said_at = case when $3 then $2 end
          where incident_id = $1 and unreached_said_at is null returning 1`,
        [incidentId, at, said],
      )
      .then(([returned]) => returned);
    return rows.length === 1;
  }

  /** Somebody was reached, or has it. Undefined when nobody thought otherwise; `said` is when people had been told so. */
  async reached(incidentId: number): Promise<{ said: Date | null } | undefined> {
    const rows: { said: Date | null }[] = await this.manager
      .query(
        `with before as (select unreached_said_at as said from escalations
                          where incident_id = $1 and (unreached_at is not null or page_trouble is not null) for update)
         update escalations set unreached_at = null, unreached_said_at = null, page_trouble = null from before
          where incident_id = $1 returning before.said`,
        [incidentId],
      )
      .then(([returned]) => returned);
    return rows[0];
  }

  /** A page that nobody has got is being tried; true when that is new. */
  async troubled(incidentId: number, trouble: PageTrouble): Promise<boolean> {
    const rows: unknown[] = await this.manager
      .query(
        `update escalations set page_trouble = $2::jsonb where incident_id = $1 and page_trouble->>'code' is distinct from $2::jsonb->>'code'
          and not exists (select 1 from pages p join incidents i on i.id = p.incident_id
                           where p.incident_id = $1 and p.reached_at >= i.clock_started_at) returning 1`,
        [incidentId, trouble],
      )
      .then(([returned]) => returned);
    return rows.length === 1;
  }

  /** Incidents that last and in which nobody can be reached, oldest first. */
  async allUnreached(): Promise<{ incidentId: number; since: Date }[]> {
    return await this.manager.query(
      `select e.incident_id as "incidentId", e.unreached_at as since from escalations e join incidents i on i.id = e.incident_id
        where e.unreached_at is not null and e.held_at is null and i.state in ('open', 'reopened') order by e.unreached_at`,
    );
  }
}
