import type { Config } from '../../config.ts';
import { errorText, TransientError } from '../../domain/errors.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { Log } from '../../domain/ports/log.ts';
import { LANGUAGES } from '../../languages/index.ts';

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
  /** What says where it is, to be checked when it does not answer: a variable, or a place in the playbook. */
  address?: string;
  /** Looks and changes nothing but what `trials` allows; what it throws is shown as a failure. */
  run(context: CheckContext): Promise<Finding[]>;
}

const AWAY = new Set(['connection', 'timeout']);

/** What was thrown, and what to look at when nobody answered there. */
export function whyNot(error: unknown, address: string | undefined): string {
  const text = errorText(error);
  const away = error instanceof TransientError && AWAY.has(error.code);
  if (!away || address === undefined || error.namesAddress) return text;
  return `${text} ${LANGUAGES.en.surfaces.advice.connection} Check ${address}.`;
}
