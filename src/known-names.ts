import { commandNames } from './commands/names.ts';
import type { KnownNames } from './domain/playbook/cross-check.ts';
import { SLACK_WAY } from './domain/playbook/paging-schema.ts';
import { HELP_DESKS } from './integrations/help-desks/index.ts';
import { INSPECTORS } from './integrations/inspectors/index.ts';
import { checkQuery, METRICS_VENDORS } from './integrations/metrics/index.ts';
import { PAGER_CHANNELS } from './integrations/pagers/index.ts';
import { SOCIAL_NETWORKS } from './integrations/social-networks/index.ts';
import { STATUS_PAGES } from './integrations/status-pages/index.ts';
import { MITIGATIONS } from './workflows/mitigation/kinds/index.ts';

const namesIn = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name);

/** What a playbook may name because this program has it. */
export const KNOWN_NAMES: KnownNames = {
  sources: namesIn(METRICS_VENDORS),
  checkQuery,
  commands: commandNames(),
  pagers: [SLACK_WAY, ...namesIn(PAGER_CHANNELS)],
  pages: namesIn(STATUS_PAGES),
  networks: namesIn(SOCIAL_NETWORKS),
  desks: namesIn(HELP_DESKS),
  inspectors: namesIn(INSPECTORS),
  mitigations: MITIGATIONS.map(({ name, targets, targetCounts, settings, targetTrouble }) => ({
    name,
    targets,
    ...(targetCounts && { targetCounts }),
    targetTrouble: targetTrouble ?? (() => undefined),
    problems: (given) => settings.safeParse(given).error?.issues ?? [],
  })),
};
