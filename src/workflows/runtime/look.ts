import { PermanentError } from '../../domain/errors.ts';
import type { Log } from '../../domain/ports.ts';

/**
 * Looks for the effect of an earlier attempt. Who may not look (a missing scope, not in that channel yet) cannot know, and goes on: people
 * are better off with a second copy than with none. `what` names the effect in the log.
 */
export async function lookIfAllowed<T>(log: Log, what: object, look: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    log.warn({ err: error, ...what }, 'The effect of an earlier attempt could not be looked for.');
    return undefined;
  }
}
