import { isScalar, type Node, parseDocument, visit } from 'yaml';
import type { PersonFound } from '../../integrations/slack/index.ts';

/** What the team answered; people by their keys. */
export interface TeamAnswers {
  zone: string;
  language: string;
  status: { id: string; name: string };
  support?: { id: string; name: string };
  people: Readonly<Record<string, PersonFound>>;
  oncall: { L1: readonly string[]; L2: readonly string[]; operations: readonly string[] };
  hosts: readonly string[];
  fallback?: string;
}

/** From `team:` to the next thing that begins at the left edge. */
const TEAM = /^team:\n(?:(?:[ \t].*)?\n)*/m;

/**
 * The shipped playbook's text with the part that belongs to the team replaced, and everything else, comments included, as it stands.
 * What people of the template own passes to the first person of L2. Throws Error when the template has no such part.
 */
export function playbookText(template: string, team: TeamAnswers): string {
  if (!TEAM.test(template)) throw new Error('the template of the playbook has no part "team"');
  const owner = team.oncall.L2[0] ?? team.oncall.L1[0] ?? '';
  const owned = withOwner(template, owner);
  return owned.replace(TEAM, () => `${teamText(team)}\n`);
}

/** The part `team:` as YAML. */
export function teamText({ zone, language, status, support, people, oncall, hosts, fallback }: TeamAnswers): string {
  const list = (keys: readonly string[]): string => `[${keys.join(', ')}]`;
  const text = JSON.stringify;
  return [
    'team:',
    `  zone: ${text(zone)}`,
    `  language: ${language}`,
    '  workingHours: { from: "10:00", to: "19:00", days: [mon, tue, wed, thu, fri] }',
    '  channels:',
    `    status: ${status.id}  # #${status.name}`,
    ...(support ? [`    support: ${support.id}  # #${support.name}`] : []),
    '    prefix: inc                   # incident channels are called inc-<number>-<title>',
    '  people:                         # phone is optional: +8210…',
    ...Object.entries(people).map(([key, { id, name, email }]) => {
      const mail = email === undefined ? '' : `, email: ${text(email)}`;
      return `    ${key}: { slack: ${id}, name: ${text(name)}${mail} }`;
    }),
    '  oncall:                         # rotations and Slack user groups: docs/oncall.md',
    `    L1: ${list(oncall.L1)}`,
    `    L2: ${list(oncall.L2)}`,
    `    operations: ${list(oncall.operations)}`,
    '  notify:                         # invited into every incident channel',
    `    responders: ${list(oncall.L1)}`,
    '    qa: []',
    '    planning: []',
    `  leads: ${list(oncall.L2.slice(0, 1))}                      # may do what only a lead may do`,
    '  bridge:',
    `    hosts: [${hosts.map((host) => text(host)).join(', ')}]`,
    ...(fallback === undefined ? [] : [`    fallback: ${text(fallback)}`]),
    '',
  ].join('\n');
}

/** Owners of follow-ups and of the review's questions; replaced where they stand, since writing the whole tree anew would lose its layout. */
function withOwner(template: string, owner: string): string {
  const places: [from: number, to: number][] = [];
  visit(parseDocument(template), {
    Pair(_key, { key, value }) {
      if (!isScalar(key) || key.value !== 'owner' || !isScalar(value)) return;
      const [from, to] = (value as Node).range ?? [0, 0];
      places.push([from, to]);
    },
  });
  return places.reverse().reduce((text, [from, to]) => `${text.slice(0, from)}${owner}${text.slice(to)}`, template);
}
