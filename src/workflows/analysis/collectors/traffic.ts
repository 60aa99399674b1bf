import type { TrafficFinding } from '../../../domain/analysis-views.ts';
import { PermanentError } from '../../../domain/errors.ts';
import type { Series } from '../../../domain/ports.ts';
import type { Collector } from './index.ts';

const SOURCE = 'prometheus';
const SHOWN = 20;

/** One number for each label set, such as requests by route and status, before the incident and now: `analysis.traffic` of the playbook. */
export const trafficOf: Collector = ({ playbook }, { id }) =>
  playbook.analysis.traffic
    .filter(({ row }) => row === id)
    .map(({ title, query }) => ({
      name: SOURCE,
      collect: async ({ runtime, onset, now }) => {
        const { series } = runtime.metrics.source(SOURCE);
        if (!series)
          throw new PermanentError('no_labels', {
            en: `${SOURCE} cannot tell series apart.`,
            ko: `${SOURCE} 소스는 series를 구분하지 못합니다.`,
          });
        const timeoutMs = runtime.playbook.briefing.queryTimeout;
        const [before, since] = [await series({ query, at: onset, timeoutMs }), await series({ query, at: now, timeoutMs })];
        return { finding: { kind: 'traffic', from: SOURCE, title, series: sideBySide(before, since).slice(0, SHOWN) } };
      },
    }));

/** The largest first, by whichever time it was larger. */
function sideBySide(before: readonly Series[], now: readonly Series[]): TrafficFinding['series'][number][] {
  const rows = new Map<string, { labels: string; before?: number; now?: number }>();
  for (const [when, list] of [
    ['before', before],
    ['now', now],
  ] as const) {
    for (const { labels, value } of list) {
      const key = labelText(labels);
      rows.set(key, { ...(rows.get(key) ?? { labels: key }), [when]: value });
    }
  }
  const size = (row: { before?: number; now?: number }) => Math.max(row.before ?? 0, row.now ?? 0);
  return [...rows.values()].sort((a, b) => size(b) - size(a));
}

/** `/coupons/issue 500`: the values alone say enough, in the order of the labels' names from the last. */
function labelText(labels: Series['labels']): string {
  return (
    Object.keys(labels)
      .sort()
      .reverse()
      .map((name) => labels[name])
      .join(' ') || '–'
  );
}
