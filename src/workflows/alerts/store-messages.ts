import { genericReader } from '../../domain/alerts/read-generic.ts';
import { quotaOf, TokenBuckets } from '../../domain/alerts/token-buckets.ts';
import type { TopicStore } from '../../domain/ports/alert-topics.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Refusals } from './refusals.ts';
import { type AlertIntake, refusalsOf } from './take-body.ts';

/**
 * Stores what came by a topic. A message that nobody can read is set aside, with the reason, and holds up no other. A topic that exceeds its quota is read
 * more slowly: what stands in it is not lost.
 */
export function storeMessages(
  { playbook, clock }: Pick<Runtime, 'playbook' | 'clock'>,
  { intake, refusals }: { intake: AlertIntake; refusals: Refusals },
): TopicStore {
  const reader = genericReader(playbook.alerts.generic, intake.deciding);
  const sender = playbook.alerts.kafka?.topic ?? '';
  const buckets = new TokenBuckets(
    () => quotaOf(playbook.alerts.quotas, `kafka/${sender}`),
    () => clock.now().getTime(),
  );
  const encoder = new TextEncoder();
  return async (messages) => {
    const deliveries = messages.map(({ id, text }) => ({ source: 'kafka', sender, id, bytes: encoder.encode(text) }));
    const taken = await intake.take(deliveries, reader);
    await refusals.note(taken.flatMap((one, index) => refusalsOf(deliveries[index] as (typeof deliveries)[number], one)));
    buckets.spend(
      sender,
      taken.reduce((sum, { accepted, setAside }) => sum + Math.max(1, accepted + setAside.length), 0),
    );
    return buckets.waitMs(sender);
  };
}
