import { errorText, PermanentError, TransientError } from '../../domain/errors.ts';
import { networkError } from '../network-errors.ts';

const VENDOR = 'The watched Redis';

/** Replies that pass by themselves. */
const PASSING = new Set(['LOADING', 'BUSY', 'TRYAGAIN', 'MASTERDOWN', 'CLUSTERDOWN', 'OOM']);

/**
 * What ioredis threw, as an error of ours: PermanentError `wrong_credentials`, `not_permitted`, `untrusted` or Redis's own word;
 * TransientError with Redis's own word, or `connection`. The error itself is not handed on: it carries the arguments of the command, and so
 * the password.
 */
export function explainRedis(error: unknown, hide: (text: string) => string): PermanentError | TransientError {
  const { name } = (typeof error === 'object' && error !== null ? error : {}) as { name?: unknown };
  return name === 'ReplyError' ? explainReply(hide(errorText(error))) : networkError(VENDOR, error, hide);
}

function explainReply(text: string): PermanentError | TransientError {
  const word = /^([A-Z]{2,})\b/.exec(text)?.[1] ?? '';
  if (word === 'WRONGPASS' || word === 'NOAUTH' || /^ERR (invalid password|AUTH|Client sent AUTH)/.test(text)) {
    return new PermanentError('wrong_credentials', `${VENDOR} refuses us (${text}): check WATCHED_REDIS_URL.`);
  }
  if (word === 'NOPERM') {
    const what = `The user in WATCHED_REDIS_URL may not ask this (${text})`;
    return new PermanentError('not_permitted', `${what}: docs/sources.md names the rights it needs.`);
  }
  if (PASSING.has(word)) return new TransientError(word.toLowerCase(), `${VENDOR} cannot answer now: ${text}.`);
  return new PermanentError(word.toLowerCase() || 'refused', `${VENDOR} refuses the question: ${text}.`);
}
