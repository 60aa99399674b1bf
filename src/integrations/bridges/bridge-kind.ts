import type { Bridge } from '../../domain/ports/bridge.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Clock } from '../../domain/time/clock.ts';
import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';

export interface BridgeOptions {
  /** Whose meetings are used, in turn; `team.bridge.hosts` of the playbook. */
  hosts: readonly string[];
  clock: Clock;
  log: Log;
  /** Per call, in milliseconds; the vendor's own usual without it. */
  timeoutMs?: number;
}

export interface HostCheck {
  host: string;
  ok: boolean;
  /** What to do about it, when something is wrong or will surprise. */
  advice?: string;
}

/** A bridge as one vendor has it. */
export interface VendorBridge extends Bridge {
  /** Gets what the first meeting would otherwise wait for, such as a token. Rejects as the other calls do. */
  warm(): Promise<void>;
  /** What `doctor` wants to know of each host: whether it may host, and what will surprise. */
  checkHosts(): Promise<HostCheck[]>;
  close(): void;
}

interface Declared<Settings> {
  /** As people write it. */
  title: string;
  /** What sets it up. */
  account: Account<Settings>;
  /** How `npm run init` asks for the hosts. */
  askedHosts: { key: string; text: string };
  /** Calls nobody. */
  create(settings: Settings, options: BridgeOptions): VendorBridge;
}

/** One way to meet. */
export interface BridgeKind extends Pick<Declared<never>, 'title' | 'askedHosts'> {
  readonly account: Account;
  /** Undefined when it is not set up. */
  create(accounts: Accounts, options: BridgeOptions): VendorBridge | undefined;
}

/** The kind that a file declares. */
export function bridgeKind<Settings>({ create, ...declared }: Declared<Settings>): BridgeKind {
  return {
    ...declared,
    create: (accounts, options) => {
      const settings = accounts.of(declared.account);
      return settings === undefined ? undefined : create(settings, options);
    },
  };
}
