import { type EntityManager, In, LessThanOrEqual, MoreThanOrEqual, Not } from 'typeorm';
import type { LedgerRun } from '../../domain/mitigation/ledger.ts';
import type { RunState } from '../../domain/mitigation/plan.ts';
import { MitigationRunEntity, type MitigationRunRow } from '../mitigation-entities.ts';

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
    run: Pick<MitigationRunRow, 'incidentId' | 'name' | 'scenario' | 'state' | 'plan' | 'by' | 'createdAt' | 'beganAt' | 'nextAt'> &
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

  /** All that have not ended, and the last of each name that were begun since `since`. */
  async known(since: Date): Promise<MitigationRunRow[]> {
    const repository = this.manager.getRepository(MitigationRunEntity);
    return await repository.find({ where: [{ state: Not('ended') }, { beganAt: MoreThanOrEqual(since) }], order: { id: 'ASC' } });
  }

  /** Runs of any incident that are in one of these states, oldest first. */
  async inStates(states: readonly RunState[]): Promise<MitigationRunRow[]> {
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

  /** A run whose effect still counts: done, and not taken back or overtaken. */
  async inEffect(name: string): Promise<MitigationRunRow | undefined> {
    const repository = this.manager.getRepository(MitigationRunEntity);
    return (await repository.findOne({ where: { name, state: 'running', byHand: false }, order: { id: 'DESC' } })) ?? undefined;
  }

  /** Those whose time has come, the longest waiting first. */
  async due(now: Date, limit: number): Promise<Pick<MitigationRunRow, 'id' | 'state' | 'provedAt'>[]> {
    return await this.manager.getRepository(MitigationRunEntity).find({
      select: { id: true, state: true, provedAt: true, nextAt: true },
      where: { nextAt: LessThanOrEqual(now) },
      order: { nextAt: 'ASC' },
      take: limit,
    });
  }

  async nextAt(): Promise<Date | undefined> {
    const [row] = await this.manager.query('select min(next_at) as at from mitigation_runs where next_at is not null');
    return row?.at ?? undefined;
  }

  /** Runs of any incident whose steps were done between two moments. */
  async ranBetween(from: Date, to: Date): Promise<MitigationRunRow[]> {
    const all = await this.manager.getRepository(MitigationRunEntity).find({ where: { ranAt: MoreThanOrEqual(from) } });
    return all.filter(({ ranAt }) => ranAt !== null && ranAt <= to);
  }

  /** What is known of the effect of past runs. */
  async ledger(now: Date): Promise<LedgerRun[]> {
    const since = new Date(now.getTime() - LEDGER_MS);
    const rows = await this.manager.getRepository(MitigationRunEntity).find({
      // Plans and proofs of a year are large, and this is asked at every look at a run.
      select: { name: true, scenario: true, verdict: true, helpedAfterMs: true },
      // When people did something by hand, and how well, nobody knows as exactly.
      where: { verdict: In(['better', 'worse', 'same']), ranAt: MoreThanOrEqual(since), byHand: false },
    });
    return rows.flatMap(({ name, scenario, verdict, helpedAfterMs }) => (verdict ? [{ name, scenario, verdict, helpedAfterMs }] : []));
  }

  private async mustFind(id: number): Promise<MitigationRunRow> {
    const row = await this.find(id);
    if (!row) throw new Error(`Mitigation run ${id} is gone.`);
    return row;
  }
}
