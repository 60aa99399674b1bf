import type { Clock } from '../../domain/clock.ts';
import { PermanentError } from '../../domain/errors.ts';
import type { Log, Mailer, PagerChannel } from '../../domain/ports.ts';
import { emailPager } from './email.ts';
import type { PagerAccounts, PagerKind, PagerSetup } from './pager-kind.ts';
import { pagerdutyPager } from './pagerduty.ts';
import { smsPager } from './sms.ts';
import { voicePager } from './voice.ts';
import { webhookPager } from './webhook.ts';

export type { PagerAccounts, PagerKind, PagerSetup } from './pager-kind.ts';

/** Every way to page people besides Slack, one line each; `test/contracts/pager-channels.test.ts` holds them to what PagerChannel promises. */
export const PAGER_CHANNELS: readonly PagerKind[] = [emailPager, smsPager, voicePager, webhookPager, pagerdutyPager];

/** Slack pages too, but through Chat. */
const ELSEWHERE = ['slack'];
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

/**
 * The pagers that are set up, in the order of `team.paging.order`; what it leaves out is not used. Throws PermanentError `unknown_pager` for a
 * name that no pager bears.
 */
export function createPagers(accounts: PagerAccounts, options: PagerOptions): PagerChannel[] {
  const setup: PagerSetup = { timeoutMs: TIMEOUT_MS, ...options, accounts };
  return pagersInOrder(options.team.paging.order).flatMap((kind) => kind.create(setup) ?? []);
}

/** The pagers that a playbook names, besides Slack. Throws as createPagers does. */
export function pagersInOrder(order: readonly string[]): PagerKind[] {
  return order.flatMap((name) => {
    if (ELSEWHERE.includes(name)) return [];
    const kind = PAGER_CHANNELS.find((one) => one.name === name);
    if (kind) return [kind];
    const known = [...ELSEWHERE, ...PAGER_CHANNELS.map((one) => one.name)].join(', ');
    throw new PermanentError(
      'unknown_pager',
      `team.paging.order in the playbook names "${name}", which is no way to page: choose from ${known}.`,
    );
  });
}
