import {
  columnsOf,
  type Effect,
  type EffectRow,
  effect,
  isAtHome,
  type NewOutboxRow,
  type OutboxRow,
  type Stores,
} from '../../storage/index.ts';
import type { Runtime } from './runtime.ts';

export { type EffectRow, effect };

export interface Skipped {
  /** Nobody needs the effect any more. */
  skipped: true;
  /** Because somebody deleted the message that it was about. */
  gone?: true;
}

/** How an effect is carried out: looked up (when an attempt had begun), run, recorded. */
export interface Delivery<Payload, Outcome = unknown> {
  look?: (row: EffectRow<Payload>, since: Date) => Promise<Outcome | undefined>;
  run: (row: EffectRow<Payload>) => Promise<Outcome | Skipped>;
  /**
   * What else the rows say of the outcome, found or done; not called when it was skipped. Written in the transaction that settles the row, and
   * so once: written by `run`, a crash after it would double it, and one before it would lose it.
   */
  record?: (stores: Stores, row: EffectRow<Payload>, outcome: Outcome) => Promise<void>;
}

/** The delivery of an effect. */
export type Delivers<E, Outcome = unknown> = E extends Effect<string, infer Payload> ? Delivery<Payload, Outcome> : never;

/** One row on its way out, with its payload read: what the engine of the outbox works with. */
export interface Leaving {
  place: string;
  atHome: boolean;
  /** Absent where running twice is the same as running once. */
  look: ((since: Date) => Promise<unknown>) | undefined;
  run: () => Promise<unknown>;
  record: (stores: Stores, outcome: unknown) => Promise<void>;
  /** The columns of what is sent in its place when its person cannot be written to. */
  instead: () => Pick<NewOutboxRow, 'payload' | 'atHome'> | undefined;
}

/** Opens rows of one kind. Throws like `Effect.read`. */
export type OutboxKind = (row: OutboxRow) => Leaving;

/** An effect with how it is carried out: a line of the registry. */
export interface DeliveredEffect<Kind extends string = string> {
  readonly kind: Kind;
  readonly effect: Pick<Effect<Kind, unknown>, 'read'>;
  for(runtime: Runtime): OutboxKind;
}

/** Says how an effect is carried out. */
export function delivered<Kind extends string, Payload, Outcome>(
  what: Effect<Kind, Payload>,
  deliveryFor: (runtime: Runtime) => Delivery<Payload, Outcome>,
): DeliveredEffect<Kind> {
  return {
    kind: what.kind,
    effect: what,
    for: (runtime) => {
      const { look, run, record } = deliveryFor(runtime);
      return (stored) => {
        const row = what.read(stored);
        const { place, instead } = what.shape;
        return {
          place: place?.(row.payload) ?? `incident ${row.incidentId} ${row.kind}`,
          atHome: isAtHome(what.shape, row.payload),
          look: look && ((since) => look(row, since)),
          run: async () => await run(row),
          // Only what `look` and `run` of the same delivery gave comes back here.
          record: async (stores, outcome) => await record?.(stores, row, outcome as Outcome),
          instead: () => {
            const payload = instead?.(row);
            return payload && columnsOf(what.shape, payload);
          },
        };
      };
    },
  };
}
