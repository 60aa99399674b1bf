import type { Incident } from '../domain/incident/incident.ts';
import type { Said } from '../domain/language/said.ts';

/** The parts of declaring and following an incident that can fail one by one; each has a name people understand in every language. */
export const PARTS = [
  'channel',
  'invite',
  'briefing',
  'bridge',
  'metrics',
  'announcement',
  'page',
  'topic',
  'pin',
  'bookmark',
  'update',
  'notice',
  'chart',
] as const;

export type Part = (typeof PARTS)[number];

/** A part that did not work, to be shown. */
export interface ProblemView {
  part: Part;
  /** The other side's own word (`restricted_action`, `not_configured`, `timeout` …): where nothing is said in the reader's language, advice on it is. */
  code?: string;
  /** What went wrong and what to do, in every language where the words are ours. */
  text: Said;
  /** It will be tried again without anybody doing anything. */
  retrying: boolean;
  /** What stands in for it meanwhile, such as the fallback bridge. */
  instead?: string;
  /** The channel that stands in for it. */
  insteadChannel?: string;
  /** Slack ids of whom it concerns, where the rest of the part works; `code` is the word for all of them. */
  people?: readonly string[];
}

/** A privately shown answer to whoever declared: what exists and what did not work. */
export interface DeclarerView {
  incident: Incident;
  channelId?: string;
  threadTs?: string;
  bridgeUrl?: string;
  problems: readonly ProblemView[];
}

/** A part failed, or works again (`recovered`): posted in the incident's channel. */
export interface PartView {
  incident: Incident;
  problem: ProblemView;
  recovered?: boolean;
  now: Date;
}
