import { basename } from 'node:path';
import { type ChangedValue, type Compared, type Comparison, comparePlaybooks, type PagedInstead } from '../../domain/playbook/compare.ts';
import type { ServiceRoute } from '../../domain/playbook/organisation.ts';
import { parsePlaybook } from '../../domain/playbook/parse.ts';
import { ORGANISATION_FILE, parseOrganisation } from '../../domain/playbook/parse-organisation.ts';
import { readYaml } from '../../domain/playbook/reading/read-yaml.ts';
import type { PlaybookDocument } from './documents.ts';

/** What would change for one team or one service, and the zone in which its times are told. */
export interface PartComparison extends Comparison {
  zone: string;
}

/** What would change for people and clocks when one organisation takes the place of another. A playbook that stands alone is one of a service. */
export interface OrganisationComparison {
  /** Keys of services that only the newer or only the older one has. */
  added: string[];
  removed: string[];
  /** Each that is in both, by its key; what its services share is told of a team once. Only where something differs. */
  teams: (PartComparison & { team: string })[];
  services: (PartComparison & { service: string })[];
  /** How alerts and people find their service. */
  changes: ChangedValue[];
}

interface Side {
  services: ReadonlyMap<string, Compared>;
  /** Absent for a playbook that stands alone. */
  finding?: { default: string; routes: readonly ServiceRoute[] };
}

/** What would change if the newer of two playbooks, or of two folders of them, that can be used took the older one's place. */
export function compareDocuments(
  older: readonly PlaybookDocument[],
  newer: readonly PlaybookDocument[],
  now: Date,
): OrganisationComparison | PartComparison {
  const [before, after] = [sideOf(older), sideOf(newer)];
  const [[only] = [], [own] = []] = [[...before.services.values()], [...after.services.values()]];
  // Whoever compares two playbooks that stand alone means them, whatever they call their service.
  if (!before.finding && !after.finding && only && own) return compared(only, own, now);
  const both = [...after.services].flatMap(([service, is]) => {
    const was = before.services.get(service);
    return was ? [{ service, was, is, moved: teamOf(was) !== teamOf(is), ...compared(was, is, now) }] : [];
  });
  const staying = both.filter(({ moved }) => !moved);
  const teams = new Map(
    staying.map(({ is, zone, ...found }) => [teamOf(is), { zone, paged: found.paged, changes: found.changes.filter(isTeams) }]),
  );
  return {
    added: [...after.services.keys()].filter((key) => !before.services.has(key)),
    removed: [...before.services.keys()].filter((key) => !after.services.has(key)),
    teams: [...teams].map(([team, found]) => ({ team, ...found })).filter(differs),
    services: both
      .map(({ service, was, is, moved, zone, paged, changes }) => ({
        service,
        zone,
        paged: moved ? paged : [],
        changes: moved ? [{ path: 'team', before: teamOf(was), after: teamOf(is) }, ...changes] : changes.filter((one) => !isTeams(one)),
      }))
      .filter(differs),
    changes: (['default', 'routes'] as const).flatMap((key) => {
      const [was, is] = [before.finding?.[key], after.finding?.[key]];
      return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ path: `services.${key}`, before: was, after: is }];
    }),
  };
}

function sideOf(documents: readonly PlaybookDocument[]): Side {
  const files = documents.map(({ file, text = '' }) => ({ name: basename(file), text }));
  if (files.some(({ name }) => name === ORGANISATION_FILE)) {
    const { services, contents, home, routes } = parseOrganisation(files);
    const found = services.map((playbook): [string, Compared] => [
      playbook.service.key,
      { playbook, raw: contents.get(playbook.service.key) },
    ]);
    return { services: new Map(found), finding: { default: home, routes } };
  }
  const alone = files.map(({ name, text }): [string, Compared] => {
    const playbook = parsePlaybook(text, name);
    return [playbook.service.key, { playbook, raw: readYaml(text, name).raw }];
  });
  return { services: new Map(alone) };
}

function compared(was: Compared, is: Compared, now: Date): PartComparison {
  return { ...comparePlaybooks(was, is, now), zone: is.playbook.team.zone };
}

function teamOf({ playbook }: Compared): string {
  return playbook.team.key;
}

function isTeams({ path }: ChangedValue): boolean {
  return path.startsWith('team.');
}

function differs({ paged, changes }: Comparison): boolean {
  return paged.length > 0 || changes.length > 0;
}

/** For people: who is paged first, then the values, each as it is written. */
export function comparisonText(comparison: OrganisationComparison | PartComparison): string {
  const lines = 'services' in comparison ? organisationLines(comparison) : partLines(comparison);
  return lines.length === 0 ? 'Nothing would change for people and clocks.\n' : lines.join('\n');
}

function organisationLines({ added, removed, teams, services, changes }: OrganisationComparison): string[] {
  return [
    ...section('Services that come:', added),
    ...section('Services that go:', removed),
    ...section('Which service is meant:', changes.map(changeText)),
    ...teams.flatMap(({ team, ...part }) => [`Team ${team}`, ...partLines(part)]),
    ...services.flatMap(({ service, ...part }) => [`Service ${service}`, ...partLines(part)]),
  ];
}

function partLines({ paged, changes, zone }: PartComparison): string[] {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return [
    ...section(
      `Paged first in the next seven days (${zone}):`,
      paged.map((span) => spanText(span, clock)),
    ),
    ...section('Changed:', changes.map(changeText)),
  ];
}

function section(head: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [head, ...lines.map((line) => `  ${line}`), ''];
}

function changeText({ path, before, after }: ChangedValue): string {
  return `${path}: ${valueText(before)} -> ${valueText(after)}`;
}

function spanText({ level, from, to, before = 'nobody', after = 'nobody' }: PagedInstead, clock: Intl.DateTimeFormat): string {
  return `${level}, ${clock.format(from)} to ${clock.format(to)}: ${before} -> ${after}`;
}

function valueText(value: unknown): string {
  if (value === undefined) return 'not there';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
