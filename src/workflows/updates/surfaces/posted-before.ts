import type { PostedRef } from '../../../domain/ports/chat.ts';
import type { Storage } from '../../../storage/index.ts';
import { tellingOf } from './surface.ts';

/** The newest message in which a surface told something of this incident before, or of one update of it; undefined when there is none. */
export async function postedBefore(
  storage: Pick<Storage, 'outbox'>,
  incidentId: number,
  surface: string,
  key: string,
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
  return refs.at(-1);
}
