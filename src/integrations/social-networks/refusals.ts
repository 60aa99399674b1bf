import { PermanentError } from '../../domain/errors.ts';
import type { Said } from '../../domain/language/said.ts';
import { worded } from '../../languages/worded.ts';

/** What is said of a network's refusal. */
export function adviceOnPost(status: number, { vendor, variables, quote }: { vendor: string; variables: string; quote: string }): Said {
  if (status === 401 || status === 403) return worded(({ statusPages }) => statusPages.doesNotLetUsIn(vendor, status, variables, quote));
  return worded(({ social }) => social.refusedThePost(vendor, status, quote));
}

/** A network says that this stands there already. */
export function duplicate(vendor: string): PermanentError {
  return new PermanentError(
    'duplicate',
    worded(({ social }) => social.saysThatItStandsThereAlready(vendor)),
  );
}
