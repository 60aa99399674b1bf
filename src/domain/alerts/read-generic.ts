import { OperatorError } from '../errors.ts';
import type { Playbook } from '../playbook/schema.ts';
import type { IncomingAlert } from './alert.ts';
import { fingerprintBy } from './clean.ts';

type Mapping = Playbook['alerts']['generic'];

/** Reads somebody's own JSON as the playbook's `alerts.generic` says. Throws OperatorError `bad_alert` that says what is missing where. */
export function readGeneric(mapping: Mapping, body: unknown): IncomingAlert[] {
  const found = mapping.alerts === undefined ? body : at(body, mapping.alerts);
  if (mapping.alerts !== undefined && !Array.isArray(found)) {
    throw new OperatorError(
      'bad_alert',
      `There is no list of alerts at "${mapping.alerts}" (alerts.generic.alerts in the playbook says so).`,
    );
  }
  const alerts: unknown[] = Array.isArray(found) ? found : [found];
  return alerts.map((alert, index) => readOne(mapping, alert, alerts.length > 1 ? ` in alert ${index}` : ''));
}

function readOne(mapping: Mapping, alert: unknown, where: string): IncomingAlert {
  if (typeof alert !== 'object' || alert === null)
    throw new OperatorError('bad_alert', `An alert is an object; found ${typeof alert}${where}.`);
  const title = textAt(alert, mapping.title);
  if (title === undefined || title.trim() === '') {
    throw new OperatorError(
      'bad_alert',
      `There is no title at "${mapping.title}"${where}: send one, or set alerts.generic.title in the playbook.`,
    );
  }
  const labels = { ...textsOf(at(alert, 'labels')), ...mapped(mapping.labels, alert) };
  const status = textAt(alert, mapping.status)?.toLowerCase();
  const startsAt = momentAt(alert, mapping.startsAt);
  const description = textAt(alert, mapping.description);
  const url = textAt(alert, mapping.url);
  return {
    fingerprint: textAt(alert, mapping.fingerprint) || fingerprintBy(title, labels),
    status: status !== undefined && mapping.resolved.some((word) => word.toLowerCase() === status) ? 'resolved' : 'firing',
    title,
    labels,
    ...(description && { description }),
    ...(url && { url }),
    ...(startsAt && { startsAt }),
  };
}

function mapped(paths: Readonly<Record<string, string>>, alert: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(paths).flatMap(([name, path]) => {
      const value = textAt(alert, path);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function textsOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, text]) => (['string', 'number', 'boolean'].includes(typeof text) ? [[name, String(text)]] : [])),
  );
}

function textAt(value: unknown, path: string): string | undefined {
  const found = at(value, path);
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? String(found) : undefined;
}

/** ISO 8601, or a number: seconds since 1970, milliseconds when that would lie far ahead. */
function momentAt(value: unknown, path: string): string | undefined {
  const found = at(value, path);
  const ms =
    typeof found === 'number' ? (found > 1e11 ? found : found * 1_000) : typeof found === 'string' ? Date.parse(found) : Number.NaN;
  return Number.isNaN(ms) || Math.abs(ms) > 8e15 ? undefined : new Date(ms).toISOString();
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, step) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return undefined;
    return (inner as Record<string, unknown>)[step];
  }, value);
}
