import type { PersonFound } from '../../../integrations/slack/index.ts';
import { REMARKS, sayIn } from './words.ts';

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

/** The part `team:` as YAML. */
export function teamText({ zone, language, status, support, people, oncall, hosts, fallback }: TeamAnswers): string {
  const say = sayIn(language);
  const list = (keys: readonly string[]): string => `[${keys.join(', ')}]`;
  const text = JSON.stringify;
  const remarked = (line: string, remark: string): string => `${line.padEnd(34)}# ${remark}`;
  return [
    'team:',
    `  zone: ${text(zone)}`,
    `  language: ${language}`,
    '  workingHours: { from: "10:00", to: "19:00", days: [mon, tue, wed, thu, fri] }',
    '  channels:',
    remarked(`    status: ${status.id}`, `#${status.name}`),
    ...(support ? [remarked(`    support: ${support.id}`, `#${support.name}`)] : []),
    remarked('    prefix: inc', say(REMARKS.channel)),
    remarked('  people:', say(REMARKS.phone)),
    ...Object.entries(people).map(([key, { id, name, email }]) => {
      const mail = email === undefined ? '' : `, email: ${text(email)}`;
      return `    ${key}: { slack: ${id}, name: ${text(name)}${mail} }`;
    }),
    remarked('  oncall:', say(REMARKS.rotations)),
    `    L1: ${list(oncall.L1)}`,
    `    L2: ${list(oncall.L2)}`,
    `    operations: ${list(oncall.operations)}`,
    remarked('  notify:', say(REMARKS.invited)),
    `    responders: ${list(oncall.L1)}`,
    '    qa: []',
    '    planning: []',
    remarked(`  leads: ${list(oncall.L2.slice(0, 1))}`, say(REMARKS.lead)),
    '  bridge:',
    `    hosts: [${hosts.map((host) => text(host)).join(', ')}]`,
    ...(fallback === undefined ? [] : [`    fallback: ${text(fallback)}`]),
    '',
  ].join('\n');
}
