import type { Playbook } from '../playbook/schema.ts';
import { own } from '../text/own.ts';
import { SERVICE_LABEL } from './alert.ts';

type Labels = Readonly<Record<string, string>>;

/** Labels by which senders call an alert, the usual ones first. */
const NAMES = ['alertname', 'alert_name', 'alertName', 'rulename', 'rule', 'name', 'alert', 'check', 'monitor', 'event'];

/** The name that an alert's labels give it; undefined when none does. */
export function nameIn(labels: Labels): string | undefined {
  return NAMES.map((name) => own(labels, name)).find(Boolean);
}

/** What to call an alert that has no name at all: its first labels. */
export function describedBy(labels: Labels): string | undefined {
  const first = Object.entries(labels)
    .filter(([name]) => name !== 'severity')
    .slice(0, 3);
  return first.length === 0 ? undefined : first.map(([name, value]) => `${name}=${value.slice(0, 60)}`).join(', ');
}

/** Labels that decide something: they are kept, however many others there are. */
export function decidingLabels({ alerts }: Pick<Playbook, 'alerts'>): ReadonlySet<string> {
  const matched = [...alerts.routes, ...alerts.maintenance].flatMap(({ match }) => Object.keys(match));
  return new Set([...NAMES, 'severity', 'scenario', SERVICE_LABEL, ...alerts.groupBy, ...matched]);
}
