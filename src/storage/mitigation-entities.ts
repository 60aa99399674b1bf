import { EntitySchema } from 'typeorm';
import type { PictureRef } from '../domain/chat/picture-ref.ts';
import type { Outcome, Plan, ProofVerdict, RunState, UndoWhy } from '../domain/mitigation/plan.ts';
import type { RunProblem } from '../domain/mitigation/problem.ts';
import type { Proof } from '../domain/mitigation/proof.ts';
import type { PublicNoticeKind } from '../domain/updates/public-status.ts';

/** Rows of mitigations. */

export interface MitigationRunRow {
  id: number;
  incidentId: number;
  /** As the playbook calls it. */
  name: string;
  /** Of the incident when it was begun. */
  scenario: string | null;
  /** The cause that made Bongsu run it by itself, as `S3/connection-leak`. */
  because: string | null;
  state: RunState;
  outcome: Outcome | null;
  plan: Plan;
  /** Slack user id, or `bongsu`. */
  by: string;
  approvedBy: string | null;
  createdAt: Date;
  /** When it was set going. */
  beganAt: Date | null;
  /** When the last of its steps was done. */
  ranAt: Date | null;
  /** When somebody must look at it again. */
  nextAt: Date | null;
  proof: Proof | null;
  verdict: ProofVerdict | null;
  provedAt: Date | null;
  helpedAfterMs: number | null;
  expiresAt: Date | null;
  keptBy: string | null;
  /** Who asked for it to be stopped while its steps were being done. */
  stopBy: string | null;
  undoBy: string | null;
  undoWhy: UndoWhy | null;
  /** The freeze that was in force when a person asked for it to be taken back. */
  undoUnder: number | null;
  /** The freeze whose answer named it as still going; null once its end was said. */
  freezeId: number | null;
  /** People did it, and said so: there is nothing that Bongsu could take back. */
  byHand: boolean;
  problem: RunProblem | null;
  /** Other mitigations that ran in its window. */
  overlaps: string[];
  /** Its signals with the moment it ran marked, as the chat knows the picture. */
  chart: PictureRef | null;
  endedAt: Date | null;
  channelId: string | null;
  ts: string | null;
  /** The form from which it was begun, while it shows how that goes. */
  viewId: string | null;
  version: number;
}

export interface FreezeRow {
  id: number;
  by: string;
  at: Date;
  reason: string | null;
  liftedBy: string | null;
  liftedAt: Date | null;
}

export interface MitigationAuditRow {
  id: string;
  runId: number | null;
  incidentId: number | null;
  at: Date;
  actor: string;
  what: string;
  detail: Record<string, unknown>;
}

export interface PublicNoticeRow {
  id: number;
  incidentId: number | null;
  kind: PublicNoticeKind;
  textEn: string;
  textKo: string;
  /** How long people are asked to wait. */
  retryAfterMs: number | null;
  postedBy: string;
  postedAt: Date;
  /** Null while it is in force. */
  withdrawnAt: Date | null;
  /** Of the run that posted it: posting twice under one key is once. */
  key: string;
  /** As the playbook calls the mitigation that posted it. */
  mitigation: string;
  /** The notice that took its place; it comes back when that one is taken back. Null when it is in force, or over for good. */
  replacedBy: number | null;
}

const bigint = {
  type: 'bigint',
  transformer: { to: (value: number | null) => value, from: (value: string | null) => (value === null ? null : Number(value)) },
} as const;

export const MitigationRunEntity = new EntitySchema<MitigationRunRow>({
  name: 'MitigationRun',
  tableName: 'mitigation_runs',
  columns: {
    id: { type: 'integer', primary: true, generated: true },
    incidentId: { name: 'incident_id', type: 'integer' },
    name: { type: 'text' },
    scenario: { type: 'text', nullable: true },
    because: { type: 'text', nullable: true },
    state: { type: 'text' },
    outcome: { type: 'text', nullable: true },
    plan: { type: 'jsonb' },
    by: { name: 'by_person', type: 'text' },
    approvedBy: { name: 'approved_by', type: 'text', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    beganAt: { name: 'began_at', type: 'timestamptz', nullable: true },
    ranAt: { name: 'ran_at', type: 'timestamptz', nullable: true },
    nextAt: { name: 'next_at', type: 'timestamptz', nullable: true },
    proof: { type: 'jsonb', nullable: true },
    verdict: { type: 'text', nullable: true },
    provedAt: { name: 'proved_at', type: 'timestamptz', nullable: true },
    helpedAfterMs: { name: 'helped_after_ms', nullable: true, ...bigint },
    expiresAt: { name: 'expires_at', type: 'timestamptz', nullable: true },
    keptBy: { name: 'kept_by', type: 'text', nullable: true },
    undoBy: { name: 'undo_by', type: 'text', nullable: true },
    undoWhy: { name: 'undo_why', type: 'text', nullable: true },
    undoUnder: { name: 'undo_under', type: 'integer', nullable: true },
    stopBy: { name: 'stop_by', type: 'text', nullable: true },
    freezeId: { name: 'freeze_id', type: 'integer', nullable: true },
    byHand: { name: 'by_hand', type: 'boolean' },
    problem: { type: 'jsonb', nullable: true },
    overlaps: { name: 'beside', type: 'jsonb' },
    chart: { type: 'jsonb', nullable: true },
    endedAt: { name: 'ended_at', type: 'timestamptz', nullable: true },
    channelId: { name: 'channel_id', type: 'text', nullable: true },
    ts: { type: 'text', nullable: true },
    viewId: { name: 'view_id', type: 'text', nullable: true },
    version: { type: 'integer' },
  },
});

export const FreezeEntity = new EntitySchema<FreezeRow>({
  name: 'Freeze',
  tableName: 'freezes',
  columns: {
    id: { type: 'integer', primary: true, generated: true },
    by: { name: 'by_person', type: 'text' },
    at: { type: 'timestamptz' },
    reason: { type: 'text', nullable: true },
    liftedBy: { name: 'lifted_by', type: 'text', nullable: true },
    liftedAt: { name: 'lifted_at', type: 'timestamptz', nullable: true },
  },
});

export const MitigationAuditEntity = new EntitySchema<MitigationAuditRow>({
  name: 'MitigationAudit',
  tableName: 'mitigation_audit',
  columns: {
    id: { type: 'bigint', primary: true, generated: true },
    runId: { name: 'run_id', type: 'integer', nullable: true },
    incidentId: { name: 'incident_id', type: 'integer', nullable: true },
    at: { type: 'timestamptz' },
    actor: { type: 'text' },
    what: { type: 'text' },
    detail: { type: 'jsonb' },
  },
});

export const PublicNoticeEntity = new EntitySchema<PublicNoticeRow>({
  name: 'PublicNotice',
  tableName: 'public_notices',
  columns: {
    id: { type: 'integer', primary: true, generated: true },
    incidentId: { name: 'incident_id', type: 'integer', nullable: true },
    kind: { type: 'text' },
    textEn: { name: 'text_en', type: 'text' },
    textKo: { name: 'text_ko', type: 'text' },
    retryAfterMs: { name: 'retry_after_ms', type: 'integer', nullable: true },
    postedBy: { name: 'posted_by', type: 'text' },
    postedAt: { name: 'posted_at', type: 'timestamptz' },
    withdrawnAt: { name: 'withdrawn_at', type: 'timestamptz', nullable: true },
    key: { type: 'text' },
    mitigation: { type: 'text' },
    replacedBy: { name: 'replaced_by', type: 'integer', nullable: true },
  },
});

export const MITIGATION_ENTITIES = [MitigationRunEntity, FreezeEntity, MitigationAuditEntity, PublicNoticeEntity];
