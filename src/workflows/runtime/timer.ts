import type { z } from 'zod';
import { PermanentError } from '../../domain/errors.ts';
import { type IncidentRow, type NewTimerRow, problemsIn, type Stores, type TimerRow } from '../../storage/index.ts';
import type { Runtime } from './runtime.ts';

/** Something that happens at a time and needs no table of its own. Rows are made by `row` alone, so that a wrong kind or wrong data does not compile. */
export interface Timer<Kind extends string = string, Data = never> {
  readonly kind: Kind;
  /** Due at `dueAt`. `key` says what it is about: one timer of a kind for each. */
  row(wanted: { key: string; incidentId?: number; data: Data; dueAt: Date }): NewTimerRow;
  /** Names one that is there. */
  of(key: string): Pick<TimerRow, 'kind' | 'key'>;
  /** A stored row with its data read. Throws PermanentError `unreadable_data` for one that nobody of this release can have written. */
  read(row: TimerRow): Omit<TimerRow, 'data'> & { data: Data };
}

/** A timer whose time has come. */
export interface DueTimer<Data> {
  key: string;
  /** Locked; absent in one that belongs to none. */
  incident: IncidentRow | undefined;
  data: Data;
  dueAt: Date;
}

/**
 * What happens then, in one transaction with the timer: changes of rows, and effects through the outbox. Nothing outside the database is asked from inside it. Returns when it is due
 * again; undefined when it is over.
 */
export type Happens<Data> = (stores: Stores, due: DueTimer<Data>) => Promise<Date | undefined>;

/** A timer with what happens: a line of the registry. */
export interface TimerJob<Kind extends string = string> {
  readonly kind: Kind;
  /** Set at the first start, for what always goes on. */
  readonly always: ((now: Date) => NewTimerRow) | undefined;
  for(runtime: Runtime): (stores: Stores, row: TimerRow, incident: IncidentRow | undefined) => Promise<Date | undefined>;
}

/** `data` reads what is stored, rows of earlier releases included: a field that those lack has a default. */
export function timer<const Kind extends string, Data extends object>(kind: Kind, data: z.ZodType<Data>): Timer<Kind, Data> {
  return {
    kind,
    // The one place that may say so.
    row: ({ incidentId = null, ...wanted }: { key: string; incidentId?: number | null; data: Data; dueAt: Date }) =>
      ({ ...wanted, kind, incidentId }) as unknown as NewTimerRow,
    of: (key) => ({ kind, key }),
    read: (row) => {
      const { data: known, error } = data.safeParse(row.data);
      if (error) throw new PermanentError('unreadable_data', `The data of ${kind} cannot be read: ${problemsIn(error)}.`);
      return { ...row, data: known };
    },
  };
}

/** Says what happens at the time of a timer. `always`: the data of one that is there from the first start on, due at once. */
export function happens<Kind extends string, Data>(
  what: Timer<Kind, Data>,
  happensFor: (runtime: Runtime) => Happens<Data>,
  { always }: { always?: Data } = {},
): TimerJob<Kind> {
  return {
    kind: what.kind,
    always: always === undefined ? undefined : (dueAt) => what.row({ key: 'always', data: always, dueAt }),
    for: (runtime) => {
      const happen = happensFor(runtime);
      return async (stores, stored, incident) => {
        const { key, data, dueAt } = what.read(stored);
        return await happen(stores, { key, incident, data, dueAt });
      };
    },
  };
}
