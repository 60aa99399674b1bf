import { METRICS_VENDORS, type MetricsVendor } from '../../integrations/metrics/index.ts';
import type { Check } from './check.ts';

/** A source that is set up can be reached, and shows what Bongsu wants to see; what its own kind looks at, besides the signals. */
export const SOURCE_CHECKS: readonly Check[] = METRICS_VENDORS.map(checkOf);

function checkOf({ title, variable, probe }: MetricsVendor): Check {
  const subject = `Watched ${title}`;
  return {
    name: subject,
    address: variable,
    async run({ config, log, timeoutMs }) {
      const seen = (await probe(config.accounts, { log, timeoutMs })) ?? [];
      return seen.map(({ ready, text }) => ({ level: ready ? 'ok' : 'warn', subject, text }) as const);
    },
  };
}
