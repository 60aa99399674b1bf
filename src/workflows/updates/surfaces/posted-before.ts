import { TransientError } from '../../../domain/errors.ts';
import type { PostedRef } from '../../../domain/ports/chat.ts';
import { worded } from '../../../languages/worded.ts';
import type { Storage } from '../../../storage/index.ts';
import { tellingOf } from './surface.ts';

/**
 * The newest message in which a surface told something of this incident before, or of one update of it; undefined when there is none. Throws TransientError while an earlier one is under way.
 */
export async function postedBefore(
  storage: Pick<Storage, 'outbox'>,
  incidentId: number,
  surface: string,
  { key, id }: { key: string; id: string },
  sequence?: number,
): Promise<PostedRef | undefined> {
  const told = (await storage.outbox.of(incidentId)).filter((row) => {
    const telling = tellingOf(row);
    return telling?.surface === surface && row.key !== key && (sequence === undefined || telling.sequence === sequence);
  });
  const refs = told.flatMap(({ outcome }) => {
    const { channel, ts } = (outcome ?? {}) as Partial<PostedRef>;
    return typeof channel === 'string' && typeof ts === 'string' ? [{ channel, ts }] : [];
  });
  const ref = refs.at(-1);
  // One that is under way may have been posted, though nobody has written that down yet.
  const own = told.filter((row) => row.status === 'pending' && BigInt(row.id) < BigInt(id));
  if (!ref && own.length > 0)
    throw new TransientError(
      'told_before',
      worded(({ incidents }) => incidents.theEarlierOneFirst),
      { retryAfterMs: 1_000 },
    );
  return ref;
}
