import type { UpdateRow } from '../../storage/index.ts';

/** Names the next update, so that of two who do something with it the first one does. */
export function nameOfNext({ sequence, nextAt }: Pick<UpdateRow, 'sequence' | 'nextAt'>): string {
  return `${sequence}.${nextAt?.getTime() ?? 0}`;
}

/** Names one that was written and waits. */
export function nameOfHeld({ sequence }: Pick<UpdateRow, 'sequence'>): string {
  return `held.${sequence}`;
}
