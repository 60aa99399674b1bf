import { type EntityManager, EntitySchema, In, LessThanOrEqual, MoreThanOrEqual, Not } from 'typeorm';
import type { PictureRef } from '../../../domain/chat/picture-ref.ts';
import type { LedgerRun } from '../../../domain/mitigation/ledger.ts';
import type { MitigationRunState, Outcome, Plan, UndoWhy } from '../../../domain/mitigation/plan.ts';
import type { MitigationRunProblem } from '../../../domain/mitigation/problem.ts';
import type { Proof } from '../../../domain/mitigation/proof.ts';
import type { ProofVerdict } from '../../../domain/mitigation/verdicts.ts';

const bigint = {
  type: 'bigint',
  transformer: { to: (value: number | null) => value, from: (value: string | null) => (value === null ? null : Number(value)) },
} as const;

/** Rows of mitigations. */

export interface MitigationRunRow {
  id: number;
  /** Key of the service that it changes. */
  service: string;
  incidentId: number;
  /** As the playbook calls it. */
  name: string;
  /** Of the incident when it was begun. */
  scenario: string | null;
  /** The cause that made Bongsu run it by itself, as `S3/connection-leak`. */
  because: string | null;
  state: MitigationRunState;
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
  problem: MitigationRunProblem | null;
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

export const MitigationRunEntity = new EntitySchema<MitigationRunRow>({
  name: 'MitigationRun',
  tableName: 'mitigation_runs',
  columns: {
    id: { type: 'integer', primary: true, generated: true },
    service: { type: 'text' },
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

/** Keeps `begin` of two people apart: both would find nobody before them. */
const BEGIN_LOCK = 4_242_077;

/** Runs this old tell nothing about today's service. */
const LEDGER_MS = 400 * 86_400_000;

/** Table `mitigation_runs`. Whoever changes a run holds its row's lock. */
export class MitigationRunStore {
  constructor(private readonly manager: EntityManager) {}

  /** Nobody else begins or resumes a run until this transaction ends. */
  async lockAll(): Promise<void> {
    await this.manager.query('select pg_advisory_xact_lock($1)', [BEGIN_LOCK]);
  }

  async insert(
    run: Pick<
      MitigationRunRow,
      'service' | 'incidentId' | 'name' | 'scenario' | 'state' | 'plan' | 'by' | 'createdAt' | 'beganAt' | 'nextAt'
    > &
      Partial<Pick<MitigationRunRow, 'because' | 'viewId' | 'byHand' | 'ranAt'>>,
  ): Promise<MitigationRunRow> {
    const row = { byHand: false, ...run, overlaps: [], version: 1 };
    const { identifiers } = await this.manager.getRepository(MitigationRunEntity).insert(row as never);
    return await this.mustFind(Number(identifiers[0]?.id));
  }

  async find(id: number): Promise<MitigationRunRow | undefined> {
    return (await this.manager.getRepository(MitigationRunEntity).findOneBy({ id })) ?? undefined;
  }

  /** The run, its row locked until the transaction ends. */
  async lock(id: number): Promise<MitigationRunRow | undefined> {
    return (
      (await this.manager.getRepository(MitigationRunEntity).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } })) ?? undefined
    );
  }

  /** Changes a run and counts its version up. */
  async change(id: number, changes: Partial<Omit<MitigationRunRow, 'id' | 'version'>>): Promise<MitigationRunRow> {
    await this.manager.getRepository(MitigationRunEntity).update({ id }, { ...changes, version: () => 'version + 1' } as never);
    return await this.mustFind(id);
  }

  /** Oldest first. */
  async of(incidentId: number): Promise<MitigationRunRow[]> {
    return await this.manager.getRepository(MitigationRunEntity).find({ where: { incidentId }, order: { id: 'ASC' } });
  }

  /** All of a service that have not ended, and the last of each name that were begun since `since`. */
  async known(service: string, since: Date): Promise<MitigationRunRow[]> {
    const repository = this.manager.getRepository(MitigationRunEntity);
    return await repository.find({
      where: [
        { service, state: Not('ended') },
        { service, beganAt: MoreThanOrEqual(since) },
      ],
      order: { id: 'ASC' },
    });
  }

  /** Runs of any incident that are in one of these states, oldest first. */
  async inStates(states: readonly MitigationRunState[]): Promise<MitigationRunRow[]> {
    return await this.manager.getRepository(MitigationRunEntity).find({ where: { state: In([...states]) }, order: { id: 'ASC' } });
  }

  /** Notes which freeze named runs as still going, or that the end of one was said; shows nothing. */
  async nameIn(freezeId: number | null, ids: readonly number[]): Promise<void> {
    await this.manager.getRepository(MitigationRunEntity).update({ id: In([...ids]) }, { freezeId });
  }

  /** The form from which it was begun shows nothing more. */
  async leaveForm(id: number): Promise<void> {
    await this.manager.getRepository(MitigationRunEntity).update({ id }, { viewId: null });
  }

  /** A run of a service whose effect still counts: done, and not taken back or overtaken. */
  async inEffect(service: string, name: string): Promise<MitigationRunRow | undefined> {
    const repository = this.manager.getRepository(MitigationRunEntity);
    return (await repository.findOne({ where: { service, name, state: 'running', byHand: false }, order: { id: 'DESC' } })) ?? undefined;
  }

  /** Those whose time has come, the longest waiting first. */
  async due(now: Date, limit: number): Promise<Pick<MitigationRunRow, 'id' | 'incidentId' | 'state' | 'provedAt'>[]> {
    return await this.manager.getRepository(MitigationRunEntity).find({
      select: { id: true, incidentId: true, state: true, provedAt: true, nextAt: true },
      where: { nextAt: LessThanOrEqual(now) },
      order: { nextAt: 'ASC' },
      take: limit,
    });
  }

  async nextAt(): Promise<Date | undefined> {
    const [row] = await this.manager.query('select min(next_at) as at from mitigation_runs where next_at is not null');
    return row?.at ?? undefined;
  }

  /** Runs of any incident of a service whose steps were done between two moments. */
  async ranBetween(service: string, from: Date, to: Date): Promise<MitigationRunRow[]> {
    const all = await this.manager.getRepository(MitigationRunEntity).find({ where: { service, ranAt: MoreThanOrEqual(from) } });
    return all.filter(({ ranAt }) => ranAt !== null && ranAt <= to);
  }

  /** What is known of the effect of past runs of a service. */
  async ledger(service: string, now: Date): Promise<LedgerRun[]> {
    const since = new Date(now.getTime() - LEDGER_MS);
    const rows = await this.manager.getRepository(MitigationRunEntity).find({
      // Plans and proofs of a year are large, and this is asked at every look at a run.
      select: { name: true, scenario: true, verdict: true, helpedAfterMs: true },
      // When people did something by hand, and how well, nobody knows as exactly.
      where: { service, verdict: In(['better', 'worse', 'same']), ranAt: MoreThanOrEqual(since), byHand: false },
    });
    return rows.flatMap(({ name, scenario, verdict, helpedAfterMs }) => (verdict ? [{ name, scenario, verdict, helpedAfterMs }] : []));
  }

  private async mustFind(id: number): Promise<MitigationRunRow> {
    const row = await this.find(id);
    if (!row) throw new Error(`Mitigation run ${id} is gone.`);
    return row;
  }
}
