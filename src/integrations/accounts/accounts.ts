import type { Account } from './account.ts';

/** Every account as the environment sets it up. */
export class Accounts {
  readonly #settings: ReadonlyMap<Account, unknown>;

  constructor(settings: ReadonlyMap<Account, unknown>) {
    this.#settings = settings;
  }

  /** Undefined when it is not set up; the same object whoever asks. What needs nothing of the environment always is. */
  of<Settings>(account: Account<Settings>): Settings | undefined {
    if (Object.keys(account.variables).length === 0) return account.settingsOf({});
    return this.#settings.get(account) as Settings | undefined;
  }

  /** What is set up, for whoever looks for secrets in it. */
  all(): unknown[] {
    return [...this.#settings.values()];
  }
}
