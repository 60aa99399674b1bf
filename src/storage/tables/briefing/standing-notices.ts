import { type EntityManager, EntitySchema } from 'typeorm';

/** A notice of an incident that is one message, edited when what it says changes. */
export interface StandingNoticeRow {
  incidentId: number;
  what: string;
  /** Counts the changes, so that whoever posts it knows whether it was overtaken. */
  version: number;
  /** The outbox row that posts it. */
  poster: string | null;
  /** Where it stands; null until it is posted. */
  channelId: string | null;
  ts: string | null;
}

export const StandingNoticeEntity = new EntitySchema<StandingNoticeRow>({
  name: 'StandingNotice',
  tableName: 'standing_notices',
  columns: {
    incidentId: { name: 'incident_id', type: 'integer', primary: true },
    what: { type: 'text', primary: true },
    version: { type: 'integer', default: 1 },
    poster: { type: 'bigint', nullable: true },
    channelId: { name: 'channel_id', type: 'text', nullable: true },
    ts: { type: 'text', nullable: true },
  },
});

const COLUMNS = `n.incident_id as "incidentId", n.what, n.version, n.poster, n.channel_id as "channelId", n.ts`;

/** Table `standing_notices`: what an incident says in one message that is edited when it changes. */
export class StandingNoticeStore {
  constructor(private readonly manager: EntityManager) {}

  /** What the notice of each of these incidents says has changed, and it is wanted. In one order, so that two who do this at once do not wait for each other. */
  async wanted(incidentIds: readonly number[], what: string): Promise<StandingNoticeRow[]> {
    return await this.manager.query(
      `insert into standing_notices as n (incident_id, what) select id, $2 from unnest($1::int[]) as ids (id) order by id
       on conflict (incident_id, what) do update set version = n.version + 1
       returning ${COLUMNS}`,
      [incidentIds, what],
    );
  }

  /** The same for one that is there already; undefined when it is not. */
  async changed(incidentId: number, what: string): Promise<StandingNoticeRow | undefined> {
    const [row]: StandingNoticeRow[] = await this.manager
      .query(`update standing_notices n set version = n.version + 1 where incident_id = $1 and what = $2 returning ${COLUMNS}`, [
        incidentId,
        what,
      ])
      .then(([returned]) => returned);
    return row;
  }

  async find(incidentId: number, what: string): Promise<StandingNoticeRow | undefined> {
    return (await this.manager.getRepository(StandingNoticeEntity).findOneBy({ incidentId, what })) ?? undefined;
  }

  /** Whatever stands in this channel is posted anew, where the incident lives, when it changes next. */
  async leave(incidentId: number, channelId: string): Promise<void> {
    await this.manager.getRepository(StandingNoticeEntity).update({ incidentId, channelId }, { channelId: null, ts: null, poster: null });
  }

  /** Lets this outbox row post the notice, unless another one that is still under way does; false then, and for a notice that stands already. */
  async claimPosting(incidentId: number, what: string, outboxId: string): Promise<boolean> {
    const [, affected]: [unknown, number] = await this.manager.query(
      `update standing_notices n set poster = $3
        where incident_id = $1 and what = $2 and ts is null
          and (poster is null or poster = $3 or not exists (select 1 from outbox o where o.id = n.poster and o.status = 'pending'))`,
      [incidentId, what, outboxId],
    );
    return affected === 1;
  }

  /** Where it stands from now on; undefined when it is not wanted any more. */
  async posted(incidentId: number, what: string, ref: { channel: string; ts: string }): Promise<StandingNoticeRow | undefined> {
    const [row]: StandingNoticeRow[] = await this.manager
      .query(
        `update standing_notices n set channel_id = $3, ts = $4, poster = null where incident_id = $1 and what = $2 returning ${COLUMNS}`,
        [incidentId, what, ref.channel, ref.ts],
      )
      .then(([returned]) => returned);
    return row;
  }

  /** Its message is gone from where it stood: the next change posts it anew. */
  async lost(incidentId: number, what: string, ts: string): Promise<void> {
    await this.manager.getRepository(StandingNoticeEntity).update({ incidentId, what, ts }, { channelId: null, ts: null, poster: null });
  }

  /** What the incident says from now on stands in new messages. */
  async retire(incidentId: number): Promise<void> {
    await this.manager.query(
      'update standing_notices set channel_id = null, ts = null, poster = null, version = version + 1 where incident_id = $1',
      [incidentId],
    );
  }
}
