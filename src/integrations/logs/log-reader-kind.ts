import type { LogSpec } from '../../domain/playbook/analysis-schema.ts';
import { type Account, variablesOf } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { ReadLines } from './log-lines.ts';

type Wanted<Field extends keyof LogSpec> = NonNullable<LogSpec[Field]>;

interface Declared<Field extends keyof LogSpec, Settings> {
  /** The field of the playbook's `analysis.logs` that chooses it. */
  name: Field;
  /** As people write it. */
  title: string;
  /** What sets it up. */
  account: Account<Settings>;
  /** `wanted` is what that field says, `zone` that of times without one. Reads nothing yet. */
  create(settings: Settings, wanted: Wanted<Field>, zone: string): ReadLines;
}

/** One place to read logs from. */
export interface LogReaderKind {
  readonly name: keyof LogSpec;
  readonly title: string;
  readonly account: Account;
  /** The variables that set it up, for whoever has to. */
  readonly variables: string;
  /** Undefined when it is not set up. */
  create(accounts: Accounts, spec: LogSpec, zone: string): ReadLines | undefined;
}

/** The kind that a file declares. */
export function logReaderKind<Field extends keyof LogSpec, Settings>({ create, ...declared }: Declared<Field, Settings>): LogReaderKind {
  const { name, account } = declared;
  return {
    ...declared,
    variables: variablesOf(account),
    create: (accounts, spec, zone) => {
      const settings = accounts.of(account);
      return settings === undefined ? undefined : create(settings, spec[name] as Wanted<Field>, zone);
    },
  };
}
