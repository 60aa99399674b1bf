import type { SocialNetwork } from '../../domain/ports/social-networks.ts';
import type { Webhooks } from '../../domain/ports/webhooks.ts';
import type { Clock } from '../../domain/time/clock.ts';
import { type Account, variablesOf } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Probe } from '../accounts/probe.ts';

/** What a network may be made of besides its settings. */
export interface SocialNetworkSetup {
  clock: Clock;
  /** Per outside call, in milliseconds. */
  timeoutMs: number;
  /** The one sender of signed events. */
  webhooks: Pick<Webhooks, 'check' | 'send'>;
}

interface Declared<Settings> {
  /** As playbooks write it in `updates.social.networks`. */
  name: string;
  /** As people write it. */
  title: string;
  /** What sets it up. */
  account: Account<Settings>;
  /** Calls nobody. */
  create(settings: Settings, setup: SocialNetworkSetup): Omit<SocialNetwork, 'name' | 'title'>;
  /** Looks, without telling anybody anything, whether it would take a post. Rejects as the network does. For `doctor`. */
  probe(settings: Settings, setup: SocialNetworkSetup): Promise<Probe>;
}

/** One network, as it stands in the list. Whatever is told there is public: nothing of a private incident is. */
export interface SocialNetworkKind extends Pick<Declared<never>, 'name' | 'title'> {
  readonly account: Account;
  /** The variables that set it up, for whoever has to. */
  readonly variables: string;
  /** Undefined when it is not set up. */
  create(accounts: Accounts, setup: SocialNetworkSetup): SocialNetwork | undefined;
  /** Undefined when it is not set up. */
  probe(accounts: Accounts, setup: SocialNetworkSetup): Promise<Probe | undefined>;
}

/** The kind that a file declares. */
export function socialNetworkKind<Settings>({ create, probe, ...declared }: Declared<Settings>): SocialNetworkKind {
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
