import type { Log, MetricsSource } from '../../domain/ports.ts';
import type { ReadingKind } from './reading-kind.ts';

/** Something that is only shown to the vendor it belongs to. */
interface Hidden {
  reveal(): string;
}

/** What the environment says about the sources; a Config is one. Undefined: not set up. */
export interface SourceSettings {
  readonly prometheusUrl: Hidden | undefined;
  readonly kafka: { brokers: readonly string[]; ssl: boolean; sasl: { username: string; password: Hidden } | undefined } | undefined;
  /** The watched service's own Postgres, with a role that only reads, and its Redis. */
  readonly watched: { databaseUrl: Hidden | undefined; redisUrl: Hidden | undefined };
}

/** One kind of metrics source. */
export interface MetricsVendor {
  /** As playbooks write it in a signal's `source`. */
  readonly name: string;
  /** The variable that sets it up, for whoever has to. */
  readonly variable: string;
  /** What it can be asked, when its queries are readings of a table and not a language of its own. */
  readonly readings?: readonly ReadingKind<never>[];
  /** A source as it is set up, or undefined when it is not. Connects when it is first asked. */
  create(settings: SourceSettings, options: { log: Log }): MetricsSource | undefined;
}
