import { PermanentError } from '../../domain/errors.ts';
import type { StatusPage } from '../../domain/ports/status-pages.ts';
import { worded } from '../../languages/worded.ts';
import type { StatusPageKind } from './status-page-kind.ts';

/** The page of a vendor that nothing sets up: a playbook names it all the same. */
export function unconfiguredPage({ name, title, variables }: Pick<StatusPageKind, 'name' | 'title' | 'variables'>): StatusPage {
  const refuse = async () => {
    throw new PermanentError(
      'not_set_up',
      worded(({ statusPages }) => statusPages.isNotSetUp(title, variables)),
    );
  };
  return { name, title, find: refuse, create: refuse, add: refuse, read: refuse, states: refuse, setStates: refuse };
}
