import type { Log } from '../../domain/ports/log.ts';
import type { MetricsSource } from '../../domain/ports/metrics.ts';
import { watchedRabbitmqAccount } from '../rabbitmq/account.ts';
import { nodesOf, overviewOf, queuesOf } from '../rabbitmq/looks.ts';
import { watchRabbitmq } from '../rabbitmq/watched-rabbitmq.ts';
import { askOnce } from '../shared-connection.ts';
import { metricsVendor } from './metrics-vendor.ts';
import { createPresentSource } from './present-source.ts';
import { RABBITMQ_READINGS } from './rabbitmq-readings.ts';

export const rabbitmqVendor = metricsVendor({
  name: 'rabbitmq',
  title: 'RabbitMQ',
  account: watchedRabbitmqAccount,
  example: 'messages_ready(orders)',
  readings: RABBITMQ_READINGS,
  create: createRabbitmqMetrics,
  async probe(url, { log, timeoutMs }) {
    const version = await askOnce(
      watchRabbitmq(url, { log }),
      async (session) => {
        // The rights that readings need; what may not be asked says so itself.
        const [{ rabbitmq_version: found }] = await Promise.all([overviewOf(session), nodesOf(session), queuesOf(session)]);
        return found;
      },
      timeoutMs,
    );
    return [{ ready: true, text: `version ${version}` }];
  },
});

/** The watched RabbitMQ, by its management API. */
export function createRabbitmqMetrics(url: { reveal(): string }, { log }: { log: Log }): MetricsSource {
  return createPresentSource(watchRabbitmq(url, { log }), RABBITMQ_READINGS);
}
