import type { Playbook } from '../../domain/playbook/schema.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Mailer } from '../../domain/ports/mailer.ts';
import type { PagerChannel } from '../../domain/ports/pagers.ts';
import type { Clock } from '../../domain/time/clock.ts';
import { type Account, variablesOf } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Probe } from '../accounts/probe.ts';

/** What a pager may be made of besides its settings. */
export interface PagerSetup {
  clock: Clock;
  log: Log;
  mailer: Mailer;
  team: Pick<Playbook['team'], 'paging'>;
  service: Pick<Playbook['service'], 'key'>;
  /** Per outside call, in milliseconds: short, because the next way is waiting. */
  timeoutMs: number;
}

interface Declared<Settings> {
  /** As playbooks write it in `team.paging.order`. */
  name: string;
  /** Whether it wakes a sleeper: it rings, whatever Do Not Disturb says. */
  wakes: boolean;
  /** Whether others than the person paged can read it on the other side: a private incident is told nothing there. */
  shared: boolean;
  /** What sets it up. */
  account: Account<Settings>;
  /** Undefined when the playbook lacks what it needs. Throws nothing and calls nobody. */
  create(settings: Settings, setup: PagerSetup): Omit<PagerChannel, 'name' | 'wakes' | 'shared'> | undefined;
  /** Looks, without paging anybody, whether it would page; undefined when there is nothing to say. Rejects as `send` does. For `doctor`. */
  probe?(settings: Settings, setup: PagerSetup): Promise<Probe | undefined>;
  /** What to do when the account is not set up but the playbook counts on it; undefined when it does not. */
  unset?(setup: PagerSetup): string | undefined;
}

/** One way to page people, as it stands in the list of pagers. */
export interface PagerKind extends Pick<Declared<never>, 'name' | 'wakes' | 'shared'> {
  readonly account: Account;
  /** The variables that set it up, for whoever has to; empty when it needs none. */
  readonly variables: string;
  /** Undefined when it is not set up; what the playbook counts on all the same is said in the log. */
  create(accounts: Accounts, setup: PagerSetup): PagerChannel | undefined;
  probe(accounts: Accounts, setup: PagerSetup): Promise<Probe | undefined>;
}

/** The kind that a file declares. */
export function pagerKind<Settings>({ create, probe, unset, ...declared }: Declared<Settings>): PagerKind {
  const { name, wakes, shared, account } = declared;
  return {
    ...declared,
    variables: variablesOf(account),
    create(accounts, setup) {
      const settings = accounts.of(account);
      if (settings === undefined) {
        const advice = unset?.(setup);
        if (advice !== undefined) setup.log.warn({ pager: name }, advice);
        return undefined;
      }
      const channel = create(settings, setup);
      return channel && { ...channel, name, wakes, shared };
    },
    async probe(accounts, setup) {
      const settings = accounts.of(account);
      if (settings !== undefined) return await probe?.(settings, setup);
      const advice = unset?.(setup);
      return advice === undefined ? undefined : { ready: false, text: advice };
    },
  };
}
