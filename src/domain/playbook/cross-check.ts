import { checkAnalysis } from './checks/check-analysis.ts';
import { checkOncall } from './checks/check-oncall.ts';
import { checkEscalation, checkReferences, checkRows } from './checks/check-process.ts';
import { checkScenarios } from './checks/check-scenarios.ts';
import { checkSignals, checkSources } from './checks/check-signals.ts';
import { checkTeam } from './checks/check-team.ts';
import { draftOf } from './checks/draft.ts';
import type { Finding } from './playbook-error.ts';

const CHECKS = [checkTeam, checkOncall, checkSignals, checkScenarios, checkRows, checkEscalation, checkReferences, checkAnalysis];

/** Names that a playbook may use because the program has something by that name. */
export interface KnownNames {
  /** Sources of metrics. */
  sources?: readonly string[];
}

/**
 * What the schema cannot see: names that must exist elsewhere in the playbook, ids used twice, times in the wrong order.
 * Works on what was written, whether or not its shape is right, so that one run reports everything.
 */
export function crossCheck(raw: unknown, known: KnownNames = {}): Finding[] {
  const draft = draftOf(raw);
  return [...CHECKS.flatMap((check) => check(draft)), ...(known.sources ? checkSources(draft, known.sources) : [])];
}
