import { PermanentError } from '../../domain/errors.ts';
import type { PostgresSession } from './watched-postgres.ts';

/** Where pg_stat_statements is, with its schema. PermanentError `no_statements` that says what to do when it is not there. */
export async function statementsTable(session: PostgresSession): Promise<string> {
  const [row] = await session.rows<{ name: string }>(`
    SELECT quote_ident(nspname) || '.pg_stat_statements' AS name
    FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'pg_stat_statements'`);
  if (row) return row.name;
  throw new PermanentError('no_statements', {
    en: 'The watched Postgres has no pg_stat_statements in this database: add it to shared_preload_libraries, restart, and run CREATE EXTENSION pg_stat_statements.',
    ko: '감시 대상 Postgres의 이 데이터베이스에 pg_stat_statements가 없습니다. shared_preload_libraries에 추가하고 재시작한 뒤 CREATE EXTENSION pg_stat_statements를 실행해 주세요.',
  });
}
