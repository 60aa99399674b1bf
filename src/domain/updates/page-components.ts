import type { Incident } from '../incident/incident.ts';
import type { Severity } from '../incident/states.ts';
import type { Playbook } from '../playbook/schema.ts';
import type { PageComponentState, PageComponents } from '../ports/status-pages.ts';
import { own } from '../text/own.ts';
import type { PublicStage } from './told-text.ts';

const BY_SEVERITY: Readonly<Record<Severity, PageComponentState>> = { sev1: 'major-outage', sev2: 'partial-outage', sev3: 'degraded' };

/** What an affected component is: as bad as the incident while it goes on, not quite well while it is watched, well when it is over. */
export function pageComponentState(severity: Severity, stage: PublicStage): PageComponentState {
  if (stage === 'resolved') return 'operational';
  return stage === 'monitoring' ? 'degraded' : BY_SEVERITY[severity];
}

type Mapped = Playbook['statusPage']['external'][number]['components'];

/**
 * What an update makes of the components of a page: the one in which the incident's causes lie, or the service's where that has none of its own. Those in `before`, which an earlier update
 * touched and this one does not, are well again.
 */
export function pageComponents(
  { service, scenarios }: Pick<Playbook, 'service' | 'scenarios'>,
  { scenario, severity }: Pick<Incident, 'scenario' | 'severity'>,
  { stage, mapped, before = {} }: { stage: PublicStage; mapped: Mapped; before?: PageComponents },
): PageComponents {
  const component = scenario === null ? undefined : own(scenarios, scenario)?.component;
  const affected = (component === undefined ? undefined : own(mapped, component)) ?? own(mapped, service.key);
  const well = Object.keys(before).map((id) => [id, 'operational'] as const);
  return Object.fromEntries([...well, ...(affected === undefined ? [] : [[affected, pageComponentState(severity, stage)] as const])]);
}
