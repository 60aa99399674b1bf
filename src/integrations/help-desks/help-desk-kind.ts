import type { HelpDesk } from '../../domain/ports/help-desks.ts';
import type { Clock } from '../../domain/time/clock.ts';
import { type Account, variablesOf } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Probe } from '../accounts/probe.ts';

/** What a help desk may be made of besides its settings. */
export interface HelpDeskSetup {
  clock: Clock;
  /** Per outside call, in milliseconds. */
  timeoutMs: number;
}

interface Declared<Settings> {
  /** As playbooks write it in `updates.helpDesks`. */
  name: string;
  /** As people write it. */
  title: string;
  /** What sets it up. */
  account: Account<Settings>;
  /** Calls nobody. */
  create(settings: Settings, setup: HelpDeskSetup): Omit<HelpDesk, 'name' | 'title'>;
  /** Looks, without changing anything, whether it would take a macro. Rejects as the desk does. For `doctor`. */
  probe(settings: Settings, setup: HelpDeskSetup): Promise<Probe>;
}

/** One vendor of help desks, as it stands in the list. */
export interface HelpDeskKind extends Pick<Declared<never>, 'name' | 'title'> {
  readonly account: Account;
  /** The variables that set it up, for whoever has to. */
  readonly variables: string;
  /** Undefined when it is not set up. */
  create(accounts: Accounts, setup: HelpDeskSetup): HelpDesk | undefined;
  /** Undefined when it is not set up. */
  probe(accounts: Accounts, setup: HelpDeskSetup): Promise<Probe | undefined>;
}

/** The kind that a file declares. */
export function helpDeskKind<Settings>({ create, probe, ...declared }: Declared<Settings>): HelpDeskKind {
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
