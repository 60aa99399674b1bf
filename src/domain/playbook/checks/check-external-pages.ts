import type { Finding } from '../playbook-error.ts';
import { type Draft, fieldsOf, listOf, unknownName } from './draft.ts';

/** A page is told once, and what its components stand for is there. */
export function checkExternalPages({ statusPage, service, components }: Draft): Finding[] {
  const pages = listOf(statusPage.external).map(fieldsOf);
  const names = pages.map(({ page }) => page);
  const known = [...Object.keys(components), ...(typeof service.key === 'string' ? [service.key] : [])];
  return pages.flatMap((page, index): Finding[] => [
    ...(names.indexOf(page.page) < index && typeof page.page === 'string'
      ? [{ path: ['statusPage', 'external', index, 'page'], message: `stands there twice: ${page.page}` }]
      : []),
    ...Object.keys(fieldsOf(page.components)).flatMap((key) =>
      unknownName(['statusPage', 'external', index, 'components', key], key, known, 'one of components, or the key of the service'),
    ),
  ]);
}

/** Every page is one that there is. */
export function checkPages({ statusPage }: Draft, known: readonly string[]): Finding[] {
  return listOf(statusPage.external).flatMap((page, index) =>
    unknownName(['statusPage', 'external', index, 'page'], fieldsOf(page).page, known, `a status page (${known.join(', ')})`),
  );
}
