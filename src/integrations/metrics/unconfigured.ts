import { PermanentError } from '../../domain/errors.ts';
import type { MetricsSource } from '../../domain/ports.ts';

/** Stands where a source would that nobody set up: every question is answered with what to do. */
export function createUnconfiguredMetrics({ name, variable }: { name: string; variable: string | undefined }): MetricsSource {
  const refuse = async (): Promise<never> => {
    if (variable === undefined) throw new PermanentError('unknown_source', `There is no source of metrics called ${name}.`);
    throw new PermanentError('not_configured', `The source ${name} is not set up: set ${variable}.`);
  };
  return { instant: refuse, range: refuse, series: refuse };
}
