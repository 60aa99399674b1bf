import { join } from 'node:path';

/** A program of `npm run build`, as `npm start` and the image run it. The test run builds them before anything else. */
export function program(name: 'main' | 'init' | 'doctor' | 'check' | 'diagnose' | 'mitigate' | 'replay' | 'import'): string {
  return join(import.meta.dirname, '../../../dist', `${name}.mjs`);
}
