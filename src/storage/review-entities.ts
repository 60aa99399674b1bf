import { EntitySchema } from 'typeorm';
import type { Reason } from '../domain/deadlines/reason.ts';

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
  answer: 'accepted' | 'proposed' | null;
  answeredAt: Date | null;
  proposedAt: Date | null;
}

export type FollowUpState = 'open' | 'done' | 'cancelled';

export interface FollowUpRow {
  incidentId: number;
  rowId: string;
  title: string;
  /** Slack user id. */
  owner: string | null;
  createdAt: Date;
  dueAt: Date;
  state: FollowUpState;
  doneAt: Date | null;
  doneBy: string | null;
  /** When the next reminder is due; null once there is nothing to remind of. */
  nextAt: Date | null;
  /** The number of the next reminder. */
  reminded: number;
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
    answer: { type: 'text', nullable: true },
    answeredAt: { name: 'answered_at', type: 'timestamptz', nullable: true },
    proposedAt: { name: 'proposed_at', type: 'timestamptz', nullable: true },
  },
});

export const FollowUpEntity = new EntitySchema<FollowUpRow>({
  name: 'FollowUp',
  tableName: 'follow_ups',
  columns: {
    incidentId: { name: 'incident_id', type: 'integer', primary: true },
    rowId: { name: 'row_id', type: 'text', primary: true },
    title: { type: 'text' },
    owner: { type: 'text', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    dueAt: { name: 'due_at', type: 'timestamptz' },
    state: { type: 'text' },
    doneAt: { name: 'done_at', type: 'timestamptz', nullable: true },
    doneBy: { name: 'done_by', type: 'text', nullable: true },
    nextAt: { name: 'next_at', type: 'timestamptz', nullable: true },
    reminded: { type: 'integer' },
  },
});

export const REVIEW_ENTITIES = [RetroEntity, RetroInviteeEntity, FollowUpEntity];
