import { type Comparison, comparePlaybooks, type PagedInstead } from '../../domain/playbook/compare.ts';
import { parsePlaybook } from '../../domain/playbook/parse.ts';
import { readYaml } from '../../domain/playbook/reading/read-yaml.ts';
import type { PlaybookDocument } from './documents.ts';

/** What would change if the newer of two playbooks that can be used took the older one's place. */
export function compareDocuments(older: PlaybookDocument, newer: PlaybookDocument, now: Date): Comparison & { zone: string } {
  const [before, after] = [older, newer].map(({ file, text = '' }) => ({
    playbook: parsePlaybook(text, file),
    raw: readYaml(text, file).raw,
  })) as [{ playbook: ReturnType<typeof parsePlaybook>; raw: unknown }, { playbook: ReturnType<typeof parsePlaybook>; raw: unknown }];
  return { ...comparePlaybooks(before, after, now), zone: after.playbook.team.zone };
}

/** For people: who is paged first, then the values, each as it is written. */
export function comparisonText({ paged, changes, zone }: Comparison & { zone: string }): string {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const lines = [
    ...section(
      `Paged first in the next seven days (${zone}):`,
      paged.map((span) => spanText(span, clock)),
    ),
    ...section(
      'Changed:',
      changes.map(({ path, before, after }) => `${path}: ${valueText(before)} -> ${valueText(after)}`),
    ),
  ];
  return lines.length === 0 ? 'Nothing would change for people and clocks.\n' : lines.join('\n');
}

function section(head: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [head, ...lines.map((line) => `  ${line}`), ''];
}

function spanText({ level, from, to, before = 'nobody', after = 'nobody' }: PagedInstead, clock: Intl.DateTimeFormat): string {
  return `${level}, ${clock.format(from)} to ${clock.format(to)}: ${before} -> ${after}`;
}

function valueText(value: unknown): string {
  if (value === undefined) return 'not there';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
