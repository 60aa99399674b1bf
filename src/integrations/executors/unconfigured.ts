import { PermanentError } from '../../domain/errors.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import type { DatabaseSessions, Dial, LockScripts } from '../../domain/mitigation/targets.ts';

/** A dial that nobody set up: every question is refused with what to do. */
export function unconfiguredDial(where: string, missing: Bilingual): Dial {
  const refuse = refusing({ en: `${where} cannot be changed`, ko: `바꿀 수 없습니다: ${where}` }, missing);
  return { where, read: refuse, rehearse: refuse, write: refuse, byHand: (to) => `${where} = ${String(to)}` };
}

export function unconfiguredSessions(missing: Bilingual): DatabaseSessions {
  const refuse = refusing(
    { en: 'Sessions of the watched Postgres cannot be ended', ko: '감시 대상 Postgres의 세션을 끝낼 수 없습니다' },
    missing,
  );
  return { list: refuse, end: refuse, byHand: endByHand };
}

export function unconfiguredScripts(missing: Bilingual): LockScripts {
  const refuse = refusing(
    { en: 'Scripts of the watched Redis cannot be changed', ko: '감시 대상 Redis의 스크립트를 바꿀 수 없습니다' },
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
    throw new PermanentError('not_configured', { en: `${what.en}: ${missing.en}.`, ko: `${what.ko}. ${missing.ko}.` });
  };
}
