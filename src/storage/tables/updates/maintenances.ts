import { type EntityManager, EntitySchema } from 'typeorm';
import type { MaintenanceChange, PlannedWork } from '../../../domain/status-page/maintenance.ts';
import { identity, json, maybeTime, text, time, whole } from '../../columns.ts';

export interface MaintenanceRow extends PlannedWork {
  plannedBy: string;
  plannedAt: Date;
}

export const MaintenanceEntity = new EntitySchema<MaintenanceRow>({
  name: 'Maintenance',
  tableName: 'maintenances',
  columns: {
    id: identity('integer'),
    service: text('service'),
    components: json('components'),
    texts: json('texts'),
    startsAt: time('starts_at'),
    endsAt: time('ends_at'),
    startedAt: maybeTime('started_at'),
    completedAt: maybeTime('completed_at'),
    cancelledAt: maybeTime('cancelled_at'),
    plannedBy: text('planned_by'),
    plannedAt: time('planned_at'),
    changedAt: time('changed_at'),
    version: whole('version', { default: 1 }),
  },
});

export type NewMaintenance = Pick<MaintenanceRow, 'service' | 'components' | 'texts' | 'startsAt' | 'endsAt' | 'plannedBy' | 'plannedAt'>;

type Changes = Partial<Pick<MaintenanceRow, 'startsAt' | 'endsAt' | 'startedAt' | 'completedAt' | 'cancelledAt'>>;

/** Who did what to it, and when: rows are only added. */
interface Audited {
  at: Date;
  actor: string;
  what: MaintenanceChange;
  detail?: Record<string, unknown>;
}

/** What is shown at most of what is planned, and of what is over. */
const LISTED_MAX = 50;

/** Table `maintenances`, and beside it `maintenance_audit`: planned work, and who changed it. */
export class MaintenanceStore {
  constructor(private readonly manager: EntityManager) {}

  async plan(planned: NewMaintenance): Promise<MaintenanceRow> {
    const row = { ...planned, startedAt: null, completedAt: null, cancelledAt: null, changedAt: planned.plannedAt, version: 1 };
    const { identifiers } = await this.manager.getRepository(MaintenanceEntity).insert(row);
    const made = { ...row, id: Number(identifiers[0]?.id) };
    await this.audit(made.id, { at: planned.plannedAt, actor: planned.plannedBy, what: 'planned' });
    return made;
  }

  async find(id: number): Promise<MaintenanceRow | undefined> {
    return (await this.manager.getRepository(MaintenanceEntity).findOneBy({ id })) ?? undefined;
  }

  /** The same, which nobody else changes before the transaction ends. */
  async lock(id: number): Promise<MaintenanceRow | undefined> {
    return (
      (await this.manager.getRepository(MaintenanceEntity).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } })) ?? undefined
    );
  }

  /** The same lock; `busy` when somebody has it. */
  async lockFree(id: number): Promise<MaintenanceRow | 'busy' | undefined> {
    const row = await this.manager
      .getRepository(MaintenanceEntity)
      .findOne({ where: { id }, lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' } });
    if (row) return row;
    return (await this.manager.getRepository(MaintenanceEntity).existsBy({ id })) ? 'busy' : undefined;
  }

  /** Writes what changed, and who did it. */
  async change(row: MaintenanceRow, changes: Changes, audited: Audited): Promise<MaintenanceRow> {
    const changed = { ...changes, changedAt: audited.at, version: row.version + 1 };
    await this.manager.getRepository(MaintenanceEntity).update({ id: row.id }, changed);
    await this.audit(row.id, audited);
    return { ...row, ...changed };
  }

  /** Under way at this moment, by its times: what it causes calls nobody. */
  async muting(service: string, now: Date): Promise<MaintenanceRow[]> {
    return await this.manager
      .getRepository(MaintenanceEntity)
      .createQueryBuilder('m')
      .where('m.service = :service and m.completed_at is null and m.cancelled_at is null', { service })
      .andWhere('m.starts_at <= :now and m.ends_at > :now', { now })
      .orderBy('m.ends_at', 'DESC')
      .getMany();
  }

  /** What is planned or under way, the next first, and what ended after `since`, for some services. */
  async shown(services: readonly string[], { now, since }: { now: Date; since: Date }): Promise<MaintenanceRow[]> {
    const all = () =>
      this.manager
        .getRepository(MaintenanceEntity)
        .createQueryBuilder('m')
        .where('m.service = any(:services)', { services: [...services] });
    const open = 'm.completed_at is null and m.cancelled_at is null and m.ends_at > :now';
    const [coming, over] = [
      await all().andWhere(open, { now }).orderBy('m.starts_at').addOrderBy('m.id').take(LISTED_MAX).getMany(),
      await all()
        .andWhere(`not (${open}) and coalesce(m.completed_at, m.cancelled_at, m.ends_at) > :since`, { now, since })
        .orderBy('m.starts_at', 'DESC')
        .addOrderBy('m.id')
        .take(LISTED_MAX)
        .getMany(),
    ];
    return [...coming, ...over];
  }

  /** When a service was worked on since then; what was cancelled never was. */
  async spans(service: string, since: Date): Promise<Pick<PlannedWork, 'components' | 'startsAt' | 'endsAt' | 'completedAt'>[]> {
    return await this.manager.query(
      `select components, starts_at as "startsAt", ends_at as "endsAt", completed_at as "completedAt" from maintenances
        where service = $1 and cancelled_at is null and ends_at > $2 order by starts_at`,
      [service, since],
    );
  }

  /** What was done to it, in order. */
  async changesOf(id: number): Promise<Audited[]> {
    return await this.manager.query('select at, actor, what, detail from maintenance_audit where maintenance_id = $1 order by id', [id]);
  }

  private async audit(id: number, { at, actor, what, detail = {} }: Audited): Promise<void> {
    await this.manager.query('insert into maintenance_audit (maintenance_id, at, actor, what, detail) values ($1, $2, $3, $4, $5)', [
      id,
      at,
      actor,
      what,
      detail,
    ]);
  }
}
