import type { z } from 'zod';
import { PermanentError } from '../domain/errors.ts';
import type { Lane } from '../domain/ports/chat.ts';
import type { NewOutboxRow, OutboxRow } from './tables/runtime/outbox.ts';

/** Something that leaves after its transaction, as its rows have it. Rows are made by `row` alone, so that a wrong kind or payload does not compile. */
export interface Effect<Kind extends string = string, Payload = never> {
  readonly kind: Kind;
  /** The row that has it happen. `key` is derived from the cause: the same cause has the same effect once. */
  row(wanted: { key: string; incidentId: number | null; lane: Lane; payload: Payload }): NewOutboxRow;
  /** A stored row with its payload read. Throws PermanentError `unreadable_payload` for one that nobody of this release can have written. */
  read(row: OutboxRow): EffectRow<Payload>;
  readonly shape: EffectShape<Payload>;
}

/** A row of an effect whose payload was read. */
export type EffectRow<Payload> = Omit<OutboxRow, 'payload'> & { payload: Payload };

/** What an effect says of its payloads. The engine of the outbox knows nothing else of them. */
export interface EffectShape<Payload> {
  /** Reads what is stored, rows of earlier releases included: a field that those lack has a default. Dates are stored as ISO 8601. */
  payload: z.ZodType<Payload>;
  /** Rows of the same place leave one after the other, in the order of their ids. Without it, those of the same kind and incident do. */
  place?: (payload: Payload) => string | undefined;
  /** Whether it is posted where the incident lives by the time it leaves: it waits while there is no such place, and leaves when there is one. */
  atHome?: boolean | ((payload: Payload) => boolean);
  /** What is sent in its place when the one person it is for cannot be written to. */
  instead?: (row: EffectRow<Payload>) => Payload | undefined;
}

/** How an effect is carried out stands in workflows (`delivered`). */
export function effect<const Kind extends string, Payload extends object>(kind: Kind, shape: EffectShape<Payload>): Effect<Kind, Payload> {
  return {
    kind,
    shape,
    // The one place that may say so.
    row: ({ key, incidentId, lane, payload }) => ({ key, incidentId, kind, lane, ...columnsOf(shape, payload) }) as unknown as NewOutboxRow,
    read: (row) => {
      const { data, error } = shape.payload.safeParse(row.payload);
      if (error) throw new PermanentError('unreadable_payload', `The payload of ${kind} cannot be read: ${problemsIn(error)}.`);
      return { ...row, payload: data };
    },
  };
}

/** What is stored of a payload. */
export function columnsOf<Payload>(shape: EffectShape<Payload>, payload: Payload): Pick<NewOutboxRow, 'payload' | 'atHome'> {
  return { payload: payload as Record<string, unknown>, atHome: isAtHome(shape, payload) };
}

export function isAtHome<Payload>({ atHome = false }: EffectShape<Payload>, payload: Payload): boolean {
  return typeof atHome === 'function' ? atHome(payload) : atHome;
}

/** Names fields and kinds of values, never a value: it may be what somebody wrote. */
export function problemsIn({ issues }: z.ZodError): string {
  return issues.map(({ path, code }) => `${path.join('.') || 'the whole'} (${code})`).join(', ');
}
