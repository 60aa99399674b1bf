import type { Clock } from '../domain/time/clock.ts';
import { type Account, variablesOf } from './accounts/account.ts';
import type { Accounts } from './accounts/accounts.ts';
import type { Probe } from './accounts/probe.ts';

/** What every vendor of a kind may be made of besides its settings. */
export interface VendorSetup {
  clock: Clock;
  /** Per outside call, in milliseconds. */
  timeoutMs: number;
}

/** By what playbooks and people call it. */
interface Named {
  /** As playbooks write it. */
  name: string;
  /** As people write it. */
  title: string;
}

/** One vendor as its file declares it. */
export interface DeclaredVendor<Port extends Named, Setup extends VendorSetup, Settings> extends Named {
  /** What sets it up. */
  account: Account<Settings>;
  /** Calls nobody. */
  create(settings: Settings, setup: Setup): Omit<Port, keyof Named>;
  /** Looks, without changing anything or telling anybody, whether it would take what it is given. Rejects as the vendor does. For `doctor`. */
  probe(settings: Settings, setup: Setup): Promise<Probe>;
}

/** One vendor as it stands in the list of its kind. */
export interface VendorKind<Port extends Named, Setup extends VendorSetup> extends Named {
  readonly account: Account;
  /** The variables that set it up, for whoever has to. */
  readonly variables: string;
  /** Undefined when it is not set up. */
  create(accounts: Accounts, setup: Setup): Port | undefined;
  /** Undefined when it is not set up. */
  probe(accounts: Accounts, setup: Setup): Promise<Probe | undefined>;
}

/** How the files of a kind declare their vendors: `export const statusPageKind = kindOf<StatusPage, StatusPageSetup>()`. */
export function kindOf<Port extends Named, Setup extends VendorSetup>() {
  return <Settings>({ create, probe, ...declared }: DeclaredVendor<Port, Setup, Settings>): VendorKind<Port, Setup> => {
    const { name, title, account } = declared;
    return {
      ...declared,
      variables: variablesOf(account),
      create(accounts, setup) {
        const settings = accounts.of(account);
        return settings && ({ ...create(settings, setup), name, title } as Port);
      },
      async probe(accounts, setup) {
        const settings = accounts.of(account);
        return settings && (await probe(settings, setup));
      },
    };
  };
}
