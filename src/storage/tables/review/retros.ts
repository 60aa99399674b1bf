import { type EntityManager, EntitySchema } from 'typeorm';
import type { Reason } from '../../../domain/deadlines/reason.ts';
import type { Absence } from '../../../domain/review/plan-retro.ts';

/** Rows of what follows recovery: the retrospective and the follow-ups. */

export type RetroState = 'planned' | 'held' | 'cancelled';

export interface RetroRow {
  incidentId: number;
  /** Of the calendar entry: the same for as long as the incident is known. */
  uid: string;
  /** Of the calendar entry: rises with every change of the meeting. */
  sequence: number;
  state: RetroState;
  startsAt: Date;
  endsAt: Date;
  /** Why it lies after its deadline, when there was no room before it. */
  lateReason: Reason | null;
  /** Who cannot come at that time, where there was none at which everybody can. */
  absent: Absence[];
  meetingId: string | null;
  joinUrl: string | null;
  /** Where the current invitation stands. */
  channelId: string | null;
  ts: string | null;
}

export interface RetroInviteeRow {
  incidentId: number;
  userId: string;
  name: string;
  email: string | null;
  /** Did not respond to the incident, and may come all the same. */
  optional: boolean;
  answer: 'accepted' | 'proposed' | null;
  answeredAt: Date | null;
  proposedAt: Date | null;
}

export const RetroEntity = new EntitySchema<RetroRow>({
  name: 'Retro',
  tableName: 'retros',
  columns: {
    incidentId: { name: 'incident_id', type: 'integer', primary: true },
    uid: { type: 'text' },
    sequence: { type: 'integer' },
    state: { type: 'text' },
    startsAt: { name: 'starts_at', type: 'timestamptz' },
    endsAt: { name: 'ends_at', type: 'timestamptz' },
    lateReason: { name: 'late_reason', type: 'jsonb', nullable: true },
    absent: { type: 'jsonb' },
    meetingId: { name: 'meeting_id', type: 'text', nullable: true },
    joinUrl: { name: 'join_url', type: 'text', nullable: true },
    channelId: { name: 'channel_id', type: 'text', nullable: true },
    ts: { type: 'text', nullable: true },
  },
});

export const RetroInviteeEntity = new EntitySchema<RetroInviteeRow>({
  name: 'RetroInvitee',
  tableName: 'retro_invitees',
  columns: {
    incidentId: { name: 'incident_id', type: 'integer', primary: true },
    userId: { name: 'user_id', type: 'text', primary: true },
    name: { type: 'text' },
    email: { type: 'text', nullable: true },
    optional: { type: 'boolean' },
    answer: { type: 'text', nullable: true },
    answeredAt: { name: 'answered_at', type: 'timestamptz', nullable: true },
    proposedAt: { name: 'proposed_at', type: 'timestamptz', nullable: true },
  },
});

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
  async invite(people: readonly Pick<RetroInviteeRow, 'incidentId' | 'userId' | 'name' | 'email' | 'optional'>[]): Promise<void> {
    for (const { incidentId, userId, name, email, optional } of people) {
      await this.manager.query(
        `insert into retro_invitees (incident_id, user_id, name, email, optional) values ($1, $2, $3, $4, $5)
         on conflict (incident_id, user_id) do update set name = excluded.name, email = excluded.email, optional = excluded.optional`,
        [incidentId, userId, name, email, optional],
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
