import { curlFor, labelOf, type Rates, reproductionPath, type TrafficLabels } from '../../../domain/analysis/traffic.ts';
import { PermanentError } from '../../../domain/errors.ts';
import type { Series } from '../../../domain/ports/metrics.ts';
import { type Doubtful, doubtsOf, isWhole } from '../../../domain/signals/doubts.ts';
import { medianOf } from '../../../domain/signals/robust.ts';
import { worded } from '../../../languages/worded.ts';
import type { TrafficFinding } from '../../../views/analysis.ts';
import type { Collecting, Collector } from './collector.ts';

const SOURCE = 'prometheus';
const SHOWN = 20;

/** Moments on each side of the onset: one alone may be a chance. */
const MOMENTS = 3;

/**
 * One number for each label set, such as requests by route and status, before the incident and since: `analysis.traffic` of the playbook. Where the labels name routes, the
 * requests that stand out are proposed as a way to reproduce.
 */
export const trafficOf: Collector = ({ playbook }, { id }) =>
  playbook.analysis.traffic
    .filter(({ row }) => row === id)
    .map(({ title, query, labels, address }) => ({
      kind: 'traffic' as const,
      name: SOURCE,
      collect: async (collecting) => {
        const { before, since, now, doubts } = await ratesOf(collecting, query);
        const path = reproductionPath(sideBySide(before, since), labels);
        const curl = path && curlFor(path, address);
        const series = shown(before, now, labels).slice(0, SHOWN);
        return {
          finding: { kind: 'traffic', from: SOURCE, title, series, ...(path && { path }), ...(curl !== undefined && { curl }), ...doubts },
          ...(!isWhole(doubts) && { unread: [title] }),
          ...(path && { path }),
        };
      },
    }));

/** What each series was before the onset and since, in the middle of some moments, and what it is now. */
async function ratesOf(
  { runtime, onset, now }: Collecting,
  query: string,
): Promise<{ before: Series[]; since: Series[]; now: Series[]; doubts: Doubtful }> {
  const { series } = runtime.metrics.source(SOURCE);
  if (!series)
    throw new PermanentError(
      'no_labels',
      worded(({ reviews }) => reviews.cannotTellSeriesApart(SOURCE)),
    );
  const { queryTimeout: timeoutMs, trend } = runtime.playbook.briefing;
  const moments = (from: Date, to: Date) =>
    Array.from({ length: MOMENTS }, (_, index) => new Date(to.getTime() - ((to.getTime() - from.getTime()) * index) / MOMENTS));
  const ask = (at: Date) => series({ query, at, timeoutMs });
  const earlier = await Promise.all(moments(new Date(onset.getTime() - trend), onset).map(ask));
  const later = await Promise.all(moments(onset, now).map(ask));
  return {
    before: inTheMiddle(earlier),
    since: inTheMiddle(later),
    now: later[0] ?? [],
    doubts: doubtsOf(...earlier.flat(), ...later.flat()),
  };
}

/** The median over the moments; a series that is not there at one of them is zero then. */
function inTheMiddle(moments: readonly Series[][]): Series[] {
  const all = new Map(moments.flat().map(({ labels }) => [keyOf(labels), labels]));
  return [...all].map(([key, labels]) => {
    const values = moments.map((list) => list.find((each) => keyOf(each.labels) === key)?.value ?? 0);
    return { labels, value: medianOf(values) ?? 0 };
  });
}

function sideBySide(before: readonly Series[], since: readonly Series[]): Rates[] {
  const all = new Map([...before, ...since].map(({ labels }) => [keyOf(labels), labels]));
  const of = (list: readonly Series[], key: string) => list.find(({ labels }) => keyOf(labels) === key)?.value ?? 0;
  return [...all].map(([key, labels]) => ({ labels, before: of(before, key), since: of(since, key) }));
}

/** By route and status where the labels tell them, otherwise by all labels; the largest first, by whichever time it was larger. */
function shown(before: readonly Series[], now: readonly Series[], named: TrafficLabels): TrafficFinding['series'][number][] {
  const rows = new Map<string, { labels: string; before?: number; now?: number }>();
  for (const [when, list] of [
    ['before', before],
    ['now', now],
  ] as const) {
    for (const { labels, value } of list) {
      const key = textOf(labels, named);
      const row = rows.get(key) ?? { labels: key };
      rows.set(key, { ...row, [when]: (row[when] ?? 0) + value });
    }
  }
  const size = (row: { before?: number; now?: number }) => Math.max(row.before ?? 0, row.now ?? 0);
  return [...rows.values()].sort((a, b) => size(b) - size(a));
}

function textOf(labels: Series['labels'], named: TrafficLabels): string {
  const [route, status] = [labelOf(labels, 'route', named), labelOf(labels, 'status', named)];
  return route === undefined ? labelText(labels) : [route, status].filter(Boolean).join(' ');
}

/** The values alone say enough, in the order of the labels' names from the last. */
function labelText(labels: Series['labels']): string {
  return (
    Object.keys(labels)
      .sort()
      .reverse()
      .map((name) => labels[name])
      .join(' ') || '–'
  );
}

function keyOf(labels: Series['labels']): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
