import type { StatusPage } from '../../domain/ports/status-pages.ts';
import type { Clock } from '../../domain/time/clock.ts';
import { type Account, variablesOf } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Probe } from '../accounts/probe.ts';

/** What an external page may be made of besides its settings. */
export interface StatusPageSetup {
  clock: Clock;
  /** Per outside call, in milliseconds. */
  timeoutMs: number;
}

interface Declared<Settings> {
  /** As playbooks write it in `statusPage.external`. */
  name: string;
  /** As people write it. */
  title: string;
  /** What sets it up. */
  account: Account<Settings>;
  /** Calls nobody. */
  create(settings: Settings, setup: StatusPageSetup): Omit<StatusPage, 'name' | 'title'>;
  /** Looks, without telling anybody anything, whether it would take an incident. Rejects as the page does. For `doctor`. */
  probe(settings: Settings, setup: StatusPageSetup): Promise<Probe>;
}

/** One vendor of status pages, as it stands in the list. Whatever it shows is public: a private incident is told on none of them. */
export interface StatusPageKind extends Pick<Declared<never>, 'name' | 'title'> {
  readonly account: Account;
  /** The variables that set it up, for whoever has to. */
  readonly variables: string;
  /** Undefined when it is not set up. */
  create(accounts: Accounts, setup: StatusPageSetup): StatusPage | undefined;
  /** Undefined when it is not set up. */
  probe(accounts: Accounts, setup: StatusPageSetup): Promise<Probe | undefined>;
}

/** The kind that a file declares. */
export function statusPageKind<Settings>({ create, probe, ...declared }: Declared<Settings>): StatusPageKind {
  const { name, title, account } = declared;
  return {
    ...declared,
    variables: variablesOf(account),
    create(accounts, setup) {
      const settings = accounts.of(account);
      return settings && { ...create(settings, setup), name, title };
    },
    async probe(accounts, setup) {
      const settings = accounts.of(account);
      return settings && (await probe(settings, setup));
    },
  };
}
