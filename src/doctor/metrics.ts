import { systemClock } from '../domain/clock.ts';
import { PermanentError } from '../domain/errors.ts';
import type { SignalSpec } from '../domain/playbook/schema.ts';
import type { MetricsSource } from '../domain/ports.ts';
import { METRICS_VENDORS } from '../integrations/metrics/index.ts';
import type { Check, Finding } from './check.ts';

/** Every query of the playbook, once. */
export const metricsCheck: Check = {
  name: 'Prometheus',
  async run({ config, playbook, timeoutMs }) {
    const vendor = METRICS_VENDORS.find(({ name }) => name === 'prometheus');
    if (config.prometheusUrl === undefined || vendor === undefined) {
      return [{ level: 'fail', subject: 'Prometheus', text: 'PROMETHEUS_URL is not set: briefings will show no numbers.' }];
    }
    const source = vendor.create({ url: config.prometheusUrl.reveal() });
    return Promise.all(Object.entries(playbook.signals).map(([key, signal]) => signalFinding(source, key, signal, timeoutMs)));
  },
};

async function signalFinding(source: MetricsSource, key: string, { query }: SignalSpec, timeoutMs: number): Promise<Finding> {
  const subject = `signal ${key}`;
  try {
    const sample = await source.instant({ query, at: systemClock.now(), timeoutMs });
    if (sample) return { level: 'ok', subject, text: `now ${sample.value}` };
    return { level: 'warn', subject, text: `no data: is the metric exported and scraped? ${query}` };
  } catch (error) {
    if (error instanceof PermanentError) return { level: 'fail', subject, text: `${error.message} In ${query}` };
    throw error;
  }
}
