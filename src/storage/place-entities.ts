import { EntitySchema } from 'typeorm';
import type { Said } from '../domain/language/said.ts';
import { json, maybeText, text, time, whole } from './columns.ts';

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

/** Where an incident lived that lives elsewhere now, because its place is gone. */
export interface LostHomeRow {
  incidentId: number;
  channelId: string;
  threadTs: string | null;
  briefingTs: string | null;
  code: string;
  lostAt: Date;
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

export const PLACE_ENTITIES = [GonePlaceEntity, LostHomeEntity];
