import { type EntityManager, EntitySchema, IsNull } from 'typeorm';

export interface FreezeRow {
  id: number;
  /** Key of the service whose mitigations are frozen; null for those of all. */
  service: string | null;
  by: string;
  at: Date;
  reason: string | null;
  liftedBy: string | null;
  liftedAt: Date | null;
}

export const FreezeEntity = new EntitySchema<FreezeRow>({
  name: 'Freeze',
  tableName: 'freezes',
  columns: {
    id: { type: 'integer', primary: true, generated: true },
    service: { type: 'text', nullable: true },
    by: { name: 'by_person', type: 'text' },
    at: { type: 'timestamptz' },
    reason: { type: 'text', nullable: true },
    liftedBy: { name: 'lifted_by', type: 'text', nullable: true },
    liftedAt: { name: 'lifted_at', type: 'timestamptz', nullable: true },
  },
});

/** Table `freezes`: the kill switch of mitigations, of one service or of all; of each at most one is in force. */
export class FreezeStore {
  constructor(private readonly manager: EntityManager) {}

  /** What keeps a service's mitigations from running: its own freeze, or that of all, which goes before it. */
  async current(service: string): Promise<FreezeRow | undefined> {
    const [found] = await this.manager.getRepository(FreezeEntity).find({
      where: [
        { service: IsNull(), liftedAt: IsNull() },
        { service, liftedAt: IsNull() },
      ],
      order: { service: { direction: 'ASC', nulls: 'FIRST' } },
      take: 1,
    });
    return found;
  }

  /** All that are in force, that of all services first. */
  async inForce(): Promise<FreezeRow[]> {
    return await this.manager
      .getRepository(FreezeEntity)
      .find({ where: { liftedAt: IsNull() }, order: { service: { direction: 'ASC', nulls: 'FIRST' } } });
  }

  /** Of one service, or of all for null. Its number; undefined when just that is frozen already. */
  async freeze(service: string | null, by: string, at: Date, reason: string | null): Promise<number | undefined> {
    const [row] = await this.manager.query(
      'insert into freezes (service, by_person, at, reason) values ($1, $2, $3, $4) on conflict do nothing returning id',
      [service, by, at, reason],
    );
    return row?.id;
  }

  /** Of one service, or of all for null. The freeze that ends; undefined when just that was not frozen. */
  async lift(service: string | null, by: string, at: Date): Promise<FreezeRow | undefined> {
    const where = { service: service ?? IsNull(), liftedAt: IsNull() };
    const current = (await this.manager.getRepository(FreezeEntity).findOneBy(where)) ?? undefined;
    if (current)
      await this.manager.getRepository(FreezeEntity).update({ id: current.id, liftedAt: IsNull() }, { liftedBy: by, liftedAt: at });
    return current;
  }
}
