import { isHeartbeat } from '../../alerts/heartbeat.ts';
import { matches } from '../../alerts/judge-alert.ts';
import { rankOfWord } from '../../alerts/severity-words.ts';
import { BY_HAND } from '../../timeline/kept-by.ts';
import { gapsIn } from '../oncall-gaps.ts';
import { ONCALL_LEVELS } from '../oncall-schema.ts';
import type { Finding } from '../playbook-error.ts';
import type { DeadlineSpec, Playbook } from '../schema.ts';

/** What is allowed and looks like a mistake all the same: the playbook is used as it is. */
export function warningsOf(playbook: Playbook, now: Date): Finding[] {
  return [
    ...gapsIn(playbook, now),
    ...unpagedLevels(playbook),
    ...unusedPeople(playbook),
    ...shownWithoutLimit(playbook),
    ...rowsOfNobody(playbook),
    ...deafRoutes(playbook),
    ...heartbeatsRouted(playbook),
  ];
}

/** Levels with people whom no step of the escalation pages. */
function unpagedLevels({ escalation }: Playbook): Finding[] {
  const paged = new Set<string>(escalation.map(({ level }) => level));
  return ONCALL_LEVELS.filter((level) => !paged.has(level)).map((level) => ({
    path: ['team', 'oncall', level],
    atKey: true,
    message: `nobody of ${level} is ever paged by itself: no step of escalation names it`,
    wanted: `a step of escalation with level: ${level}`,
  }));
}

function unusedPeople(playbook: Playbook): Finding[] {
  const used = usedPeople(playbook);
  return Object.keys(playbook.team.people)
    .filter((key) => !used.has(key))
    .map((key) => ({
      path: ['team', 'people', key],
      atKey: true,
      message: 'is on no level and no list: nobody calls, invites or asks this person',
      wanted: 'somebody who is on call, notified, a lead or an owner',
    }));
}

function usedPeople({ team, followUps, analysis }: Playbook): Set<string> {
  const oncall = Object.values(team.oncall).flatMap((source) =>
    Array.isArray(source) ? source : (source.schedule?.layers.flatMap(({ people }) => people) ?? []),
  );
  const owners = [...Object.values(followUps), ...analysis.review].flatMap(({ owner }) => owner ?? []);
  return new Set([...oncall, ...Object.values(team.notify).flat(), ...team.leads, ...owners]);
}

function shownWithoutLimit({ briefing, signals }: Playbook): Finding[] {
  return briefing.signals.flatMap((key, index) =>
    signals[key]?.thresholds.length === 0
      ? [
          {
            path: ['briefing', 'signals', index],
            message: `${key} has no threshold: the briefing shows its number, and never says whether that is bad`,
            wanted: 'a signal with thresholds',
          },
        ]
      : [],
  );
}

function rowsOfNobody(playbook: Playbook): Finding[] {
  return Object.entries(playbook.rows).flatMap(([id, row]) => {
    const why = whyNotKept(playbook, id, row);
    return why === undefined
      ? []
      : [{ path: ['rows', id, 'keptBy'], message: `${row.keptBy}: ${why}`, wanted: 'an event that can happen here' }];
  });
}

/** Why nothing but `keep` can keep a row, where that is not meant. */
function whyNotKept({ team, analysis, mitigations }: Playbook, id: string, { keptBy, who, phase }: DeadlineSpec): string | undefined {
  if (who === 'bongsu' && (BY_HAND as readonly string[]).includes(keptBy)) return 'only a person can say so, and the row is left to bongsu';
  switch (keptBy) {
    case 'bridge.opened':
      return team.bridge.hosts.length === 0 && team.bridge.fallback === undefined
        ? 'team.bridge has neither hosts nor a fallback'
        : undefined;
    case 'logs.collected':
    case 'metrics.collected':
    case 'path.proposed':
    case 'path.accepted':
      return phase === 'analyse' && !isCollectedFor(analysis, id) ? `nothing under analysis is for ${id}` : undefined;
    case 'heap-dump.analysed':
      return analysis.jvm.length === 0 ? 'analysis.jvm is empty' : undefined;
    case 'checklist.done':
      return analysis.review.length === 0 ? 'analysis.review is empty' : undefined;
    case 'mitigation.executed':
    case 'mitigation.verified':
      return Object.keys(mitigations).length === 0 ? 'there are no mitigations' : undefined;
    default:
      return undefined;
  }
}

function isCollectedFor({ signals, inspect, logs, pools, traffic }: Playbook['analysis'], id: string): boolean {
  const lists = [signals[id], inspect[id]];
  return lists.some((list) => list !== undefined && list.length > 0) || [...logs, ...pools, ...traffic].some(({ row }) => row === id);
}

/** Routes that no alert ever reaches, because an earlier one takes all that they would. */
function deafRoutes({ alerts }: Playbook): Finding[] {
  return alerts.routes.flatMap(({ match }, index) => {
    const before = alerts.routes.findIndex((route, at) => at < index && takesAll(route.match, match));
    if (before < 0) return [];
    return [
      {
        path: ['alerts', 'routes', index],
        message: `never matches: the ${ordinal(before + 1)} route takes every alert that this one would`,
        wanted: `a place before the ${ordinal(before + 1)} route, or other labels`,
      },
    ];
  });
}

type Match = Readonly<Record<string, string>>;

/** Whether whatever fits `narrow` surely fits `wide`. */
function takesAll(wide: Match, narrow: Match): boolean {
  return Object.entries(wide).every(([label, wanted]) => {
    const asked = narrow[label];
    if (asked === undefined) return false;
    if (asked === wanted) return true;
    const alternatives = literalsOf(asked);
    return alternatives?.every((value) => matches({ [label]: wanted }, { [label]: value })) ?? false;
  });
}

/** Every value that fits, where those are few: a text, or an expression of texts such as /a|b/. */
function literalsOf(wanted: string): string[] | undefined {
  const pattern = /^\/(.*)\/$/s.exec(wanted)?.[1];
  if (pattern === undefined) return [wanted];
  return /^[\w :-]+(\|[\w :-]+)*$/.test(pattern) ? pattern.split('|') : undefined;
}

/** What fires for as long as its sender lives. */
const HEARTBEATS: readonly Match[] = [{ alertname: 'Watchdog', severity: 'none' }, { alertname: 'Watchdog' }];

/** Routes that turn heartbeats into incidents: by themselves these call nobody. */
function heartbeatsRouted({ alerts }: Playbook): Finding[] {
  const indexes = HEARTBEATS.filter((labels) => isHeartbeat(labels, rankOfWord(labels.severity ?? '', alerts))).map((labels) =>
    alerts.routes.findIndex(({ match }) => matches(match, labels)),
  );
  return [...new Set(indexes)].flatMap((index) => {
    const route = alerts.routes[index];
    if (!route || route.ignore || (route.scenario === undefined && route.severity === undefined)) return [];
    return [
      {
        path: ['alerts', 'routes', index],
        message: 'also takes heartbeats (alertname Watchdog, severity none), which always fire, and makes incidents of them',
        wanted: '{ match: { severity: none }, ignore: true } and { match: { alertname: Watchdog }, ignore: true } before it',
      },
    ];
  });
}

function ordinal(number: number): string {
  return ['first', 'second', 'third', 'fourth', 'fifth'][number - 1] ?? `${number}th`;
}
