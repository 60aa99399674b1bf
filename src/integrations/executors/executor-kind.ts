import type { Bilingual } from '../../domain/language/bilingual.ts';
import type { Dial, TargetKind, TargetSpec } from '../../domain/mitigation/targets.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Clock } from '../../domain/time/clock.ts';
import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';

export interface ExecutorDeps {
  clock: Clock;
  log: Log;
  /** Hides the secrets of this process in what a target says. */
  mask: (text: string) => string;
}

export interface Executor<Kind extends TargetKind> {
  dial(target: NonNullable<TargetSpec[Kind]>): Dial;
  close?(): Promise<void>;
}

interface Declared<Kind extends TargetKind, Settings> {
  name: Kind;
  /** What sets it up: an account that may change things, unlike those that only look. */
  account: Account<Settings>;
  /** What to do about it, for the error of one that is not set up: `set MITIGATE_DATABASE_URL`. */
  missing: Bilingual;
  /** Undefined when there is nothing to act on. Connects when it is first asked. */
  create(settings: Settings, deps: ExecutorDeps): Executor<Kind> | undefined;
}

/** One way to act on the watched system: one file, one line in `index.ts`. */
export interface ExecutorKind<Kind extends TargetKind = TargetKind> extends Pick<Declared<Kind, never>, 'name' | 'missing'> {
  readonly account: Account;
  /** Undefined when the environment does not set it up. */
  create(accounts: Accounts, deps: ExecutorDeps): Executor<Kind> | undefined;
}

/** The kind that a file declares. */
export function executorKind<Kind extends TargetKind, Settings>({ create, ...declared }: Declared<Kind, Settings>): ExecutorKind<Kind> {
  return {
    ...declared,
    create: (accounts, deps) => {
      const settings = accounts.of(declared.account);
      return settings === undefined ? undefined : create(settings, deps);
    },
  };
}
