import { checkAlerts } from './checks/check-alerts.ts';
import { checkAnalysis, checkInspectors } from './checks/check-analysis.ts';
import { checkComponents } from './checks/check-components.ts';
import { checkExternalPages, checkPages } from './checks/check-external-pages.ts';
import { checkLanguages } from './checks/check-languages.ts';
import { checkMitigationKinds, checkMitigations, type KnownMitigationKind } from './checks/check-mitigations.ts';
import { checkOncall } from './checks/check-oncall.ts';
import { checkEscalation, checkPermissions, checkReferences, checkRows } from './checks/check-process.ts';
import { checkScenarios } from './checks/check-scenarios.ts';
import { checkQueries, checkSignals, checkSources, type QueryCheck } from './checks/check-signals.ts';
import { checkStatusPage } from './checks/check-status-page.ts';
import { checkTeam, checkWays } from './checks/check-team.ts';
import { checkDesks, checkNetworks, checkToldElsewhere } from './checks/check-told-elsewhere.ts';
import { draftOf } from './checks/draft.ts';
import type { Finding } from './playbook-error.ts';

const CHECKS = [
  checkTeam,
  checkLanguages,
  checkOncall,
  checkSignals,
  checkComponents,
  checkScenarios,
  checkRows,
  checkEscalation,
  checkReferences,
  checkAlerts,
  checkAnalysis,
  checkMitigations,
  checkExternalPages,
  checkStatusPage,
  checkToldElsewhere,
];

/** What a playbook may use because the program has it. */
export interface KnownNames {
  /** Sources of metrics. */
  sources?: readonly string[];
  /** Whether a source can answer a query. */
  checkQuery?: QueryCheck;
  /** Subcommands, with which `permissions` may deal. */
  commands?: readonly string[];
  /** Ways to page. */
  pagers?: readonly string[];
  /** Status pages of others. */
  pages?: readonly string[];
  /** Social networks. */
  networks?: readonly string[];
  /** Help desks. */
  desks?: readonly string[];
  /** Who looks closely for the analysis. */
  inspectors?: readonly string[];
  /** Kinds of mitigations. */
  mitigations?: readonly KnownMitigationKind[];
}

/**
 * What the schema cannot see: names that must exist elsewhere in the playbook, ids used twice, times in the wrong order.
 * Works on what was written, whether or not its shape is right, so that one run reports everything.
 */
export function crossCheck(raw: unknown, known: KnownNames = {}): Finding[] {
  const draft = draftOf(raw);
  const { sources, checkQuery, commands, mitigations, pagers, pages, networks, desks, inspectors } = known;
  return [
    ...CHECKS.flatMap((check) => check(draft)),
    ...(sources ? checkSources(draft, sources) : []),
    ...(commands ? checkPermissions(draft, commands) : []),
    ...(pagers ? checkWays(draft, pagers) : []),
    ...(pages ? checkPages(draft, pages) : []),
    ...(networks ? checkNetworks(draft, networks) : []),
    ...(desks ? checkDesks(draft, desks) : []),
    ...(inspectors ? checkInspectors(draft, inspectors) : []),
    ...(mitigations ? checkMitigationKinds(draft, mitigations) : []),
    ...(checkQuery ? checkQueries(draft, checkQuery) : []),
  ];
}
