import { EntitySchema } from 'typeorm';
import type { Reason } from '../domain/deadlines/reason.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Said } from '../domain/language/said.ts';
import type { Lane } from '../domain/ports/chat.ts';
import { ALERT_ENTITIES } from './alert-entities.ts';
import { ANALYSIS_ENTITIES } from './analysis-entities.ts';
import { BRIEFING_ENTITIES } from './briefing-entities.ts';
import { identity, json, maybeText, maybeTime, text, time, whole } from './columns.ts';
import { DIAGNOSIS_ENTITIES } from './diagnosis-entities.ts';
import { MITIGATION_ENTITIES } from './mitigation-entities.ts';
import { PAGING_ENTITIES } from './paging-entities.ts';
import { PLACE_ENTITIES } from './place-entities.ts';
import { REVIEW_ENTITIES } from './review-entities.ts';
import { WATCH_ENTITIES } from './watch-entities.ts';

/** Rows as the stores see them; the checks that hold them together are in the migrations. */

export type IncidentRow = Incident & { briefingDueAt: Date | null; briefingEditedAt: Date | null };

export interface TimelineRow {
  id: string;
  incidentId: number;
  at: Date;
  kind: string;
  actor: string;
  data: Record<string, unknown>;
}

export interface RoleRow {
  incidentId: number;
  role: string;
  userId: string;
  assignedBy: string;
  assignedAt: Date;
  /** Whether whoever gave it had power over production then; null for a role that was given before this was written down. */
  withPower: boolean | null;
}

export type DeadlineState = 'pending' | 'kept' | 'missed' | 'waived';

export interface DeadlineRow {
  incidentId: number;
  rowId: string;
  notBefore: Date | null;
  /** Null for a row that runs all the time: it can be kept, and is never missed. */
  dueAt: Date | null;
  /** When those who have it are reminded; null when nobody is, or was already. */
  remindAt: Date | null;
  state: DeadlineState;
  settledAt: Date | null;
  /** Why it was waived or missed, or what kept it. */
  reason: Reason | null;
}

export interface InboxRow {
  source: string;
  externalId: string;
  receivedAt: Date;
  outcome: unknown;
}

export interface RunRow {
  id: string;
  kind: string;
  incidentId: number;
  /** As it is stored; its kind reads it. */
  input: Record<string, unknown>;
  status: 'running' | 'done' | 'failed';
  nextAt: Date | null;
  createdAt: Date;
  finishedAt: Date | null;
  /** The number of the process that works on it. */
  heldBy: number | null;
  /** Why it failed for good, for operators. */
  error: string | null;
}

export interface StepRow {
  runId: string;
  name: string;
  status: 'started' | 'done' | 'failed';
  attempts: number;
  /** When the first attempt began: what a look-up may go back to. */
  startedAt: Date;
  nextAt: Date | null;
  outcome: unknown;
  errorCode: string | null;
  error: Said | null;
  /** Waits, or failed, until this is mended or back: `us`, or a channel's id. */
  waitsFor: string | null;
}

export interface UpdateRow {
  incidentId: number;
  sequence: number;
  nextAt: Date | null;
  /** What the communications lead wrote for the next one. */
  editedText: string | null;
  editedBy: string | null;
}

export interface OutboxRow {
  id: string;
  key: string;
  incidentId: number | null;
  kind: string;
  lane: Lane;
  /** As it is stored; its effect reads it. */
  payload: Record<string, unknown>;
  /** Posted where its incident lives by the time it leaves; null in what an earlier release wrote. */
  atHome: boolean | null;
  status: 'pending' | 'sent' | 'failed';
  attempts: number;
  createdAt: Date;
  startedAt: Date | null;
  nextAt: Date | null;
  /** The number of the process that is sending it. */
  claimedBy: string | null;
  sentAt: Date | null;
  outcome: unknown;
  error: string | null;
  /** Not sent until this is mended or back: `us`, a channel's id, or the announcement of an incident. */
  waitsFor: string | null;
}

export const IncidentEntity = new EntitySchema<IncidentRow>({
  name: 'Incident',
  tableName: 'incidents',
  columns: {
    id: identity('integer'),
    title: text('title'),
    severity: text('severity'),
    state: text('state'),
    scenario: maybeText('scenario'),
    private: { name: 'private', type: 'boolean' },
    declaredBy: text('declared_by'),
    declaredVia: text('declared_via'),
    detectedAt: time('detected_at'),
    onsetAt: time('onset_at'),
    clockStartedAt: time('clock_started_at'),
    mitigatedAt: maybeTime('mitigated_at'),
    resolvedAt: maybeTime('resolved_at'),
    closedAt: maybeTime('closed_at'),
    cancelledAt: maybeTime('cancelled_at'),
    version: whole('version', { default: 1 }),
    language: maybeText('language'),
    dedupKey: maybeText('dedup_key'),
    channelId: maybeText('channel_id'),
    channelName: maybeText('channel_name'),
    threadTs: maybeText('thread_ts'),
    briefingTs: maybeText('briefing_ts'),
    bridgeUrl: maybeText('bridge_url'),
    bridgeKind: maybeText('bridge_kind'),
    briefingDueAt: maybeTime('briefing_due_at'),
    briefingEditedAt: maybeTime('briefing_edited_at'),
  },
});

export const TimelineEntity = new EntitySchema<TimelineRow>({
  name: 'Timeline',
  tableName: 'timeline',
  columns: {
    id: identity('bigint'),
    incidentId: whole('incident_id'),
    at: time('at'),
    kind: text('kind'),
    actor: text('actor'),
    data: json('data'),
  },
});

export const RoleEntity = new EntitySchema<RoleRow>({
  name: 'IncidentRole',
  tableName: 'incident_roles',
  columns: {
    incidentId: whole('incident_id', { primary: true }),
    role: text('role', { primary: true }),
    userId: text('user_id'),
    assignedBy: text('assigned_by'),
    assignedAt: time('assigned_at'),
    withPower: { name: 'with_power', type: 'boolean', nullable: true },
  },
});

export const DeadlineEntity = new EntitySchema<DeadlineRow>({
  name: 'Deadline',
  tableName: 'deadlines',
  columns: {
    incidentId: whole('incident_id', { primary: true }),
    rowId: text('row_id', { primary: true }),
    notBefore: maybeTime('not_before'),
    dueAt: maybeTime('due_at'),
    remindAt: maybeTime('remind_at'),
    state: text('state'),
    settledAt: maybeTime('settled_at'),
    reason: json('reason', { nullable: true }),
  },
});

export const InboxEntity = new EntitySchema<InboxRow>({
  name: 'Inbox',
  tableName: 'inbox',
  columns: {
    source: text('source', { primary: true }),
    externalId: text('external_id', { primary: true }),
    receivedAt: time('received_at'),
    outcome: json('outcome', { nullable: true }),
  },
});

export const RunEntity = new EntitySchema<RunRow>({
  name: 'Run',
  tableName: 'runs',
  columns: {
    id: text('id', { primary: true }),
    kind: text('kind'),
    incidentId: whole('incident_id'),
    input: json('input'),
    status: text('status'),
    nextAt: maybeTime('next_at'),
    createdAt: time('created_at'),
    finishedAt: maybeTime('finished_at'),
    heldBy: whole('held_by', { nullable: true }),
    error: maybeText('error'),
  },
});

export const StepEntity = new EntitySchema<StepRow>({
  name: 'WorkflowStep',
  tableName: 'workflow_steps',
  columns: {
    runId: text('run_id', { primary: true }),
    name: text('name', { primary: true }),
    status: text('status'),
    attempts: whole('attempts'),
    startedAt: time('started_at'),
    nextAt: maybeTime('next_at'),
    outcome: json('outcome', { nullable: true }),
    errorCode: maybeText('error_code'),
    error: { name: 'error', type: 'jsonb', nullable: true },
    waitsFor: maybeText('waits_for'),
  },
});

export const UpdateEntity = new EntitySchema<UpdateRow>({
  name: 'Update',
  tableName: 'updates',
  columns: {
    incidentId: whole('incident_id', { primary: true }),
    sequence: whole('sequence', { default: 0 }),
    nextAt: maybeTime('next_at'),
    editedText: maybeText('edited_text'),
    editedBy: maybeText('edited_by'),
  },
});

export const OutboxEntity = new EntitySchema<OutboxRow>({
  name: 'Outbox',
  tableName: 'outbox',
  columns: {
    id: identity('bigint'),
    key: text('key'),
    incidentId: whole('incident_id', { nullable: true }),
    kind: text('kind'),
    lane: text('lane'),
    payload: json('payload'),
    atHome: { name: 'at_home', type: 'boolean', nullable: true },
    status: text('status'),
    attempts: whole('attempts', { default: 0 }),
    createdAt: time('created_at'),
    startedAt: maybeTime('started_at'),
    nextAt: maybeTime('next_at'),
    claimedBy: maybeText('claimed_by'),
    sentAt: maybeTime('sent_at'),
    outcome: json('outcome', { nullable: true }),
    error: maybeText('error'),
    waitsFor: maybeText('waits_for'),
  },
});

export const ENTITIES = [
  IncidentEntity,
  TimelineEntity,
  RoleEntity,
  DeadlineEntity,
  InboxEntity,
  RunEntity,
  StepEntity,
  UpdateEntity,
  OutboxEntity,
  ...PAGING_ENTITIES,
  ...PLACE_ENTITIES,
  ...REVIEW_ENTITIES,
  ...WATCH_ENTITIES,
  ...BRIEFING_ENTITIES,
  ...DIAGNOSIS_ENTITIES,
  ...ALERT_ENTITIES,
  ...ANALYSIS_ENTITIES,
  ...MITIGATION_ENTITIES,
];
