import { createFormat, type Format } from '../../bot/surfaces/building-blocks/format.ts';
import { PermanentError } from '../../domain/errors.ts';
import { saidIn } from '../../domain/language/said.ts';
import type { SignalSpec } from '../../domain/playbook/schema.ts';
import type { MetricsSource } from '../../domain/ports/metrics.ts';
import { isWhole } from '../../domain/signals/doubts.ts';
import { systemClock } from '../../domain/time/clock.ts';
import { createMetrics, METRICS_VENDORS } from '../../integrations/metrics/index.ts';
import { LANGUAGES } from '../../languages/index.ts';
import { doubtsInWords } from '../doubts-in-words.ts';
import { type Check, type Finding, whyNot } from './check.ts';

/** Every query of the playbook, once, at the source it names. A source that is not there is one finding, not one for each of its signals. */
export const metricsCheck: Check = {
  name: 'Metrics',
  async run({ config, playbook, log, timeoutMs }) {
    const metrics = createMetrics(config.accounts, { log });
    const format = createFormat({ zone: playbook.team.zone, t: LANGUAGES.en.surfaces.incident });
    const names = [...new Set(Object.values(playbook.signals).map(({ source }) => source))];
    try {
      const findings = await Promise.all(
        names.map((name) => {
          const signals = Object.entries(playbook.signals).filter(([, { source }]) => source === name);
          const subject = name.charAt(0).toUpperCase() + name.slice(1);
          return Promise.all(signals.map(([key, signal]) => signalFinding(metrics.source(name), key, signal, { format, timeoutMs }))).catch(
            (error: unknown): Finding[] => [
              {
                level: 'fail',
                subject,
                text: `${whyNot(error, METRICS_VENDORS.find((vendor) => vendor.name === name)?.variable)} Until then briefings show no numbers of it.`,
              },
            ],
          );
        }),
      );
      return findings.flat();
    } finally {
      await metrics.close();
    }
  },
};

/** Codes that say nothing about the query. */
const OF_THE_SOURCE = new Set(['not_configured', 'wrong_credentials', 'untrusted']);

/** Rejects when the source itself is not there. */
async function signalFinding(
  source: MetricsSource,
  key: string,
  { query, unit }: SignalSpec,
  { format, timeoutMs }: { format: Format; timeoutMs: number },
): Promise<Finding> {
  const subject = `signal ${key}`;
  try {
    const sample = await source.instant({ query, at: systemClock.now(), timeoutMs });
    const shown = sample && format.value(sample.value, unit);
    if (sample && !isWhole(sample))
      return { level: 'warn', subject, text: `now ${shown}, but that is only a part: ${doubtsInWords(sample)}. ${query}` };
    if (sample) return { level: 'ok', subject, text: `now ${shown}` };
    const why = source.whyNone?.(query);
    return {
      level: 'warn',
      subject,
      text: `no data: ${why === undefined ? 'does it exist, and is it exported? A reading over a window has none at once.' : saidIn(why, 'en')} ${query}`,
    };
  } catch (error) {
    if (!(error instanceof PermanentError) || OF_THE_SOURCE.has(error.code)) throw error;
    return { level: 'fail', subject, text: `${error.message} In ${query}` };
  }
}
