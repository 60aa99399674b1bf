import { DateTime } from 'luxon';
import { type Document, isMap, isScalar, type Node, Pair, parseDocument, visit, Document as YamlDocument } from 'yaml';
import { worded } from '../../../languages/worded.ts';
import { ONCALL_LEVELS } from '../levels.ts';
import type { ImportDraft, LevelDraft, OverrideDraft, PersonDraft, RouteDraft, ScheduleDraft, TeamDraft } from './draft.ts';

/**
 * The one place that knows where in a playbook each thing goes. Today a team is the block `team:` of a file with one service; `escalation`, its `rows` and `alerts.routes` stand
 * beside it.
 */

/** Marks what only a person can know; the check of the playbook refuses it where it stands. */
const FILL_IN = 'FILL IN';

/** Blocks of a playbook by their names, as plain data in the order in which they are written. */
export interface Blocks {
  team: Record<string, unknown>;
  escalation: Record<string, unknown>[];
  rows: Record<string, Record<string, unknown>>;
  routes: RouteDraft[];
}

const REPEAT = { repeatEvery: '5m', repeatAtMost: 5 };
const PAGE_MINUTES = 5;
/** Anchors spare lines and puzzle whoever edits them. */
const PLAIN = { aliasDuplicateObjects: false };

/** What a team becomes. A level that its escalation does not have is its members. */
export function blocksOf(team: TeamDraft, { people }: Pick<ImportDraft, 'people'>): Blocks {
  const steps = team.steps.length > 0 ? team.steps : [{ level: 'L1' as const, atMinutes: 0 }];
  const named = namedBy(team);
  const spare = team.members.length > 0 ? team.members : named.length > 0 ? named : people.map(({ key }) => key);
  const level = (name: (typeof ONCALL_LEVELS)[number]): unknown => sourceOf(team.levels[name] ?? { people: spare });
  const used = new Set([...team.members, ...named, ...spare]);
  const responders = team.members.length > 0 ? team.members : spare;
  return {
    team: {
      zone: team.zone,
      language: 'en',
      workingHours: { from: '10:00', to: '19:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] },
      channels: { status: `${FILL_IN}: id of the status channel` },
      people: Object.fromEntries(people.filter(({ key }) => used.has(key)).map((person) => [person.key, personOf(person)])),
      oncall: Object.fromEntries(ONCALL_LEVELS.map((name) => [name, level(name)])),
      notify: { responders },
      leads: team.leads,
      bridge: { hosts: [] },
    },
    escalation: steps.map(({ level: at, atMinutes }, index) => ({ id: `A${index + 1}`, level: at, at: `${atMinutes}m`, ...REPEAT })),
    rows: Object.fromEntries(
      steps.map(({ level: at, atMinutes }, index) => [
        `A${index + 1}`,
        {
          phase: 'detect',
          from: 'detection',
          ...(atMinutes > 0 && { after: `${atMinutes}m` }),
          within: `${atMinutes + PAGE_MINUTES}m`,
          keptBy: 'page.sent',
          who: 'bongsu',
          title: worded(({ rules }) => rules.page(at)),
        },
      ]),
    ),
    routes: team.routes,
  };
}

/** `organisation.yml` of a folder of playbooks: people once, and all teams. What else a team has belongs to the playbooks of its services; see `serviceYamlOf`. */
export function organisationYamlOf(draft: Pick<ImportDraft, 'people' | 'teams'>, about: string): string {
  const all = draft.teams.map((team) => ({ team, blocks: blocksOf(team, draft) }));
  const { zone, language, workingHours, channels, bridge } = all[0]?.blocks.team ?? {};
  const teams = all.map(({ team, blocks }) => {
    const { zone: its, oncall, notify, leads } = blocks.team;
    return [team.key, { zone: its, ...(team.members.length > 0 && { members: team.members }), oncall, notify, leads }] as const;
  });
  const people = Object.fromEntries(draft.people.map((person) => [person.key, personOf(person)]));
  const document = new YamlDocument(
    { version: 1, organisation: { zone, language, workingHours, channels, people, bridge }, teams: Object.fromEntries(teams) },
    PLAIN,
  );
  document.commentBefore = ` ${about}`;
  layOut(document);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** What of a team stands in the playbook of each of its services, beside an organisation. */
export function serviceYamlOf({ key }: TeamDraft, { escalation, rows, routes }: Blocks): string {
  const document = new YamlDocument({ team: key, escalation, rows, ...(routes.length > 0 && { alerts: { routes } }) }, PLAIN);
  layOut(document);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** The blocks alone, as YAML to be put into a playbook. */
export function yamlOf(blocks: Blocks, about: string): string {
  const { team, escalation, rows, routes } = blocks;
  const document = new YamlDocument({ team, escalation, rows, ...(routes.length > 0 && { alerts: { routes } }) }, PLAIN);
  document.commentBefore = ` ${about}`;
  layOut(document);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/**
 * A playbook with the blocks put where they belong. Its channels, hours, languages and bridge stay, and so does everything else of it; what it gave to people whom it has no longer
 * passes to the first of L2 or L1.
 */
export function placedIn(text: string, blocks: Blocks): string {
  const document = parseDocument(text);
  const people = Object.keys(blocks.team.people as object);
  for (const name of ['zone', 'people', 'oncall', 'notify', 'leads'])
    document.setIn(['team', name], document.createNode(blocks.team[name] as Record<string, unknown>, PLAIN));
  for (const [name, value] of Object.entries(blocks.team))
    if (!document.hasIn(['team', name])) document.setIn(['team', name], document.createNode(value, PLAIN));
  if (isMap(document.getIn(['team', 'languages']))) document.deleteIn(['team', 'languages', 'people']);
  document.setIn(['escalation'], document.createNode(blocks.escalation));
  forgetPages(document, blocks);
  for (const [id, row] of Object.entries(blocks.rows)) document.setIn(['rows', id], document.createNode(row));
  if (blocks.routes.length > 0) {
    const before = (document.toJS() as { alerts?: { routes?: unknown[] } }).alerts?.routes ?? [];
    document.setIn(['alerts', 'routes'], document.createNode([...before, ...blocks.routes]));
  }
  const owner = ownerOf(blocks) ?? people[0];
  visit(document, {
    Pair(_key, pair) {
      if (isScalar(pair.key) && pair.key.value === 'owner' && isScalar(pair.value) && !people.includes(String(pair.value.value)))
        pair.value.value = owner;
    },
  });
  layOut(document);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** Rows that were kept by pages of steps which are gone. */
function forgetPages(document: Document, blocks: Blocks): void {
  const rows = document.get('rows');
  if (!isMap(rows)) return;
  for (const { key } of [...rows.items]) {
    const id = isScalar(key) ? String(key.value) : '';
    if (document.getIn(['rows', id, 'keptBy']) === 'page.sent' && !(id in blocks.rows)) document.deleteIn(['rows', id]);
  }
}

function ownerOf({ team }: Blocks): string | undefined {
  const { L2, L1 } = team.oncall as Record<string, unknown>;
  return [L2, L1].map((source) => (Array.isArray(source) ? (source[0] as string) : firstOf(source))).find((person) => person !== undefined);
}

function firstOf(source: unknown): string | undefined {
  const { layers = [], overrides = [] } = (source as { schedule: { layers?: { people: string[] }[]; overrides?: { person: string }[] } })
    .schedule;
  return layers[0]?.people[0] ?? overrides[0]?.person;
}

function personOf({ slack, name, email, phone }: PersonDraft): Record<string, unknown> {
  return {
    slack: slack ?? `${FILL_IN}: Slack id of ${email ?? name}`,
    name,
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
  };
}

function namedBy({ levels, leads }: TeamDraft): string[] {
  const named = Object.values(levels).flatMap((level) =>
    'people' in level
      ? level.people
      : [...level.schedule.layers.flatMap((layer) => layer.people), ...level.schedule.overrides.map(({ person }) => person)],
  );
  return [...new Set([...named, ...leads])];
}

function sourceOf(level: LevelDraft): unknown {
  return 'people' in level ? level.people : { schedule: scheduleOf(level.schedule) };
}

/** A schedule as the playbook has it. */
export function scheduleOf({ zone, layers, overrides }: ScheduleDraft): Record<string, unknown> {
  return {
    zone,
    ...(layers.length > 0 && { layers: layers.map(({ end, ...layer }) => ({ ...layer, ...(end && { end: momentText(end, zone) }) })) }),
    ...(overrides.length > 0 && { overrides: overrides.map((override) => overrideOf(override, zone)) }),
  };
}

function overrideOf({ person, from, to, layers }: OverrideDraft, zone: string): Record<string, unknown> {
  return { person, from: momentText(from, zone), to: momentText(to, zone), ...(layers && { layers }) };
}

/** With the offset that clocks of the zone have then, so that a person can read it. */
function momentText(at: Date, zone: string): string {
  const local = DateTime.fromJSDate(at, { zone });
  return local.toFormat(local.second === 0 ? "yyyy-MM-dd'T'HH:mmZZ" : "yyyy-MM-dd'T'HH:mm:ssZZ");
}

/** One line for each person, layer, override, step, row and route. */
function layOut(document: Document): void {
  const short = (whole: readonly (string | number)[]): boolean => {
    // In an organisation the same things stand one or two levels deeper.
    const path = whole[0] === 'organisation' ? ['team', ...whole.slice(1)] : whole[0] === 'teams' ? ['team', ...whole.slice(2)] : whole;
    const [first, second, third] = path;
    if (first === 'team') {
      if (second === 'people') return path.length === 3;
      if (second === 'oncall')
        return (
          ['layers', 'overrides'].includes(String(path.at(-2))) ||
          (path.length === 3 && third !== undefined && !isMap(document.getIn(whole)))
        );
      return path.length === 2 && ['workingHours', 'leads', 'members'].includes(String(second))
        ? true
        : second === 'notify' && path.length === 3;
    }
    if (first === 'escalation') return path.length === 2;
    if (first === 'rows') return path.length === 2;
    return first === 'alerts' && second === 'routes' && path.length === 3;
  };
  visit(document, {
    Scalar(_key, node) {
      // Older readers of YAML take 18:00 for a number.
      if (typeof node.value === 'string' && /^\d\d:\d\d$/.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
    Collection(key, node, ancestors) {
      const path = [...pathOf(ancestors), ...(typeof key === 'number' ? [key] : [])];
      if (short(path)) node.flow = true;
    },
  });
}

function pathOf(ancestors: readonly (Document | Node | Pair)[]): (string | number)[] {
  const path: (string | number)[] = [];
  for (const [index, node] of ancestors.entries()) {
    if (node instanceof Pair && isScalar(node.key)) path.push(String(node.key.value));
    else if (index > 0 && 'items' in (ancestors[index - 1] as object) && !(node instanceof Pair)) {
      const { items } = ancestors[index - 1] as unknown as { items: unknown[] };
      path.push(items.indexOf(node));
    }
  }
  return path;
}
