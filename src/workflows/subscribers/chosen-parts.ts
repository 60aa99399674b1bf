import { UserError } from '../../domain/errors.ts';
import { publicComponents } from '../../domain/status-page/components.ts';
import { partName } from '../../domain/subscribers/subscription.ts';
import { worded } from '../../languages/worded.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** The services and components of a choice; null is everything. */
interface Parts {
  services: string[] | null;
  components: string[] | null;
}

/** What somebody names: a service, and components of it or of the service where it is asked. Throws UserError `bad_argument` for a component that there is not. */
export function chosenParts(
  { playbook, services }: Pick<Runtime, 'playbook' | 'services'>,
  { service, components }: { service?: string | undefined; components?: readonly string[] | undefined },
): Parts {
  if (components === undefined) return { services: service === undefined ? null : [service], components: null };
  const of = service === undefined ? playbook : (services.find(service)?.playbook ?? playbook);
  const known = publicComponents(of).map(({ key }) => key);
  const unknown = components.find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new UserError(
      'bad_argument',
      worded(({ maintenance }) => maintenance.noSuchComponent(unknown, known.map((key) => `\`${key}\``).join(', '))),
      { argument: 'components' },
    );
  return { services: [of.service.key], components: [...new Set(components)].map((key) => partName(of.service.key, key)) };
}
