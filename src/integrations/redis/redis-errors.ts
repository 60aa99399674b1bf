import { errorText, PermanentError, TransientError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';
import { networkError } from '../network-errors.ts';

const WATCHED = worded(({ watched }) => watched.watchedRedis);

/** Replies that pass by themselves. */
const PASSING = new Set(['LOADING', 'BUSY', 'TRYAGAIN', 'MASTERDOWN', 'CLUSTERDOWN', 'OOM']);

/** In scripts (Redis 6 and 7) a missing right is told in other words than in commands. */
const DENIED_IN_SCRIPT = /can't (run|access) .*script|No permissions to (access|run)|has no permissions/i;

/** As whom Redis is asked, for the texts: the variable with the address, the word for a missing right, and where the rights are listed. */
export interface RedisAccount {
  variable: string;
  denied: 'not_permitted' | 'forbidden';
  rightsIn: string;
}

const WATCHING: RedisAccount = { variable: 'WATCHED_REDIS_URL', denied: 'not_permitted', rightsIn: 'docs/sources.md' };
export const MITIGATING: RedisAccount = { variable: 'MITIGATE_REDIS_URL', denied: 'forbidden', rightsIn: 'docs/executors-data.md' };

/**
 * What ioredis threw, as an error of ours: PermanentError `wrong_credentials`, `untrusted`, the account's word for a missing right, or Redis's
 * own word; TransientError with Redis's own word, or `connection`. The error itself is not handed on: it carries the arguments of the command,
 * and so the password.
 */
export function explainRedis(
  error: unknown,
  hide: (text: string) => string,
  account: RedisAccount = WATCHING,
): PermanentError | TransientError {
  const { name } = (typeof error === 'object' && error !== null ? error : {}) as { name?: unknown };
  return name === 'ReplyError' ? explainReply(hide(errorText(error)), account) : networkError(WATCHED, error, hide);
}

function explainReply(text: string, { variable, denied, rightsIn }: RedisAccount): PermanentError | TransientError {
  const word = /^([A-Z]{2,})\b/.exec(text)?.[1] ?? '';
  if (word === 'WRONGPASS' || word === 'NOAUTH' || /^ERR (invalid password|AUTH|Client sent AUTH)/.test(text)) {
    return new PermanentError(
      'wrong_credentials',
      worded(({ watched }) => watched.watchedRedisRefusesUsCheck(text, variable)),
    );
  }
  if (word === 'NOPERM' || DENIED_IN_SCRIPT.test(text)) {
    return new PermanentError(
      denied,
      worded(({ watched }) => watched.userInMayNotAskThisNames(variable, text, rightsIn)),
    );
  }
  if (PASSING.has(word))
    return new TransientError(
      word.toLowerCase(),
      worded(({ watched }) => watched.watchedRedisCannotAnswerNow(text)),
    );
  return new PermanentError(
    word.toLowerCase() || 'refused',
    worded(({ watched }) => watched.watchedRedisRefusesTheQuestion(text)),
  );
}
