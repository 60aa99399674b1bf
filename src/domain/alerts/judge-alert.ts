import { isSeverity, SEVERITIES, type Severity } from '../incident.ts';
import type { Playbook } from '../playbook/schema.ts';
import { type Alert, rankOf } from './alert.ts';

export type Maintenance = Playbook['alerts']['maintenance'][number];

/** What the playbook says about an alert. */
export interface Verdict {
  ignored: boolean;
  scenario: string | null;
  severity: Severity;
}

/**
 * How an alert declares: the first route that matches, then what its own labels say (`scenario: S2`, `severity: sev1`), then the
 * scenario's severity, then how bad its word for it sounds.
 */
export function judgeAlert(playbook: Pick<Playbook, 'alerts' | 'scenarios'>, { labels }: Pick<Alert, 'labels'>): Verdict {
  const route = playbook.alerts.routes.find(({ match }) => matches(match, labels));
  const own = labels.scenario !== undefined && playbook.scenarios[labels.scenario] ? labels.scenario : null;
  const scenario = route?.scenario ?? own;
  const word = labels.severity?.toLowerCase() ?? '';
  const severity =
    route?.severity ??
    (isSeverity(word) ? word : undefined) ??
    (scenario === null ? undefined : playbook.scenarios[scenario]?.severity) ??
    SEVERITIES[rankOf(labels) - 1] ??
    'sev2';
  return { ignored: route?.ignore ?? false, scenario, severity };
}

/** The window that mutes an alert at this moment; the one that ends last. */
export function mutedBy(playbook: Pick<Playbook, 'alerts'>, { labels }: Pick<Alert, 'labels'>, now: Date): Maintenance | undefined {
  return activeMaintenance(playbook, now)
    .filter(({ match }) => matches(match, labels))
    .sort((a, b) => b.to.getTime() - a.to.getTime())[0];
}

export function activeMaintenance(playbook: Pick<Playbook, 'alerts'>, now: Date): Maintenance[] {
  return playbook.alerts.maintenance.filter(({ from, to }) => from.getTime() <= now.getTime() && now.getTime() < to.getTime());
}

/** Of two, the more severe one. */
export function moreSevere(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b;
}

function matches(match: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(match).every(([name, wanted]) => {
    const value = labels[name] ?? '';
    const pattern = /^\/(.*)\/$/s.exec(wanted)?.[1];
    return pattern === undefined ? value === wanted : patternOf(pattern).test(value);
  });
}

const patterns = new Map<string, RegExp>();

/** For the whole value, as Alertmanager's matchers. The playbook has only so many. */
function patternOf(text: string): RegExp {
  const known = patterns.get(text) ?? new RegExp(`^(?:${text})$`, 'u');
  patterns.set(text, known);
  return known;
}
