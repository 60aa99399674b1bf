import type { Inspector } from '../../domain/ports/inspectors.ts';
import type { Log } from '../../domain/ports/log.ts';
import { type Account, variablesOf } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';

interface Declared<Settings> {
  /** As playbooks write it under `analysis.inspect`. */
  name: string;
  /** As people write it. */
  title: string;
  /** What sets it up. */
  account: Account<Settings>;
  /** Connects when it is first asked. */
  create(settings: Settings, options: { log: Log }): Omit<Inspector, 'name'>;
}

/** One kind of inspector. */
export interface InspectorKind extends Pick<Declared<never>, 'name' | 'title'> {
  readonly account: Account;
  /** The variables that set it up, for whoever has to. */
  readonly variable: string;
  /** An inspector as it is set up, or undefined when it is not. */
  create(accounts: Accounts, options: { log: Log }): Inspector | undefined;
}

/** The kind that a file declares. */
export function inspectorKind<Settings>({ create, ...declared }: Declared<Settings>): InspectorKind {
  return {
    ...declared,
    variable: variablesOf(declared.account),
    create: (accounts, options) => {
      const settings = accounts.of(declared.account);
      return settings === undefined ? undefined : { name: declared.name, ...create(settings, options) };
    },
  };
}
