import type { Playbook } from '../../src/domain/playbook/schema.ts';

/** Alert rules for Prometheus: the playbook's thresholds but D4, which a test machine crosses by itself, as a team would have written them down there. */
export function alertRules({ signals }: Pick<Playbook, 'signals'>) {
  return Object.entries(signals).flatMap(([key, { query, thresholds, title }]) =>
    thresholds
      .filter(({ id }) => id !== 'D4')
      .map(({ id, above, below, level, scenario }) => ({
        alert: level === 'critical' ? `${id}Critical` : id,
        expr: above === undefined ? `(${query}) < ${below}` : `(${query}) > ${above}`,
        labels: { severity: level, threshold: id, signal: key, ...(scenario ? { scenario } : {}) },
        annotations: { summary: title.en },
      })),
  );
}
