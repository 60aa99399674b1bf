import { own, recordOf } from '../text/own.ts';

type Labelled = { readonly title: string; readonly labels: Readonly<Record<string, string>> };

/** More than these nobody reads in a line. */
const MOST = 3;
/** Those by which people tell things apart, the best first; others follow as they stand. */
const TELLING = [
  'pod',
  'instance',
  'host',
  'hostname',
  'node',
  'container',
  'service',
  'job',
  'topic',
  'consumergroup',
  'namespace',
  'cluster',
  'region',
  'zone',
];
/** The title says these, or the line does. */
const SAID = new Set(['alertname', 'rulename']);

/**
 * For each alert the labels in which it differs from others of the same title, among these and `others`: what tells three alerts called X apart. None
 * where nothing differs.
 */
export function distinctLabels(alerts: readonly Labelled[], others: readonly Labelled[] = []): Record<string, string>[] {
  const byTitle = new Map<string, Labelled[]>();
  for (const alert of [...alerts, ...others]) {
    const namesakes = byTitle.get(alert.title) ?? [];
    namesakes.push(alert);
    byTitle.set(alert.title, namesakes);
  }
  const differing = new Map([...byTitle].map(([title, namesakes]) => [title, differingNames(namesakes)]));
  return alerts.map(({ title, labels }) =>
    recordOf(
      (differing.get(title) ?? [])
        .flatMap((name): [string, string][] => {
          const value = own(labels, name);
          return value === undefined ? [] : [[name, value]];
        })
        .slice(0, MOST),
    ),
  );
}

function differingNames(namesakes: readonly Labelled[]): string[] {
  const [first, ...rest] = namesakes;
  if (!first || rest.length === 0) return [];
  const names = new Set(namesakes.flatMap(({ labels }) => Object.keys(labels)));
  const differing = [...names].filter(
    (name) => !SAID.has(name) && rest.some(({ labels }) => own(labels, name) !== own(first.labels, name)),
  );
  const place = (name: string) => (TELLING.includes(name) ? TELLING.indexOf(name) : TELLING.length);
  return differing.sort((a, b) => place(a) - place(b));
}
