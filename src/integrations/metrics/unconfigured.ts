import { PermanentError } from '../../domain/errors.ts';
import type { MetricsSource } from '../../domain/ports.ts';

/** Stands where a source would, for those who set none up: every question is answered with what to do. */
export function createUnconfiguredMetrics(): MetricsSource {
  const refuse = async (): Promise<never> => {
    throw new PermanentError('not_configured', 'No metrics source is set up: set PROMETHEUS_URL.');
  };
  return { instant: refuse, range: refuse };
}
