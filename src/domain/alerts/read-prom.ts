import { momentOf } from '../foreign/moment.ts';
import { firstLink, firstText, textOf, textsOf } from '../foreign/texts.ts';
import { own } from '../text/own.ts';
import { boundedLabels, fingerprintBy } from './clean.ts';
import { describedBy, nameIn } from './names.ts';
import type { AlertReader, ReadItem } from './read-body.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What is different from one sender of this shape to another: where an alert's links stand, the best first. */
export type LinksOf = (alert: Fields, annotations: Fields) => readonly unknown[];

/** Reads what Alertmanager sends, and everybody who writes as it does. Each field is taken as far as it is good. `deciding` labels are kept in any case. */
export function promReader(linksOf: LinksOf, deciding: ReadonlySet<string>): AlertReader {
  return (document, dropped) => {
    const body = fieldsOf(document);
    // Prometheus itself posts the list alone.
    const items = Array.isArray(document) ? document : own(body, 'alerts');
    if (!Array.isArray(items)) return { unreadable: { code: 'no-list', path: 'alerts' } };
    const truncated = Number(textOf(own(body, 'truncatedAlerts')) ?? 0);
    const leftOut = truncated > 0 ? { alerts: Math.min(Math.round(truncated), 1_000_000) } : {};
    return {
      items,
      read: (item) => {
        const labels = fieldsOf(item).labels;
        const passed = typeof labels === 'object' && labels !== null ? dropped.get(labels) : undefined;
        return readAlert(item, textOf(own(body, 'status')), linksOf, deciding, { ...leftOut, ...(passed && { labels: passed }) });
      },
    };
  };
}

function readAlert(
  item: unknown,
  bodyStatus: string | undefined,
  linksOf: LinksOf,
  deciding: ReadonlySet<string>,
  passed: { alerts?: number; labels?: number },
): ReadItem {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    return {
      unreadable: { code: 'not-an-object', found: item === null ? 'nothing' : Array.isArray(item) ? 'a list' : `a ${typeof item}` },
    };
  }
  const alert = fieldsOf(item);
  const { labels, dropped } = boundedLabels(textsOf(own(alert, 'labels')), deciding);
  const annotations: Fields = textsOf(own(alert, 'annotations'));
  const said = (name: string) => own(annotations, name);
  const name = nameOf(labels);
  const title = firstText(
    isAboutData(labels) ? name : undefined,
    said('summary'),
    said('title'),
    name,
    said('description'),
    said('message'),
    describedBy(labels),
  );
  if (title === undefined) return { unreadable: { code: 'nameless' } };
  const description = describe(
    firstText(said('Error'), said('error')),
    firstText(said('description'), said('message')),
    isAboutData(labels) ? textOf(said('summary')) : undefined,
  );
  const url = firstLink(...linksOf(alert, annotations));
  const without = dropped + (passed.labels ?? 0);
  const leftOut = { ...passed, ...(without > 0 && { labels: without }) };
  const startsAt = momentOf(own(alert, 'startsAt'), 'UTC');
  return {
    fingerprint: textOf(own(alert, 'fingerprint')) ?? fingerprintBy(Object.keys(labels).length > 0 ? '' : title, labels),
    status: isOver(firstText(own(alert, 'status'), bodyStatus)) ? 'resolved' : 'firing',
    title,
    labels,
    ...(description !== undefined && { description }),
    ...(url !== undefined && { url }),
    ...(startsAt && { startsAt: startsAt.toISOString() }),
    ...(Object.keys(leftOut).length > 0 && { leftOut }),
  };
}

/** Whatever does not say that it is over fires. */
function isOver(status: string | undefined): boolean {
  return status !== undefined && ['resolved', 'ok', 'normal'].includes(status.toLowerCase());
}

/**
 * Grafana's alerts about a rule that has no data, or cannot be asked, are all called alike; the rule stands in a label of its own
 * (https://grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rule-evaluation/stale-alert-instances/).
 */
function isAboutData({ alertname = '', rulename = '' }: Readonly<Record<string, string>>): boolean {
  return rulename !== '' && (alertname === 'DatasourceNoData' || alertname === 'DatasourceError');
}

function nameOf(labels: Readonly<Record<string, string>>): string | undefined {
  return isAboutData(labels) ? `${labels.alertname}: ${labels.rulename}` : nameIn(labels);
}

function describe(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.filter((part) => part !== undefined).join('\n') || undefined;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
