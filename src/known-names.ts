import type { KnownNames } from './domain/playbook/cross-check.ts';
import { checkQuery, METRICS_VENDORS } from './integrations/metrics/index.ts';
import { MITIGATIONS } from './workflows/mitigations/index.ts';

/** What a playbook may name because this program has it. */
export const KNOWN_NAMES: KnownNames = {
  sources: METRICS_VENDORS.map(({ name }) => name),
  checkQuery,
  mitigations: MITIGATIONS.map(({ name, targets, targetCounts, settings, targetTrouble }) => ({
    name,
    targets,
    ...(targetCounts && { targetCounts }),
    targetTrouble: targetTrouble ?? (() => undefined),
    problems: (given) => settings.safeParse(given).error?.issues ?? [],
  })),
};
