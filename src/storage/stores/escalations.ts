import type { EntityManager } from 'typeorm';
import { EscalationEntity, type EscalationRow } from '../paging-entities.ts';

/** Table `escalations`: one row per incident says which step comes next and when. */
export class EscalationStore {
  constructor(private readonly manager: EntityManager) {}

  /** Starts, or starts over, an incident's escalation. */
  async start(incidentId: number, step: number, nextAt: Date | null): Promise<void> {
    await this.manager.query(
      `insert into escalations (incident_id, step, next_at) values ($1, $2, $3)
       on conflict (incident_id) do update set step = excluded.step, next_at = excluded.next_at`,
      [incidentId, step, nextAt],
    );
  }

  async stop(incidentId: number): Promise<void> {
    await this.manager.query('update escalations set next_at = null where incident_id = $1', [incidentId]);
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
    const { affected } = await this.manager.getRepository(EscalationEntity).update({ incidentId, step: from }, { step: to, nextAt });
    return affected === 1;
  }
}
