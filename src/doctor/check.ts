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

/** A look that leaves something behind, and so is taken only when it was asked for. */
export type Trial = 'create-channel';

export interface CheckContext {
  config: Config;
  playbook: Playbook;
  log: Log;
  /** Per outside call, in milliseconds. */
  timeoutMs: number;
  /** None unless given. */
  trials?: ReadonlySet<Trial>;
}

export interface Check {
  name: string;
  /** Looks and changes nothing but what `trials` allows; what it throws is shown as a failure. */
  run(context: CheckContext): Promise<Finding[]>;
}
