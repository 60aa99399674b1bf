import type { Config } from '../config.ts';
import type { Playbook } from '../domain/playbook/schema.ts';
import type { Log } from '../domain/ports.ts';

/** `fail`: an incident would suffer. `warn`: it works, but somebody will be surprised. */
export type FindingLevel = 'ok' | 'warn' | 'fail';

export interface Finding {
  level: FindingLevel;
  /** What was looked at. */
  subject: string;
  /** What was seen, and what to do about it. */
  text: string;
}

export interface CheckContext {
  config: Config;
  playbook: Playbook;
  log: Log;
  /** Per outside call, in milliseconds. */
  timeoutMs: number;
}

export interface Check {
  name: string;
  /** Looks and changes nothing; what it throws is shown as a failure. */
  run(context: CheckContext): Promise<Finding[]>;
}
