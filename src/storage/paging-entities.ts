import { EntitySchema } from 'typeorm';
import type { PostedRef } from '../domain/ports.ts';
import type { OncallLevel } from '../domain/views.ts';
import { identity, json, maybeText, maybeTime, text, time, whole } from './columns.ts';

/** Rows of who is on call and who was asked for help. */

export interface EscalationRow {
  incidentId: number;
  /** Index of the playbook's next escalation step. */
  step: number;
  nextAt: Date | null;
}

export interface PageRow {
  id: number;
  incidentId: number;
  level: string;
  userId: string;
  /** What made it: an escalation step, a hand-over, a person's request. */
  cause: string;
  askedBy: string | null;
  reason: string | null;
  repeatEveryMs: number | null;
  repeatAtMost: number;
  /** How often it was sent. */
  attempts: number;
  createdAt: Date;
  /** When it is sent (again); null once somebody has it or nobody will be asked again. */
  nextAt: Date | null;
  sentAt: Date | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  passedOnAt: Date | null;
  /** Where its last Slack message is, and where those before it are. */
  channelId: string | null;
  ts: string | null;
  earlier: PostedRef[];
}

export interface OncallOverrideRow {
  id: number;
  level: OncallLevel;
  userId: string;
  startsAt: Date;
  /** Not part of it. */
  endsAt: Date;
  createdBy: string;
  createdAt: Date;
}

export interface UserGroupRow {
  /** Slack's id, S…. */
  id: string;
  /** Slack user ids in Slack's order. */
  members: string[];
  readAt: Date;
}

export const EscalationEntity = new EntitySchema<EscalationRow>({
  name: 'Escalation',
  tableName: 'escalations',
  columns: { incidentId: whole('incident_id', { primary: true }), step: whole('step', { default: 0 }), nextAt: maybeTime('next_at') },
});

export const PageEntity = new EntitySchema<PageRow>({
  name: 'Page',
  tableName: 'pages',
  columns: {
    id: identity('integer'),
    incidentId: whole('incident_id'),
    level: text('level'),
    userId: text('user_id'),
    cause: text('cause'),
    askedBy: maybeText('asked_by'),
    reason: maybeText('reason'),
    repeatEveryMs: whole('repeat_every_ms', { nullable: true }),
    repeatAtMost: whole('repeat_at_most', { default: 0 }),
    attempts: whole('attempts', { default: 0 }),
    createdAt: time('created_at'),
    nextAt: maybeTime('next_at'),
    sentAt: maybeTime('sent_at'),
    acknowledgedAt: maybeTime('acknowledged_at'),
    acknowledgedBy: maybeText('acknowledged_by'),
    passedOnAt: maybeTime('passed_on_at'),
    channelId: maybeText('channel_id'),
    ts: maybeText('ts'),
    earlier: json('earlier', { default: [] }),
  },
});

export const OncallOverrideEntity = new EntitySchema<OncallOverrideRow>({
  name: 'OncallOverride',
  tableName: 'oncall_overrides',
  columns: {
    id: identity('integer'),
    level: text('level'),
    userId: text('user_id'),
    startsAt: time('starts_at'),
    endsAt: time('ends_at'),
    createdBy: text('created_by'),
    createdAt: time('created_at'),
  },
});

export const UserGroupEntity = new EntitySchema<UserGroupRow>({
  name: 'UserGroup',
  tableName: 'user_groups',
  columns: { id: text('id', { primary: true }), members: json('members'), readAt: time('read_at') },
});

export const PAGING_ENTITIES = [EscalationEntity, PageEntity, OncallOverrideEntity, UserGroupEntity];
