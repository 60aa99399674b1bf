import { basename } from 'node:path';
import { warningsOf } from '../../domain/playbook/checks/warnings.ts';
import type { KnownNames } from '../../domain/playbook/cross-check.ts';
import { locate, parsePlaybook } from '../../domain/playbook/parse.ts';
import { ORGANISATION_FILE, parseOrganisation } from '../../domain/playbook/parse-organisation.ts';
import { type Finding, type Path, PlaybookError, type PlaybookProblem } from '../../domain/playbook/playbook-error.ts';
import { readYaml, type WrittenYaml } from '../../domain/playbook/reading/read-yaml.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import { KNOWN_NAMES } from '../../known-names.ts';
import type { PlaybookDocument } from './documents.ts';

/** A problem by how bad it is: with an error the playbook cannot be used, with a warning it can. */
export type Noticed = PlaybookProblem & { level: 'error' | 'warning' };

/** What there is to say of one file, in the order of its lines. */
export interface Report {
  file: string;
  problems: readonly Noticed[];
}

const KNOWN: KnownNames = KNOWN_NAMES;

/** What there is to say of documents that were named together: an organisation's are read as one, any others each by itself. */
export function lookAtAll(documents: readonly PlaybookDocument[], now: Date): Report[] {
  const unread = documents.filter(({ text }) => text === undefined);
  const isOrganisation = documents.some(({ file }) => basename(file) === ORGANISATION_FILE);
  return isOrganisation && unread.length === 0 ? lookAtOrganisation(documents, now) : documents.map((document) => lookAt(document, now));
}

/** Everything that is wrong with a document; what looks wrong only once nothing is. */
function lookAt({ file, text, trouble }: PlaybookDocument, now: Date): Report {
  if (text === undefined) {
    const message = trouble ?? 'cannot be read';
    return { file, problems: [{ level: 'error', path: '', line: 1, column: 1, message, found: 'a file', wanted: 'a playbook' }] };
  }
  try {
    const playbook = parsePlaybook(text, file, KNOWN);
    return { file, problems: warnings(warningsOf(playbook, now), readYaml(text, file)) };
  } catch (error) {
    if (!(error instanceof PlaybookError)) throw error;
    return { file, problems: error.problems.map((problem) => ({ level: 'error', ...problem })) };
  }
}

function lookAtOrganisation(documents: readonly PlaybookDocument[], now: Date): Report[] {
  const files = documents.map(({ file, text = '' }) => ({ name: basename(file), text }));
  const reports = (problems: (name: string) => Noticed[]): Report[] =>
    documents.map(({ file }) => ({ file, problems: problems(basename(file)).sort((a, b) => a.line - b.line || a.column - b.column) }));
  try {
    const { services } = parseOrganisation(files, KNOWN);
    const written = new Map(files.map(({ name, text }) => [name, readYaml(text, name)]));
    const shared = written.get(ORGANISATION_FILE);
    const looked = services.map((playbook) => ({ playbook, found: warningsOf(playbook, now) }));
    const ofTeams = teamWarnings(looked);
    return reports((name) => {
      const yaml = written.get(name);
      if (!yaml) return [];
      if (yaml === shared) return ofTeams.flatMap(({ team, finding }) => warnings([finding], yaml, placedIn(yaml, team)));
      const own = looked.find(({ playbook }) => playbook.service.key === serviceKey(yaml.raw));
      return warnings(
        (own?.found ?? []).filter(({ path }) => path[0] !== 'team'),
        yaml,
      );
    });
  } catch (error) {
    if (!(error instanceof PlaybookError)) throw error;
    const { problems, fileName } = error;
    return reports((name) =>
      problems.flatMap(({ file = fileName, ...problem }): Noticed[] => (file === name ? [{ level: 'error', ...problem }] : [])),
    );
  }
}

/** What is said of teams, once for each; somebody whom one team does not use may be another's. */
function teamWarnings(looked: readonly { playbook: Playbook; found: readonly Finding[] }[]): { team: string; finding: Finding }[] {
  const all = looked.flatMap(({ playbook, found }) => {
    const ofTeam = found.filter(({ path }) => path[0] === 'team');
    return ofTeam.map((finding) => ({ team: playbook.team.key, finding, key: JSON.stringify(finding.path) }));
  });
  const isSaidByAll = (key: string) => looked.every(({ found }) => found.some(({ path }) => JSON.stringify(path) === key));
  const kept = all.filter(({ finding, key }) => finding.path[1] !== 'people' || isSaidByAll(key));
  const once = new Map(kept.map((one) => [`${one.finding.path[1] === 'people' ? '' : one.team} ${one.key}`, one]));
  return [...once.values()].map(({ team, finding }) => ({ team, finding }));
}

/** Where something of a team stands: with the team, or with what holds for all of them. */
function placedIn({ raw }: WrittenYaml, team: string): (path: Path) => Path {
  const own = (raw as { teams?: Record<string, Record<string, unknown>> }).teams?.[team] ?? {};
  return ([, first = '', ...rest]) => (Object.hasOwn(own, first) ? ['teams', team, first, ...rest] : ['organisation', first, ...rest]);
}

function serviceKey(raw: unknown): unknown {
  return (raw as { service?: { key?: unknown } } | null)?.service?.key;
}

function warnings(found: readonly Finding[], yaml: WrittenYaml, placed: (path: Path) => Path = (path) => path): Noticed[] {
  return locate(found, placed, yaml).map((problem) => ({ level: 'warning', ...problem }));
}
