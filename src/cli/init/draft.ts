import type { Config } from '../../config.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { ChannelFound, PersonFound } from '../../integrations/slack/index.ts';
import type { Asker } from './ask.ts';
import type { Proposal } from './signals/ask-signals.ts';
import type { Template } from './templates/template.ts';

/** The service that is watched, and the signals of it that answer. */
export interface ServiceDraft {
  name: string;
  key: string;
  template: Template;
  proposals: Proposal[];
}

/** What is known so far; every step adds to it. */
export interface Draft {
  /** For `.env`, in the order in which they stand there. */
  variables: Record<string, string>;
  service?: ServiceDraft;
  team: {
    status?: ChannelFound;
    support?: ChannelFound;
    people: Record<string, PersonFound>;
    oncall: { L1: string[]; L2: string[]; operations: string[] };
    zone: string;
    language: string;
    hosts: string[];
    fallback?: string;
  };
}

export interface StepContext {
  asker: Asker;
  draft: Draft;
  log: Log;
  /** Per outside call, in milliseconds. */
  timeoutMs: number;
  /** The configuration with what was answered so far, and with `given`. Throws UserError that names what is wrong. */
  config(given?: Readonly<Record<string, string>>): Config;
}

/** One of the questions; it may be made of several lines. */
export interface Step {
  title: string;
  /** Asks, checks at once, and adds to the draft. Rejects with UserError `stopped` only. */
  run(context: StepContext): Promise<void>;
}
