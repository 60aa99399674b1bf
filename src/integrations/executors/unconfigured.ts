import { PermanentError } from '../../domain/errors.ts';
import type { DatabaseSessions, Dial, LockScripts } from '../../domain/mitigation/targets.ts';

/** A dial that nobody set up: every question is refused with what to do. */
export function unconfiguredDial(where: string, missing: string): Dial {
  const refuse = refusing(`${where} cannot be changed`, missing);
  return { where, read: refuse, rehearse: refuse, write: refuse, byHand: (to) => `${where} = ${String(to)}` };
}

export function unconfiguredSessions(missing: string): DatabaseSessions {
  const refuse = refusing('Sessions of the watched Postgres cannot be ended', missing);
  return { list: refuse, end: refuse, byHand: endByHand };
}

export function unconfiguredScripts(missing: string): LockScripts {
  const refuse = refusing('Scripts of the watched Redis cannot be changed', missing);
  const dial: LockScripts['dial'] = ({ key, field }) => unconfiguredDial(`field ${field} of the Redis hash ${key}`, missing);
  return { load: refuse, isLoaded: refuse, check: refuse, dial };
}

/** What a person would type in psql. */
export function endByHand({ pid, how }: { pid: number; how: 'cancel' | 'terminate' }): string {
  return `SELECT pg_${how}_backend(${pid});`;
}

function refusing(what: string, missing: string): () => Promise<never> {
  return async () => {
    throw new PermanentError('not_configured', `${what}: ${missing}.`);
  };
}
