import { matches } from '../alerts/judge-alert.ts';
import type { Bilingual } from '../language/bilingual.ts';
import type { Playbook } from '../playbook/schema.ts';
import { own } from '../text/own.ts';

/** A part of the service as its users know it. */
export interface PublicComponent {
  key: string;
  name: Bilingual;
  description?: Bilingual | undefined;
  group?: { key: string; name: Bilingual };
}

type Spec = Playbook['statusPage']['components'][string];

/** Those that the playbook names, in its order; the service itself where it names none. */
export function publicComponents({ service, statusPage }: Pick<Playbook, 'service' | 'statusPage'>): PublicComponent[] {
  const named = Object.entries(statusPage.components);
  if (named.length === 0) return [{ key: service.key, name: service.name }];
  return named.map(([key, { name, description, group }]) => {
    const groupName = group === undefined ? undefined : own(statusPage.groups, group);
    return {
      key,
      name,
      ...(description && { description }),
      ...(group !== undefined && groupName && { group: { key: group, name: groupName } }),
    };
  });
}

/** Components that an incident with this scenario affects: all of them while nobody knows which. */
export function affectedBy(playbook: Pick<Playbook, 'service' | 'statusPage' | 'scenarios'>, scenario: string | null): readonly string[] {
  const all = publicComponents(playbook).map(({ key }) => key);
  const named =
    scenario === null ? [] : Object.entries(playbook.statusPage.components).filter(([, spec]) => names(playbook, spec, scenario));
  const always = Object.entries(playbook.statusPage.components).filter(([, spec]) => isWhole(spec));
  return named.length === 0 ? all : [...named, ...always].map(([key]) => key);
}

/** Whether an alert is about one of these components: by its labels, or by the scenario that it speaks of. */
export function isAlertOf(
  playbook: Pick<Playbook, 'statusPage' | 'scenarios'>,
  components: readonly string[],
  { labels, scenario }: { labels: Readonly<Record<string, string>>; scenario: string | null },
): boolean {
  return components.some((key) => {
    const spec = own(playbook.statusPage.components, key);
    // What a newer playbook does not know any more says nothing of an alert.
    if (!spec) return false;
    if (isWhole(spec) && Object.keys(spec.match).length === 0) return true;
    if (scenario !== null && names(playbook, spec, scenario)) return true;
    return Object.keys(spec.match).length > 0 && matches(spec.match, labels);
  });
}

function names({ scenarios }: Pick<Playbook, 'scenarios'>, { scenarios: named, parts }: Spec, scenario: string): boolean {
  const part = own(scenarios, scenario)?.component;
  return named.includes(scenario) || (part !== undefined && parts.includes(part));
}

/** One that says of no scenario that it is its own is affected by all of them. */
function isWhole({ scenarios, parts }: Spec): boolean {
  return scenarios.length === 0 && parts.length === 0;
}
