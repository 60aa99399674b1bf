import type { UpdateRow, UpdateTextRow } from '../../storage/index.ts';

/** Names the next update, so that of two who do something with it the first one does. */
export function nameOfNext({ sequence, nextAt }: Pick<UpdateRow, 'sequence' | 'nextAt'>): string {
  return `${sequence}.${nextAt?.getTime() ?? 0}`;
}

/** Names one that was written and waits, as it reads: other words are another one. */
export function nameOfHeld({ sequence, version }: Pick<UpdateTextRow, 'sequence' | 'version'>): string {
  return `held.${sequence}.${version}`;
}
