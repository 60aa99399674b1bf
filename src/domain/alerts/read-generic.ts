import { momentOf } from '../foreign/moment.ts';
import { type Path, stepsOf, valueAt } from '../foreign/path.ts';
import { firstLink, firstText, textOf, textsOf } from '../foreign/texts.ts';
import type { Playbook } from '../playbook/schema.ts';
import { recordOf } from '../text/own.ts';
import { boundedLabels, fingerprintBy } from './clean.ts';
import { describedBy, nameIn } from './names.ts';
import type { AlertReader, ReadItem } from './read-body.ts';
import { unwrapSns } from './sns.ts';

type Mapping = Playbook['alerts']['generic'];

/** Reads somebody's own JSON as the playbook's `alerts.generic` says. `deciding` labels are kept in any case. */
export function genericReader(mapping: Mapping, deciding: ReadonlySet<string>): AlertReader {
  const path = pathsOf(mapping);
  const resolved = new Set(mapping.resolved.map(plain));
  const firing = mapping.firing && new Set(mapping.firing.map(plain));

  const statusOf = (alert: object): 'firing' | 'resolved' | 'unchanged' | undefined => {
    const word = plain(textOf(valueAt(alert, path.status)) ?? '');
    if (resolved.has(word)) return 'resolved';
    if (firing === undefined || firing.has(word)) return 'firing';
    return word === '' ? undefined : 'unchanged';
  };

  const read = (item: unknown, passed: number): ReadItem => {
    if (typeof item !== 'object' || item === null || Array.isArray(item))
      return { unreadable: { code: 'not-an-object', found: kindOf(item) } };
    const status = statusOf(item);
    if (status === 'unchanged') return 'unchanged';
    if (status === undefined) return { unreadable: { code: 'no-status', path: mapping.status } };
    const { labels, dropped } = boundedLabels({ ...textsOf(valueAt(item, LABELS)), ...mapped(path.labels, item) }, deciding);
    const description = textOf(valueAt(item, path.description));
    const title = firstText(valueAt(item, path.title), nameIn(labels), description?.split('\n', 1)[0], describedBy(labels));
    if (title === undefined) return { unreadable: { code: 'no-title', path: mapping.title } };
    const startsAt = momentOf(valueAt(item, path.startsAt), mapping.zone);
    const url = firstLink(valueAt(item, path.url));
    return {
      fingerprint: textOf(valueAt(item, path.fingerprint)) ?? fingerprintBy(title, labels),
      status,
      title,
      labels,
      ...(description !== undefined && { description }),
      ...(url !== undefined && { url }),
      ...(startsAt && { startsAt: startsAt.toISOString() }),
      ...(dropped + passed > 0 && { leftOut: { labels: dropped + passed } }),
    };
  };

  return (document, dropped) => {
    const wrapped = unwrapSns(document);
    if (wrapped === 'nothing') return { items: [], read: () => 'unchanged' };
    if (wrapped && !('alert' in wrapped)) return wrapped;
    const body = wrapped ? wrapped.alert : document;
    const found = path.alerts === undefined ? body : valueAt(body, path.alerts);
    if (mapping.alerts !== undefined && !Array.isArray(found)) return { unreadable: { code: 'no-list', path: mapping.alerts } };
    const items: readonly unknown[] = Array.isArray(found) ? found : [found];
    return {
      items,
      read: (item) => {
        const labels = valueAt(item, LABELS);
        return read(item, (typeof labels === 'object' && labels !== null && dropped.get(labels)) || 0);
      },
    };
  };
}

/** Names of fields by which a mapping reads: they are looked for wherever they stand. */
export function mappedNames(mapping: Mapping): string[] {
  const { alerts, labels, ...paths } = pathsOf(mapping);
  return ['labels', ...[...Object.values(paths), ...(alerts ? [alerts] : []), ...labels.map(([, path]) => path)].flatMap(keysIn)];
}

/** Its steps, and what they are together: a key may hold the dots itself. */
function keysIn(path: Path): string[] {
  const names = path.map(({ name }) => name);
  return names.flatMap((_, from) => names.slice(from).map((_name, more) => names.slice(from, from + more + 1).join('.')));
}

const LABELS = stepsOf('labels');

function pathsOf({ alerts, title, status, fingerprint, startsAt, description, url, labels }: Mapping) {
  return {
    alerts: alerts === undefined ? undefined : stepsOf(alerts),
    title: stepsOf(title),
    status: stepsOf(status),
    fingerprint: stepsOf(fingerprint),
    startsAt: stepsOf(startsAt),
    description: stepsOf(description),
    url: stepsOf(url),
    labels: Object.entries(labels).map(([name, path]) => [name, stepsOf(path)] as const),
  };
}

function mapped(paths: ReturnType<typeof pathsOf>['labels'], alert: object): Record<string, string> {
  return recordOf(
    paths.flatMap(([name, path]): [string, string][] => {
      const text = textOf(valueAt(alert, path));
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function plain(word: string): string {
  return word.trim().toLowerCase();
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
