import { UserError } from '../../domain/errors.ts';
import { isPersonId } from '../../domain/incident/person-id.ts';
import { mention, says, type Told } from '../../domain/language/words.ts';
import type { EventKind } from '../../domain/timeline/index.ts';
import type { Stores } from '../../storage/index.ts';

/** What a refusal of the second of two begins with: who was faster, by the newest entry of these kinds. Nothing when that was nobody, or whoever asks. */
export async function whoWasFirst(
  stores: Stores,
  { incidentId, kinds, data, asks }: { incidentId: number; kinds: readonly EventKind[]; data?: Record<string, unknown>; asks: string },
): Promise<Told> {
  const by = (await stores.timeline.lastOf(incidentId, kinds, data))?.actor;
  if (by === undefined || by === asks || !isPersonId(by)) return { en: '', ko: '' };
  return { en: says`${mention(by)} was faster. `, ko: says`${mention(by)} 님이 먼저 처리했습니다. ` };
}

/** The same error, which also says who was faster. */
export function saying(first: Told, { code, said }: UserError): UserError {
  return new UserError(code, { en: says`${first.en}${said.en}`, ko: says`${first.ko}${said.ko}` });
}
