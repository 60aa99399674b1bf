import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The paths of all playbooks that are shipped. */
export const SHIPPED: readonly string[] = readdirSync('playbooks')
  .filter((name) => name.endsWith('.yml'))
  .map((name) => `playbooks/${name}`);

/** What a playbook asks of a source. */
export function queriesOf(path: string, source: string): string[] {
  const { signals } = parse(readFileSync(path, 'utf8')) as { signals: Record<string, { source?: string; query: string }> };
  return Object.values(signals).flatMap((signal) => (signal.source === source ? [signal.query] : []));
}
