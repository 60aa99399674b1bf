import { type EntityManager, EntitySchema } from 'typeorm';
import { maybeText, text, time, whole } from '../../columns.ts';

/** Where an incident lived that lives elsewhere now, because its place is gone. */
export interface LostHomeRow {
  incidentId: number;
  channelId: string;
  threadTs: string | null;
  briefingTs: string | null;
  code: string;
  lostAt: Date;
}

export const LostHomeEntity = new EntitySchema<LostHomeRow>({
  name: 'LostHome',
  tableName: 'lost_homes',
  columns: {
    incidentId: whole('incident_id', { primary: true }),
    channelId: text('channel_id'),
    threadTs: maybeText('thread_ts'),
    briefingTs: maybeText('briefing_ts'),
    code: text('code'),
    lostAt: time('lost_at'),
  },
});

/** Table `lost_homes`: where incidents go back to. Whoever writes here holds the incident's lock. */
export class LostHomeStore {
  constructor(private readonly manager: EntityManager) {}

  /** The first place that an incident has lost is the one that it goes back to; a stand-in that is lost too changes nothing here. */
  async add(row: LostHomeRow): Promise<void> {
    await this.manager.getRepository(LostHomeEntity).createQueryBuilder().insert().values(row).orIgnore().execute();
  }

  async find(incidentId: number): Promise<LostHomeRow | undefined> {
    return (await this.manager.getRepository(LostHomeEntity).findOneBy({ incidentId })) ?? undefined;
  }

  /** Those who lived in this channel, or in a thread of it. */
  async of(channelId: string): Promise<LostHomeRow[]> {
    return await this.manager.getRepository(LostHomeEntity).find({ where: { channelId }, order: { incidentId: 'ASC' } });
  }

  async remove(incidentId: number): Promise<void> {
    await this.manager.getRepository(LostHomeEntity).delete({ incidentId });
  }
}
