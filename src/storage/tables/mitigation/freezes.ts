import { type EntityManager, EntitySchema, IsNull } from 'typeorm';

export interface FreezeRow {
  id: number;
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
    by: { name: 'by_person', type: 'text' },
    at: { type: 'timestamptz' },
    reason: { type: 'text', nullable: true },
    liftedBy: { name: 'lifted_by', type: 'text', nullable: true },
    liftedAt: { name: 'lifted_at', type: 'timestamptz', nullable: true },
  },
});

/** Table `freezes`: the kill switch of all mitigations; at most one is in force. */
export class FreezeStore {
  constructor(private readonly manager: EntityManager) {}

  async current(): Promise<FreezeRow | undefined> {
    return (await this.manager.getRepository(FreezeEntity).findOneBy({ liftedAt: IsNull() })) ?? undefined;
  }

  /** Its number; undefined when everything is frozen already. */
  async freeze(by: string, at: Date, reason: string | null): Promise<number | undefined> {
    const [row] = await this.manager.query(
      'insert into freezes (by_person, at, reason) values ($1, $2, $3) on conflict do nothing returning id',
      [by, at, reason],
    );
    return row?.id;
  }

  /** The freeze that ends; undefined when nothing was frozen. */
  async lift(by: string, at: Date): Promise<FreezeRow | undefined> {
    const current = await this.current();
    if (current)
      await this.manager.getRepository(FreezeEntity).update({ id: current.id, liftedAt: IsNull() }, { liftedBy: by, liftedAt: at });
    return current;
  }
}
