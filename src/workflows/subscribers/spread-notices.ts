import { hears } from '../../domain/subscribers/subscription.ts';
import type { Listener, NoticeRow, Stores } from '../../storage/index.ts';
import type { WholeRuntime } from '../runtime/runtime.ts';
import { slackRow } from './slack-notice.ts';

/** Subscriptions that are looked at in one transaction: short enough that nobody waits behind it. */
const SLICE = 1_000;

/** Finds who hears of what was told, a slice of subscriptions in each transaction: a process that dies in between goes on with the next slice. */
export function subscribersDrain({ storage, clock, waker, stopping, crashPoint }: WholeRuntime): () => Promise<void> {
  return async () => {
    while (!stopping.aborted) {
      const found = await storage.transaction(async (stores) => {
        const notice = await stores.notices.claimSpreading();
        return notice && (await spread(stores, notice, clock.now()));
      });
      if (!found) return;
      crashPoint('subscribers:spread');
      for (const topic of found) waker.wake(topic, clock.now());
    }
  };
}

type Woken = 'subscriber-mails' | 'subscriber-webhooks' | 'outbox';

async function spread(stores: Stores, notice: NoticeRow, now: Date): Promise<Woken[]> {
  const slice = await stores.subscriptions.listeners(notice.spreadTo, notice.at, SLICE);
  const hearing = slice.filter((one) => hears(one, notice));
  const ids = (kind: Listener['kind']) => hearing.filter((one) => one.kind === kind).map(({ id }) => id);
  const { id: noticeId, cause } = notice;
  const [mails, webhooks] = [ids('mail'), ids('webhook')];
  await stores.deliveries.addMany('mail', { subscriptionIds: mails, noticeId, cause }, now);
  await stores.deliveries.addMany('webhook', { subscriptionIds: webhooks, noticeId, cause }, now);
  const inSlack = hearing.flatMap((one) => (one.kind === 'channel' || one.kind === 'person' ? [slackRow(one, cause)] : []));
  await stores.outbox.addMany(inSlack, now);
  await stores.notices.spread(noticeId, slice.at(-1)?.id ?? notice.spreadTo, slice.length < SLICE ? now : null);
  return [
    ...(mails.length > 0 ? (['subscriber-mails'] as const) : []),
    ...(webhooks.length > 0 ? (['subscriber-webhooks'] as const) : []),
    ...(inSlack.length > 0 ? (['outbox'] as const) : []),
  ];
}
