import { UserError } from '../../domain/errors.ts';
import { isPersonId } from '../../domain/incident/person-id.ts';
import { inEveryLanguage } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import { verbatim } from '../../domain/language/verbatim.ts';
import { mention, says, type Told } from '../../domain/language/words.ts';
import type { EventKind } from '../../domain/timeline/index.ts';
import { worded } from '../../languages/worded.ts';
import type { Stores } from '../../storage/index.ts';

/** What a refusal of the second of two begins with: who was faster, by the newest entry of these kinds. Nothing when that was nobody, or whoever asks. */
export async function whoWasFirst(
  stores: Stores,
  { incidentId, kinds, data, asks }: { incidentId: number; kinds: readonly EventKind[]; data?: Record<string, unknown>; asks: string },
): Promise<Told> {
  const by = (await stores.timeline.lastOf(incidentId, kinds, data))?.actor;
  if (by === undefined || by === asks || !isPersonId(by)) return verbatim('');
  return worded(({ incidents }) => incidents.wasFaster(mention(by)));
}

/** The same error, which also says who was faster. */
export function saying(first: Told, { code, said }: UserError): UserError {
  return new UserError(
    code,
    inEveryLanguage((language) => says`${pick(first, language)}${pick(said, language)}`),
  );
}
