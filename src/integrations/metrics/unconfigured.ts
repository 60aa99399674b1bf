import { PermanentError } from '../../domain/errors.ts';
import type { MetricsSource } from '../../domain/ports/metrics.ts';
import type { MetricsVendor } from './metrics-vendor.ts';

/** Stands where a source would that nobody set up, or that a playbook names and nobody knows: every question is answered with what to do. */
export function createUnconfiguredMetrics(source: Pick<MetricsVendor, 'title' | 'variable'> | { unknown: string }): MetricsSource {
  const refuse = async (): Promise<never> => {
    if ('unknown' in source)
      throw new PermanentError('unknown_source', {
        en: `There is no source of metrics called ${source.unknown}.`,
        ko: `${source.unknown}(이)라는 지표 소스가 없습니다.`,
      });
    throw new PermanentError('not_configured', {
      en: `${source.title} is not set up: set ${source.variable}.`,
      ko: `${source.title} 설정이 없습니다. 설정할 값: ${source.variable}`,
    });
  };
  return { instant: refuse, range: refuse, series: refuse, labelValues: refuse };
}
