import { readdirSync } from 'node:fs';

/** The paths of all playbooks that are shipped. */
export const SHIPPED: readonly string[] = readdirSync('playbooks')
  .filter((name) => name.endsWith('.yml'))
  .map((name) => `playbooks/${name}`);
