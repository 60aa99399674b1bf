import { PermanentError } from '../../domain/errors.ts';
import type { MetricsSource } from '../../domain/ports.ts';

/** Stands where a source would that nobody set up: every question is answered with what to do. */
export function createUnconfiguredMetrics({ name, variable }: { name: string; variable: string | undefined }): MetricsSource {
  const refuse = async (): Promise<never> => {
    if (variable === undefined)
      throw new PermanentError('unknown_source', {
        en: `There is no source of metrics called ${name}.`,
        ko: `${name}(이)라는 지표 소스가 없습니다.`,
      });
    throw new PermanentError('not_configured', {
      en: `The source ${name} is not set up: set ${variable}.`,
      ko: `지표 소스 ${name} 설정이 없습니다. 설정할 값: ${variable}`,
    });
  };
  return { instant: refuse, range: refuse, series: refuse };
}
