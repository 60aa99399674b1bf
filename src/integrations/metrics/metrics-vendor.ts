import type { Log } from '../../domain/ports/log.ts';
import type { MetricsSource } from '../../domain/ports/metrics.ts';
import { type Account, variablesOf } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Probe } from '../accounts/probe.ts';
import type { ReadingKind } from './reading-kind.ts';

interface Declared<Settings> {
  /** As playbooks write it in a signal's `source`. */
  name: string;
  /** As people write it. */
  title: string;
  /** What sets it up. */
  account: Account<Settings>;
  /** A question that it takes, in its own language; what tries every source alike asks it. */
  example: string;
  /** What it can be asked, when its queries are readings of a table and not a language of its own. */
  readings?: readonly ReadingKind<never>[];
  /** Connects when it is first asked. */
  create(settings: Settings, options: { log: Log }): MetricsSource;
  /** Looks whether it shows what Bongsu wants to see; for `doctor`, which asks every signal besides. Rejects as questions do. */
  probe?(settings: Settings, options: { log: Log; timeoutMs: number }): Promise<readonly Probe[]>;
}

/** One kind of metrics source. */
export interface MetricsVendor extends Pick<Declared<never>, 'name' | 'title' | 'example' | 'readings'> {
  readonly account: Account;
  /** The variables that set it up, for whoever has to. */
  readonly variable: string;
  /** A source as it is set up, or undefined when it is not. */
  create(accounts: Accounts, options: { log: Log }): MetricsSource | undefined;
  /** Undefined when it is not set up, or has nothing of its own to look at. */
  probe(accounts: Accounts, options: { log: Log; timeoutMs: number }): Promise<readonly Probe[] | undefined>;
}

/** The kind that a file declares. */
export function metricsVendor<Settings>({ create, probe, ...declared }: Declared<Settings>): MetricsVendor {
  const { account } = declared;
  return {
    ...declared,
    variable: variablesOf(account),
    create: (accounts, options) => {
      const settings = accounts.of(account);
      return settings === undefined ? undefined : create(settings, options);
    },
    probe: async (accounts, options) => {
      const settings = accounts.of(account);
      return settings === undefined ? undefined : await probe?.(settings, options);
    },
  };
}
