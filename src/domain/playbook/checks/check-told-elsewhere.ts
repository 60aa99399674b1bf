import type { Finding } from '../playbook-error.ts';
import { type Draft, fieldsOf, listOf, repeated, unknownName } from './draft.ts';

/** A network and a help desk are told once. */
export function checkToldElsewhere({ updates }: Draft): Finding[] {
  const networks = listOf(fieldsOf(updates.social).networks).map((one) => fieldsOf(one).network);
  const desks = listOf(updates.helpDesks).map((one) => fieldsOf(one).desk);
  return [...repeated(['updates', 'social', 'networks'], 'network', networks), ...repeated(['updates', 'helpDesks'], 'desk', desks)];
}

/** Every social network is one that there is. */
export function checkNetworks({ updates }: Draft, known: readonly string[]): Finding[] {
  return listOf(fieldsOf(updates.social).networks).flatMap((one, index) =>
    unknownName(
      ['updates', 'social', 'networks', index, 'network'],
      fieldsOf(one).network,
      known,
      `a social network (${known.join(', ')})`,
    ),
  );
}

/** Every help desk is one that there is. */
export function checkDesks({ updates }: Draft, known: readonly string[]): Finding[] {
  return listOf(updates.helpDesks).flatMap((one, index) =>
    unknownName(['updates', 'helpDesks', index, 'desk'], fieldsOf(one).desk, known, `a help desk (${known.join(', ')})`),
  );
}
