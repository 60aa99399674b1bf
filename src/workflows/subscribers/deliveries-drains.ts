import { createHash } from 'node:crypto';
import { PermanentError } from '../../domain/errors.ts';
import { NEWS_FOR_MS } from '../../domain/subscribers/notice.ts';
import { worded } from '../../languages/worded.ts';
import type { ClaimedDelivery } from '../../storage/index.ts';
import type { WholeRuntime } from '../runtime/runtime.ts';
import { deliverAll } from './deliver-all.ts';
import { mailFor } from './mail-text.ts';

/** As many as common providers let one sender have open. */
const CONNECTIONS = 10;
/** More than the connections, so that none waits while another mail is recorded. */
const MAIL_WORKERS = 14;
const WEBHOOK_WORKERS = 10;

type Drain = () => Promise<Date | undefined>;

/** Sends mail to subscribers, over connections that stay open while there is any. */
export function subscriberMailsDrain(whole: WholeRuntime): Drain {
  let pausedUntil: Date | undefined;
  return async () => {
    const { clock, mailer } = whole;
    // Everything that waits would fail the same way.
    if (pausedUntil !== undefined && clock.now() < pausedUntil) return pausedUntil;
    const batch = mailer.batch({ connections: CONNECTIONS });
    pausedUntil = await deliverAll(whole, {
      way: 'mail',
      workers: MAIL_WORKERS,
      shared: true,
      close: batch.close,
      send: async (delivery, token) => {
        if (isMoot(delivery, clock.now()) || (delivery.overtaken && delivery.notice?.kind === 'update')) return false;
        const mail = mailFor(whole, delivery, token);
        if (!mail) throw noPublicUrl();
        await batch.send(mail);
        return true;
      },
    });
    return pausedUntil;
  };
}

/** Posts signed events to webhooks. */
export function subscriberWebhooksDrain(whole: WholeRuntime): Drain {
  return async () =>
    await deliverAll(whole, {
      way: 'webhook',
      workers: WEBHOOK_WORKERS,
      shared: false,
      send: async (delivery) => {
        const { notice, secret, address: url } = delivery;
        if (isMoot(delivery, whole.clock.now()) || notice === null || secret === null) return false;
        await whole.webhooks.send({ id: eventId(notice.cause), url, secret, body: eventOf(notice) });
        return true;
      },
    });
}

/** Over, too old, or not to be seen any more, since it was decided on. */
function isMoot({ state, notice, hidden }: ClaimedDelivery, now: Date): boolean {
  if (notice === null) return state !== 'asked';
  return hidden || state !== 'on' || now.getTime() - Date.parse(notice.at) >= NEWS_FOR_MS;
}

/** The same for every try and every receiver of one event. Frozen: receivers know doubles by it. */
function eventId(cause: string): string {
  return `msg_${createHash('sha256').update(cause).digest('hex').slice(0, 32)}`;
}

function eventOf({ kind, cause: _cause, at, ...told }: NonNullable<ClaimedDelivery['notice']>): {
  type: string;
  timestamp: string;
  data: object;
} {
  const type = { update: 'incident.update', end: 'incident.resolved', maintenance: 'maintenance.update' }[kind];
  return {
    type,
    timestamp: new Date(at).toISOString(),
    data: { ...told, nextAt: told.nextAt === null ? null : new Date(told.nextAt).toISOString() },
  };
}

function noPublicUrl(): PermanentError {
  return new PermanentError(
    'not_configured',
    worded(({ subscriptions }) => subscriptions.mailNeedsPublicUrl),
  );
}
