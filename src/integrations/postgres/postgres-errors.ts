import pg from 'pg';
import { errorText, PermanentError, TransientError } from '../../domain/errors.ts';
import { networkError } from '../network-errors.ts';

const VENDOR = 'The watched Postgres';
const WATCHED = { en: VENDOR, ko: '감시 대상 Postgres' };

/** Why somebody may not come in: invalid authorization, wrong password, no such database (Postgres manual, appendix A). */
const REFUSED = new Set(['28000', '28P01', '3D000']);

/** As whom Postgres is asked, for the texts: the variable with the address, and what a missing right is. */
export interface PostgresAccount {
  variable: string;
  /** `what`: the server's words. */
  denied(what: string): PermanentError;
}

const WATCHING: PostgresAccount = { variable: 'WATCHED_DATABASE_URL', denied: (what) => notPermitted(what) };
export const MITIGATING: PostgresAccount = { variable: 'MITIGATE_DATABASE_URL', denied: (what) => mayNotChange(what) };

/**
 * What pg threw, as an error of ours: PermanentError `wrong_credentials`, `untrusted`, the account's word for a missing right, or the server's
 * own SQLSTATE; TransientError `too_many_connections`, `timeout` or `connection`.
 */
export function explainPostgres(
  error: unknown,
  hide: (text: string) => string,
  account: PostgresAccount = WATCHING,
): PermanentError | TransientError {
  const text = hide(errorText(error));
  if (error instanceof pg.DatabaseError) return explainAnswer(error.code ?? '', text, account);
  if (/does not support SSL/.test(text))
    return new PermanentError('untrusted', {
      en: `${VENDOR} speaks no TLS: check ${account.variable}.`,
      ko: `감시 대상 Postgres가 TLS를 지원하지 않습니다. 확인할 값: ${account.variable}`,
    });
  return networkError(WATCHED, error, hide);
}

function explainAnswer(code: string, text: string, { variable, denied }: PostgresAccount): PermanentError | TransientError {
  if (REFUSED.has(code))
    return new PermanentError('wrong_credentials', {
      en: `${VENDOR} refuses us (${text}): check ${variable}.`,
      ko: `감시 대상 Postgres가 접속을 거부합니다 (${text}). 확인할 값: ${variable}`,
    });
  if (code === '53300') {
    return new TransientError('too_many_connections', {
      en: `${VENDOR} has no connection left for us (${text}).`,
      ko: `감시 대상 Postgres에 남은 커넥션이 없습니다 (${text}).`,
    });
  }
  if (code === '57014')
    return new TransientError('timeout', {
      en: `${VENDOR} did not finish the question in time.`,
      ko: '감시 대상 Postgres가 제때 답하지 못했습니다.',
    });
  if (code === '42501') return denied(text);
  // Connection exceptions, resources, operator intervention, system and internal errors pass.
  if (/^(08|53|57|58|XX)/.test(code))
    return new TransientError('connection', {
      en: `${VENDOR} cannot answer now: ${text}.`,
      ko: `감시 대상 Postgres가 지금 답할 수 없습니다: ${text}.`,
    });
  return new PermanentError(code || 'refused', {
    en: `${VENDOR} refuses the question: ${text}.`,
    ko: `감시 대상 Postgres가 요청을 거부합니다: ${text}.`,
  });
}

/** The watching role lacks a right; `what` says which. */
export function notPermitted(what: string, grant = 'GRANT pg_monitor TO that role'): PermanentError {
  return new PermanentError('not_permitted', {
    en: `The role in WATCHED_DATABASE_URL may not see everything (${what}): ${grant}.`,
    ko: `WATCHED_DATABASE_URL의 역할(role)에 조회 권한이 부족합니다 (${what}): ${grant}.`,
  });
}

/** The mitigating role lacks a right; `what` says which. */
export function mayNotChange(what: string, grant = 'docs/executors-data.md names the rights it needs'): PermanentError {
  return new PermanentError('forbidden', {
    en: `The role in MITIGATE_DATABASE_URL may not do this (${what}): ${grant}.`,
    ko: `MITIGATE_DATABASE_URL의 역할(role)에 이 작업 권한이 없습니다 (${what}): ${grant}.`,
  });
}
