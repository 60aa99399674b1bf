import { PermanentError, TransientError } from '../../domain/errors.ts';
import { type HttpReply, retryAfterMs } from '../http.ts';

/** What every pager's vendor means by these: come back later. Undefined for any other status. */
export function passingRefusal(vendor: string, { status, headers }: HttpReply, now: Date): TransientError | undefined {
  const wait = retryAfterMs(headers, now);
  const after = wait === undefined ? {} : { retryAfterMs: wait };
  if (status === 429)
    return new TransientError(
      'ratelimited',
      { en: `${vendor} takes no more for now (HTTP 429).`, ko: `${vendor} 쪽에서 지금은 더 받지 않습니다 (HTTP 429).` },
      after,
    );
  if (status >= 500 || status === 408)
    return new TransientError(
      `http_${status}`,
      { en: `${vendor} failed with HTTP ${status}.`, ko: `${vendor} 오류 (HTTP ${status}).` },
      after,
    );
  return undefined;
}

/** For a person without the address that a pager needs; callers ask `reaches` first. */
export function noAddress(name: string, field: 'email' | 'phone'): PermanentError {
  return new PermanentError('no_address', `${name} has no ${field} in the playbook: add it under team.people.`);
}
