import type { EntityManager } from 'typeorm';
import { RetroEntity, RetroInviteeEntity, type RetroInviteeRow, type RetroRow } from '../review-entities.ts';

/** Tables `retros` and `retro_invitees`. Whoever changes a row holds the lock of its incident. */
export class RetroStore {
  constructor(private readonly manager: EntityManager) {}

  async find(incidentId: number): Promise<RetroRow | undefined> {
    return (await this.manager.getRepository(RetroEntity).findOneBy({ incidentId })) ?? undefined;
  }

  /** Writes the row as it is given, whether it was there or not. */
  async save(row: RetroRow): Promise<void> {
    await this.manager.getRepository(RetroEntity).upsert(row, ['incidentId']);
  }

  async change(incidentId: number, changes: Partial<Omit<RetroRow, 'incidentId' | 'uid'>>): Promise<void> {
    await this.manager.getRepository(RetroEntity).update({ incidentId }, changes);
  }

  /** In a steady order. */
  async invitees(incidentId: number): Promise<RetroInviteeRow[]> {
    return await this.manager.getRepository(RetroInviteeEntity).find({ where: { incidentId }, order: { userId: 'ASC' } });
  }

  /** Adds people; those already invited keep their answer. */
  async invite(people: readonly Pick<RetroInviteeRow, 'incidentId' | 'userId' | 'name' | 'email'>[]): Promise<void> {
    for (const { incidentId, userId, name, email } of people) {
      await this.manager.query(
        `insert into retro_invitees (incident_id, user_id, name, email) values ($1, $2, $3, $4)
         on conflict (incident_id, user_id) do update set name = excluded.name, email = excluded.email`,
        [incidentId, userId, name, email],
      );
    }
  }

  async answer(incidentId: number, userId: string, answer: Pick<RetroInviteeRow, 'answer' | 'answeredAt' | 'proposedAt'>): Promise<void> {
    await this.manager.getRepository(RetroInviteeEntity).update({ incidentId, userId }, answer);
  }

  /** Nobody has answered about the new time yet. */
  async forgetAnswers(incidentId: number): Promise<void> {
    await this.manager.getRepository(RetroInviteeEntity).update({ incidentId }, { answer: null, answeredAt: null, proposedAt: null });
  }
}
