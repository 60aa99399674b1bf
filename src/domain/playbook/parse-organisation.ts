import { closest } from 'fastest-levenshtein';
import { z } from 'zod';
import { own } from '../text/own.ts';
import { generic, kafka, quotas } from './alerts-schema.ts';
import { listOf } from './checks/draft.ts';
import type { KnownNames } from './cross-check.ts';
import { effectiveTeam } from './effective-team.ts';
import type { Organisation, ServiceRoute } from './organisation.ts';
import { checkPlaybook, locate, problemsOfShape } from './parse.ts';
import { type Finding, type Path, PlaybookError, type PlaybookProblem } from './playbook-error.ts';
import { readYaml, type WrittenYaml } from './reading/read-yaml.ts';
import type { Playbook } from './schema.ts';
import { personKey } from './schema-parts.ts';
import { externalPages, statusPageLook } from './status-page-schema.ts';

/** A file of a folder, as it was read. */
export interface PlaybookFile {
  name: string;
  text: string;
}

/** What several services share, in a folder of playbooks. */
export const ORGANISATION_FILE = 'organisation.yml';

const SHARED_PAGES =
  'Status pages of others on which every update of every service is told, unless its playbook names its own; `components` by the keys of services.';

const block = z.record(z.string(), z.unknown());

/** `organisation.yml`. What a team may say is what a playbook's own `team` may; it is checked in each service's playbook, put together with it. */
const organisationSchema = z.strictObject({
  version: z.literal(1).describe('Of this format.'),
  organisation: block.describe('What holds for every team: everything that a team may say, people above all. A team overrules it.'),
  teams: z.record(personKey, block).describe('Each team by a short key: whom it pages, its channels, leads and hours.'),
  alerts: z
    .strictObject({ quotas: quotas.optional(), generic: generic.optional(), kafka: kafka.optional() } satisfies Record<Door, unknown>)
    .optional()
    .describe('The doors for alerts, which all services share: as under `alerts` of a playbook that stands alone.'),
  statusPage: z
    .strictObject({ ...statusPageLook, external: externalPages.external.unwrap().optional().describe(SHARED_PAGES) })
    .optional()
    .describe('How the status pages of all services look, and who may see them; what a playbook says under `statusPage` goes before it.'),
  services: z
    .strictObject({
      default: personKey.optional().describe('The service of what names none; the first by its key when absent.'),
      routes: z
        .array(
          z.strictObject({
            match: z.record(z.string(), z.string()).describe('Labels and their values; a value between slashes is a regular expression.'),
            service: personKey.describe('The service that such an alert is about.'),
          }),
        )
        .default([])
        .describe('Which service an alert is about whose label `service` names none: the first that matches.'),
    })
    .prefault({})
    .describe('How alerts and people find the service that they mean.'),
});

/** What stands under `alerts` of a playbook that is alone, and in the organisation's file where several are: nobody knows whose an alert is before it was read. */
const DOORS = ['quotas', 'generic', 'kafka'] as const;
type Door = (typeof DOORS)[number];

type Read = WrittenYaml & { file: string };

/**
 * Reads a folder: `organisation.yml` and one playbook for each service, in which `team` is the key of a team. Throws PlaybookError that names every mistake of all files at once, each with
 * its file and line. `contents`: what is written of each service, with its team in it.
 * @param known names that only the program knows; without them they are not checked.
 */
export function parseOrganisation(
  files: readonly PlaybookFile[],
  known: KnownNames = {},
): Organisation & { contents: ReadonlyMap<string, unknown> } {
  const problems: PlaybookProblem[] = [];
  const reads = files.flatMap(({ name, text }): Read[] => {
    try {
      const written = readYaml(text, name);
      problems.push(...written.problems.map((problem) => ({ file: name, ...problem })));
      return [{ file: name, ...written }];
    } catch (error) {
      if (!(error instanceof PlaybookError)) throw error;
      problems.push(...error.problems.map((problem) => ({ file: name, ...problem })));
      return [];
    }
  });
  const shared = reads.find(({ file }) => file === ORGANISATION_FILE);
  const services = reads.filter((read) => read !== shared);
  // What a team says is not known when its file cannot be read: whatever else is said of it would be a guess.
  if (!shared) throw new PlaybookError(ORGANISATION_FILE, problems);
  const parsed = organisationSchema.safeParse(shared.raw);
  if (!parsed.success) problems.push(...inFile(shared, problemsOfShape(organisationSchema, parsed.error, shared.raw)));
  const found = services.flatMap((read) => readService(read, shared, known, problems));
  if (files.length < 2) problems.push(at(shared, [], 'stands alone: put one playbook for each service beside it, such as coupon.yml'));
  problems.push(...keysTwice(found));
  const settings = parsed.data?.services ?? { routes: [] };
  const keys = found.map(({ playbook }) => playbook.service.key).sort();
  if (problems.length === 0) problems.push(...unknownServices(shared, settings, keys), ...unknownInPages(shared, keys));
  const [first] = keys;
  if (problems.length > 0 || first === undefined) throw new PlaybookError(ORGANISATION_FILE, distinct(problems));
  return {
    services: found.map(({ playbook }) => playbook).sort((a, b) => (a.service.key < b.service.key ? -1 : 1)),
    home: settings.default ?? first,
    routes: settings.routes,
    contents: new Map(found.map(({ playbook, content }) => [playbook.service.key, content])),
  };
}

/** The playbook of one file with its team in it; what is wrong with it goes to `problems`, each where it stands. */
function readService(
  read: Read,
  shared: Read,
  known: KnownNames,
  problems: PlaybookProblem[],
): { read: Read; content: unknown; playbook: Playbook }[] {
  const raw = fieldsOf(read.raw);
  const { organisation, teams } = fieldsOf(shared.raw);
  const { team: key } = raw;
  if (typeof key !== 'string') {
    const found = key === undefined ? 'is missing: wanted' : 'wanted';
    problems.push(at(read, ['team'], `${found} the key of a team of ${ORGANISATION_FILE}, where its people and channels stand`));
    return [];
  }
  const team = own(fieldsOf(teams), key);
  if (team === undefined) {
    const names = Object.keys(fieldsOf(teams));
    const near = names.length === 0 ? '' : `: did you mean "${closest(key, names)}"?`;
    problems.push(at(read, ['team'], `"${key}" is no team of ${ORGANISATION_FILE}${near}`));
    return [];
  }
  const alerts = fieldsOf(raw.alerts);
  const shut = DOORS.filter((door) => Object.hasOwn(alerts, door));
  problems.push(
    ...shut.map((door) => at(read, ['alerts', door], `is shared by all services: write it under alerts of ${ORGANISATION_FILE}`)),
  );
  const doors = fieldsOf(fieldsOf(shared.raw).alerts);
  const look = lookFor(fieldsOf(fieldsOf(shared.raw).statusPage), fieldsOf(raw.service).key);
  const page = fieldsOf(raw.statusPage);
  const content = {
    ...raw,
    team: effectiveTeam(key, fieldsOf(organisation), fieldsOf(team)),
    // A list where a block is wanted stays, to be refused.
    ...(Object.keys(doors).length > 0 && (raw.alerts === undefined || raw.alerts === alerts) && { alerts: { ...alerts, ...doors } }),
    ...(Object.keys(look).length > 0 && (raw.statusPage === undefined || raw.statusPage === page) && { statusPage: { ...look, ...page } }),
  };
  const checked = checkPlaybook(content, known);
  if (checked.playbook) return [{ read, content, playbook: checked.playbook }];
  const ofTeam = checked.found.filter(({ path }) => path[0] === 'team');
  const placed = ([, ...rest]: Path): Path => (stands(team, rest) ? ['teams', key, ...rest] : ['organisation', ...rest]);
  const ofDoors = checked.found.filter(
    ({ path: [part, door] }) => part === 'alerts' && typeof door === 'string' && Object.hasOwn(doors, door),
  );
  const ofLook = checked.found.filter(
    ({ path: [part, name] }) =>
      part === 'statusPage' && typeof name === 'string' && Object.hasOwn(look, name) && !Object.hasOwn(page, name),
  );
  problems.push(...inFile(shared, ofTeam, placed), ...inFile(shared, [...ofDoors, ...ofLook]));
  const rest = checked.found.filter((one) => !ofTeam.includes(one) && !ofDoors.includes(one) && !ofLook.includes(one));
  problems.push(...inFile(read, rest));
  return [];
}

/** Components of external pages stand for services that there are. */
function unknownInPages(shared: Read, keys: readonly string[]): PlaybookProblem[] {
  return listOf(fieldsOf(fieldsOf(shared.raw).statusPage).external).flatMap((page, index) =>
    Object.keys(fieldsOf(fieldsOf(page).components))
      .filter((key) => !keys.includes(key))
      .map((key) =>
        at(
          shared,
          ['statusPage', 'external', index, 'components', key],
          `"${key}" is no service: did you mean "${closest(key, [...keys])}"?`,
        ),
      ),
  );
}

/** How the pages look, as one service has it: of an external page the component that stands for this service. */
function lookFor(look: Record<string, unknown>, service: unknown): Record<string, unknown> {
  if (!Array.isArray(look.external)) return look;
  const external = look.external.map((page: unknown) => {
    const { components, ...rest } = fieldsOf(page);
    const own = Object.entries(fieldsOf(components)).filter(([key]) => key === service);
    return { ...rest, ...(own.length > 0 && { components: Object.fromEntries(own) }) };
  });
  return { ...look, external };
}

function inFile(read: Read, found: readonly Finding[], placed: (path: Path) => Path = (path) => path): PlaybookProblem[] {
  return locate(found, placed, read).map((problem) => ({ file: read.file, ...problem }));
}

function at(read: Read, path: Path, message: string): PlaybookProblem {
  const [problem] = inFile(read, [{ path, message }]);
  return problem ?? { file: read.file, path: '', line: 1, column: 1, message, found: 'nothing', wanted: message };
}

/** Two files may not be about the same service. */
function keysTwice(found: readonly { read: Read; playbook: Playbook }[]): PlaybookProblem[] {
  return found.flatMap(({ read, playbook }, index) => {
    const first = found.findIndex((other) => other.playbook.service.key === playbook.service.key);
    if (first === index) return [];
    return [at(read, ['service', 'key'], `"${playbook.service.key}" is also the service of ${found[first]?.read.file}`)];
  });
}

function unknownServices(
  shared: Read,
  { default: home, routes }: { default?: string | undefined; routes: readonly ServiceRoute[] },
  keys: readonly string[],
): PlaybookProblem[] {
  const named: [Path, string][] = [
    ...(home === undefined ? [] : [[['services', 'default'], home] as [Path, string]]),
    ...routes.map(({ service }, index): [Path, string] => [['services', 'routes', index, 'service'], service]),
  ];
  return named
    .filter(([, key]) => !keys.includes(key))
    .map(([path, key]) => at(shared, path, `"${key}" is no service: did you mean "${closest(key, keys)}"?`));
}

/** What two services of one team share is said once. */
function distinct(problems: readonly PlaybookProblem[]): PlaybookProblem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** Whether anything of a path is written in a block. */
function stands(written: unknown, [first]: Path): boolean {
  return first !== undefined && Object.hasOwn(fieldsOf(written), first);
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
