import { PermanentError } from '../../domain/errors.ts';
import type { MetricsSource } from '../../domain/ports/metrics.ts';
import { worded } from '../../languages/worded.ts';
import type { MetricsVendor } from './metrics-vendor.ts';

/** Stands where a source would that nobody set up, or that a playbook names and nobody knows: every question is answered with what to do. */
export function createUnconfiguredMetrics(source: Pick<MetricsVendor, 'title' | 'variable'> | { unknown: string }): MetricsSource {
  const refuse = async (): Promise<never> => {
    if ('unknown' in source)
      throw new PermanentError(
        'unknown_source',
        worded(({ evidence }) => evidence.thereIsNoSourceOfMetricsCalled(source.unknown)),
      );
    throw new PermanentError(
      'not_configured',
      worded(({ evidence }) => evidence.isNotSetUpSet(source.title, source.variable)),
    );
  };
  return { instant: refuse, range: refuse, series: refuse, labelValues: refuse };
}
