import { EntitySchema } from 'typeorm';
import type { OncallLevel } from '../domain/oncall/levels.ts';
import type { AcknowledgedBy, PageEnd, PageTrouble } from '../domain/paging/page.ts';
import type { PostedRef } from '../domain/ports/chat.ts';
import { identity, json, maybeText, maybeTime, text, time, whole } from './columns.ts';

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
  /** How many tries were decided. */
  attempts: number;
  /** How often it left by at least one way. */
  delivered: number;
  createdAt: Date;
  /** When it is sent (again); null once somebody has it or nobody will be asked again. */
  nextAt: Date | null;
  /** When it first left. */
  sentAt: Date | null;
  /** When it first left by a way that rings, or to somebody who does not have Do Not Disturb on. */
  reachedAt: Date | null;
  /** When every way to this person was refused for good. */
  refusedAt: Date | null;
  /** Why it did not leave, or wakes nobody; null when nothing is wrong. */
  trouble: PageTrouble | null;
  /** Since when its next try is held, because everything measured is well. */
  heldAt: Date | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  passedOnAt: Date | null;
  /** When and how the incident ended for it: nobody has to answer it any more. */
  closedAt: Date | null;
  closedAs: PageEnd | null;
  /** Where its last Slack message is, and where those before it are. */
  channelId: string | null;
  ts: string | null;
  earlier: PostedRef[];
  /** To how many of the incident's places (its channel, its bridge) its last message links. */
  links: number;
}

export interface AcknowledgementRow {
  incidentId: number;
  userId: string;
  at: Date;
  how: AcknowledgedBy;
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
    delivered: whole('delivered', { default: 0 }),
    createdAt: time('created_at'),
    nextAt: maybeTime('next_at'),
    sentAt: maybeTime('sent_at'),
    reachedAt: maybeTime('reached_at'),
    refusedAt: maybeTime('refused_at'),
    trouble: json('trouble', { nullable: true }),
    heldAt: maybeTime('held_at'),
    acknowledgedAt: maybeTime('acknowledged_at'),
    acknowledgedBy: maybeText('acknowledged_by'),
    passedOnAt: maybeTime('passed_on_at'),
    closedAt: maybeTime('closed_at'),
    closedAs: maybeText('closed_as'),
    channelId: maybeText('channel_id'),
    ts: maybeText('ts'),
    earlier: json('earlier', { default: [] }),
    links: whole('links', { default: 2 }),
  },
});

export const AcknowledgementEntity = new EntitySchema<AcknowledgementRow>({
  name: 'Acknowledgement',
  tableName: 'acknowledgements',
  columns: {
    incidentId: whole('incident_id', { primary: true }),
    userId: text('user_id', { primary: true }),
    at: time('at'),
    how: text('how'),
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

export const PAGING_ENTITIES = [EscalationEntity, PageEntity, AcknowledgementEntity, OncallOverrideEntity, UserGroupEntity];
