import { type EntityManager, EntitySchema } from 'typeorm';
import type { Said } from '../../../domain/language/said.ts';
import { json, text, time, whole } from '../../columns.ts';

/** A channel that cannot be written to. It has a row as long as it is so. */
export interface GonePlaceRow {
  channelId: string;
  /** Slack's word. */
  code: string;
  said: Said;
  goneAt: Date;
  /** How often it was looked at since. */
  probes: number;
  /** When it is looked at again. */
  probeAt: Date;
}

export const GonePlaceEntity = new EntitySchema<GonePlaceRow>({
  name: 'GonePlace',
  tableName: 'gone_places',
  columns: {
    channelId: text('channel_id', { primary: true }),
    code: text('code'),
    said: json('said'),
    goneAt: time('gone_at'),
    probes: whole('probes', { default: 0 }),
    probeAt: time('probe_at'),
  },
});

/** Table `gone_places`: channels that cannot be written to at the moment. */
export class GonePlaceStore {
  constructor(private readonly manager: EntityManager) {}

  /** True when nobody had noticed before. */
  async add({ channelId, code, said, goneAt, probes, probeAt }: GonePlaceRow): Promise<boolean> {
    const rows: unknown[] = await this.manager.query(
      `insert into gone_places (channel_id, code, said, gone_at, probes, probe_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (channel_id) do nothing returning channel_id`,
      [channelId, code, JSON.stringify(said), goneAt, probes, probeAt],
    );
    return rows.length > 0;
  }

  /** All of them; there are few. */
  async all(): Promise<GonePlaceRow[]> {
    return await this.manager.getRepository(GonePlaceEntity).find();
  }

  async find(channelId: string): Promise<GonePlaceRow | undefined> {
    return (await this.manager.getRepository(GonePlaceEntity).findOneBy({ channelId })) ?? undefined;
  }

  /** Takes the next look at a place, due at `now`, for whoever asks: false when somebody else has it. */
  async beginProbe(channelId: string, now: Date, nextAt: Date): Promise<boolean> {
    const [, affected]: [unknown, number] = await this.manager.query(
      'update gone_places set probes = probes + 1, probe_at = $3 where channel_id = $1 and probe_at <= $2',
      [channelId, now, nextAt],
    );
    return affected === 1;
  }

  /** Every place is looked at again at `now`, as if for the first time. */
  async probeAll(now: Date): Promise<void> {
    await this.manager.query('update gone_places set probe_at = $1, probes = 0', [now]);
  }

  /** The same for one; false when it is not gone. */
  async probe(channelId: string, now: Date): Promise<boolean> {
    const { affected } = await this.manager.getRepository(GonePlaceEntity).update({ channelId }, { probeAt: now, probes: 0 });
    return (affected ?? 0) > 0;
  }

  /** The place is back. False when somebody else has said so. */
  async remove(channelId: string): Promise<boolean> {
    const { affected } = await this.manager.getRepository(GonePlaceEntity).delete({ channelId });
    return (affected ?? 0) > 0;
  }

  async nextAt(): Promise<Date | undefined> {
    const [row] = await this.manager.query('select min(probe_at) as at from gone_places');
    return row?.at ?? undefined;
  }
}
