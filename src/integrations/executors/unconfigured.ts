import { PermanentError } from '../../domain/errors.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import type { DatabaseSessions, Dial, LockScripts } from '../../domain/mitigation/targets.ts';
import { worded } from '../../languages/worded.ts';

/** A dial that nobody set up: every question is refused with what to do. */
export function unconfiguredDial(where: string, missing: Bilingual): Dial {
  const refuse = refusing(
    worded(({ executors }) => executors.cannotBeChanged(where)),
    missing,
  );
  return { where, read: refuse, rehearse: refuse, write: refuse, byHand: (to) => `${where} = ${String(to)}` };
}

export function unconfiguredSessions(missing: Bilingual): DatabaseSessions {
  const refuse = refusing(
    worded(({ executors }) => executors.sessionsOfTheWatchedPostgresCannotBe),
    missing,
  );
  return { list: refuse, end: refuse, byHand: endByHand };
}

export function unconfiguredScripts(missing: Bilingual): LockScripts {
  const refuse = refusing(
    worded(({ executors }) => executors.scriptsOfTheWatchedRedisCannotBe),
    missing,
  );
  const dial: LockScripts['dial'] = ({ key, field }) => unconfiguredDial(`field ${field} of the Redis hash ${key}`, missing);
  return { load: refuse, isLoaded: refuse, check: refuse, dial };
}

/** What a person would type in psql. */
export function endByHand({ pid, how }: { pid: number; how: 'cancel' | 'terminate' }): string {
  return `SELECT pg_${how}_backend(${pid});`;
}

function refusing(what: Bilingual, missing: Bilingual): () => Promise<never> {
  return async () => {
    throw new PermanentError(
      'not_configured',
      worded(({ executors }, language) => executors.text(pick(what, language), pick(missing, language))),
    );
  };
}
