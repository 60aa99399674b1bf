import { EntitySchema } from 'typeorm';

/** Rows of watching the service: what its signals said. */

/** What a signal said at one moment, in its unit. */
export interface SampleRow {
  signal: string;
  at: Date;
  value: number;
}

export const SampleEntity = new EntitySchema<SampleRow>({
  name: 'Sample',
  tableName: 'samples',
  columns: {
    signal: { type: 'text', primary: true },
    at: { type: 'timestamptz', primary: true },
    value: { type: 'double precision' },
  },
});

export const WATCH_ENTITIES = [SampleEntity];
