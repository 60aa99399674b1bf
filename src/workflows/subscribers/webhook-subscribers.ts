import { UserError } from '../../domain/errors.ts';
import { SEVERITIES, type Severity } from '../../domain/incident/states.ts';
import { worded } from '../../languages/worded.ts';
import type { SubscriptionRow } from '../../storage/index.ts';
import { type Cause, once } from '../runtime/once.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { chosenParts } from './chosen-parts.ts';

const SHOWN = 20;
const DROPPED_WITHIN_MS = 7 * 86_400_000;

/** What is shown of subscribers: how many there are by mail, and which webhooks and channels; nobody's address. */
export interface SubscribersSeen {
  counts: Readonly<Record<'mail' | 'webhook' | 'channel' | 'person', number>>;
  webhooks: readonly Pick<SubscriptionRow, 'id' | 'address' | 'failingSince'>[];
  /** Within a week. */
  dropped: readonly Pick<SubscriptionRow, 'id' | 'kind' | 'endedBecause'>[];
}

export async function describeSubscribers({ storage, clock }: Runtime): Promise<SubscribersSeen> {
  const since = new Date(clock.now().getTime() - DROPPED_WITHIN_MS);
  const [counts, webhooks, dropped] = await Promise.all([
    storage.subscriptions.counts(),
    storage.subscriptions.listOn(['webhook'], SHOWN),
    storage.subscriptions.droppedSince(since, SHOWN),
  ]);
  const on = (kind: SubscriptionRow['kind']) => counts.find((one) => one.kind === kind && one.state === 'on')?.count ?? 0;
  return { counts: { mail: on('mail'), webhook: on('webhook'), channel: on('channel'), person: on('person') }, webhooks, dropped };
}

interface NewWebhook {
  cause: Cause;
  by: string;
  url: string;
  service?: string | undefined;
  components?: readonly string[] | undefined;
  least?: Severity | undefined;
}

/** Has a receiver hear of everything, of one service, or of some of its components; returns the secret with which it knows us, which is shown this once. Throws UserError `bad_webhook`, `webhook_known`. */
export async function addWebhook(runtime: Runtime, { cause, by, url, least, ...what }: NewWebhook): Promise<{ secret: string }> {
  const { webhooks, playbook } = runtime;
  webhooks.check(url);
  const parts = chosenParts(runtime, what);
  const address = new URL(url).href;
  const { result } = await once(runtime, cause, async (stores) => {
    const [known] = await stores.subscriptions.on('webhook', address);
    if (known)
      throw new UserError(
        'webhook_known',
        worded(({ subscriptions }) => subscriptions.webhookIsTold(known.id)),
      );
    const secret = webhooks.secret();
    const severities = least === undefined ? null : SEVERITIES.slice(0, SEVERITIES.indexOf(least) + 1);
    const choice = { ...parts, severities, incidentId: null };
    const row = { ...choice, kind: 'webhook' as const, address, scope: 'webhook', language: playbook.team.language, secret, madeBy: by };
    await stores.subscriptions.begin(row, runtime.clock.now());
    return { secret };
  });
  return result;
}

/** Ends one by its number, of whatever kind. Throws UserError `no_such_subscriber`. */
export async function removeSubscriber(runtime: Runtime, { cause, id }: { cause: Cause; id: number }): Promise<void> {
  await once(runtime, cause, async (stores) => {
    const ended = await stores.subscriptions.end(String(id), 'ended', 'removed', runtime.clock.now());
    if (!ended)
      throw new UserError(
        'no_such_subscriber',
        worded(({ subscriptions }) => subscriptions.thereIsNoSubscriber(id)),
      );
    await stores.deliveries.dropAll(String(id), 'removed');
    return null;
  });
}
