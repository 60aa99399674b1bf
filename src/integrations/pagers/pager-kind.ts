import type { Clock } from '../../domain/clock.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { Log, Mailer, PagerChannel } from '../../domain/ports.ts';

/** Something that is only shown to the vendor it belongs to. */
interface Hidden {
  reveal(): string;
}

export interface TwilioAccount {
  accountSid: string;
  authToken: Hidden;
  /** The number that messages and calls come from. */
  from: string;
  apiUrl: string;
}

/** What the environment says about pagers; a Config is one. Undefined: not set up. */
export interface PagerAccounts {
  readonly mail: object | undefined;
  readonly twilio: TwilioAccount | undefined;
  readonly pagerduty: { routingKey: Hidden; apiUrl: string } | undefined;
  readonly webhookSecret: Hidden | undefined;
}

/** What a pager may be made of. */
export interface PagerSetup {
  accounts: PagerAccounts;
  clock: Clock;
  log: Log;
  mailer: Mailer;
  team: Pick<Playbook['team'], 'paging'>;
  service: Pick<Playbook['service'], 'key'>;
  /** Per outside call, in milliseconds: short, because the next way is waiting. */
  timeoutMs: number;
}

export interface PagerProbe {
  ready: boolean;
  /** What was seen, and what to do when it is not ready. */
  text: string;
}

/** One way to page people, as it stands in the list of pagers. */
export interface PagerKind {
  /** As playbooks write it in `team.paging.order`. */
  readonly name: string;
  /** Whether it wakes a sleeper: it rings, whatever Do Not Disturb says. */
  readonly wakes: boolean;
  /** Undefined when it is not set up. Throws nothing and calls nobody. */
  create(setup: PagerSetup): PagerChannel | undefined;
  /** Looks, without paging anybody, whether it would page; undefined when there is nothing to say. Rejects as `send` does. For `doctor`. */
  probe?(setup: PagerSetup): Promise<PagerProbe | undefined>;
}
