import { SEVERITIES, type Severity } from '../incident/states.ts';
import type { Playbook } from '../playbook/schema.ts';
import { own } from '../text/own.ts';
import type { Alert } from './alert.ts';
import { isHeartbeat } from './heartbeat.ts';
import { bare, rankOfWord, type SaidSeverity } from './severity-words.ts';
import { type Weight, weightOf } from './weight.ts';

export type Maintenance = Playbook['alerts']['maintenance'][number];

/** What the playbook says about an alert. */
export interface Verdict {
  /** It calls nobody: a route says so, or the alert itself (`severity: none`, a heartbeat). */
  ignored: boolean;
  scenario: string | null;
  severity: Severity;
  weight: Weight;
  /** A word for its severity that nobody knows, as it was written; the playbook's default counts instead. */
  unknownWord?: string;
}

/**
 * How an alert declares: the first route that matches, then what its own labels say (`scenario: S2`, `severity: sev1`), then the
 * scenario's severity, then how bad its word for it sounds.
 */
export function judgeAlert(playbook: Pick<Playbook, 'alerts' | 'scenarios'>, { labels }: Pick<Alert, 'labels'>): Verdict {
  const { alerts, scenarios } = playbook;
  const route = alerts.routes.find(({ match }) => matches(match, labels));
  const named = labels.scenario !== undefined && own(scenarios, labels.scenario) ? labels.scenario : null;
  const scenario = route?.scenario ?? named;
  const said = rankOfWord(labels.severity ?? '', alerts);
  const rank = typeof said === 'object' && 'rank' in said ? said.rank : undefined;
  const decided =
    route?.severity ??
    (isExplicit(labels.severity) && isRankOfSeverity(rank) ? rank : undefined) ??
    (scenario === null ? undefined : own(scenarios, scenario)?.severity);
  const byWord = isRankOfSeverity(rank) ? rank : rank === undefined ? alerts.severity.default : 'sev3';
  const severity = decided ?? byWord;
  // What a route gives a severity or a scenario is meant to call somebody, whatever it says of itself.
  const routed = route?.severity !== undefined || route?.scenario !== undefined;
  const ignored = route?.ignore === true || (!routed && (rank === 'none' || isHeartbeat(labels, said)));
  return {
    ignored,
    scenario,
    severity,
    weight: weightOf({ ignored, severity, rank: decided === undefined ? rank : undefined }),
    ...(decided === undefined && isUnknown(said) && { unknownWord: said.unknown }),
  };
}

/** How much it weighs; of one from before weights were known, what the playbook says now. */
export function weightBy(playbook: Pick<Playbook, 'alerts' | 'scenarios'>, { weight, labels }: Pick<Alert, 'weight' | 'labels'>): Weight {
  return weight ?? judgeAlert(playbook, { labels }).weight;
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

/** `sev1` in any spelling is said about the incident, and so counts before the scenario's severity; other words count after it. */
function isExplicit(word: string | undefined): boolean {
  return word !== undefined && /^sev[0-3]$/.test(bare(word));
}

function isRankOfSeverity(rank: string | undefined): rank is Severity {
  return rank !== undefined && (SEVERITIES as readonly string[]).includes(rank);
}

function isUnknown(said: SaidSeverity): said is { unknown: string } {
  return typeof said === 'object' && 'unknown' in said;
}

/** Whether labels are as a route or a window wants them; a value between slashes is a regular expression for the whole value. */
export function matches(match: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(match).every(([name, wanted]) => {
    const value = own(labels, name) ?? '';
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
