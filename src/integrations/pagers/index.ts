import type { Log } from '../../domain/ports/log.ts';
import type { Mailer } from '../../domain/ports/mailer.ts';
import type { PagerChannel } from '../../domain/ports/pagers.ts';
import type { Clock } from '../../domain/time/clock.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { emailPager } from './email.ts';
import type { PagerKind, PagerSetup } from './pager-kind.ts';
import { pagerdutyPager } from './pagerduty.ts';
import { smsPager } from './sms.ts';
import { voicePager } from './voice.ts';
import { webhookPager } from './webhook.ts';

export type { PagerKind, PagerSetup } from './pager-kind.ts';

/** Every way to page people besides Slack, one line each; `test/contracts/pagers/pager-channels.test.ts` holds them to what PagerChannel promises. */
export const PAGER_CHANNELS: readonly PagerKind[] = [emailPager, smsPager, voicePager, webhookPager, pagerdutyPager];
const TIMEOUT_MS = 5_000;

export interface PagerOptions {
  clock: Clock;
  log: Log;
  mailer: Mailer;
  team: PagerSetup['team'];
  service: PagerSetup['service'];
  /** Per outside call, in milliseconds. */
  timeoutMs?: number;
}

/** The pagers that are set up, in the order of `team.paging.order`; what it leaves out is not used. */
export function createPagers(accounts: Accounts, options: PagerOptions): PagerChannel[] {
  const setup: PagerSetup = { timeoutMs: TIMEOUT_MS, ...options };
  return pagersInOrder(options.team.paging.order).flatMap((kind) => {
    const channel = kind.create(accounts, setup);
    return channel ? [channel] : [];
  });
}

/** The pagers that a playbook uses besides Slack: those that it names, which were checked when it was read, or all. */
export function pagersInOrder(order: readonly string[] | undefined): readonly PagerKind[] {
  return order?.flatMap((name) => PAGER_CHANNELS.filter((kind) => kind.name === name)) ?? PAGER_CHANNELS;
}
