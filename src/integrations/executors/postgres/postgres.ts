import { PermanentError } from '../../../domain/errors.ts';
import type { Dial } from '../../../domain/mitigation/targets.ts';
import { mitigatedPostgresAccount } from '../../postgres/accounts.ts';
import { mitigatePostgres } from '../../postgres/mitigated-postgres.ts';
import { executorKind } from '../executor-kind.ts';
import { roleSetting } from './role-setting.ts';
import { serverSetting } from './server-setting.ts';

export const MISSING_POSTGRES = {
  en: "set MITIGATE_DATABASE_URL to the watched service's Postgres, with a role that may change settings and end sessions (docs/executors-data.md)",
  ko: 'MITIGATE_DATABASE_URL에 감시 대상 Postgres를, 설정 변경과 세션 종료 권한이 있는 역할로 설정해 주세요 (docs/executors-data.md)',
};

/** Settings of the server at MITIGATE_DATABASE_URL and of its roles. */
export const postgresExecutor = executorKind({
  name: 'postgres',
  account: mitigatedPostgresAccount,
  missing: MISSING_POSTGRES,
  create(url, { log }) {
    const { connection, close } = mitigatePostgres(url, { log });
    return {
      dial: ({ setting, role, sessions }) => {
        if (setting === undefined) return noDial(sessions === undefined ? 'Postgres' : `sessions of the database ${sessions}`);
        return role === undefined ? serverSetting(connection, setting) : roleSetting(connection, { role, setting });
      },
      close,
    };
  },
});

/** Sessions are ended, not set: DatabaseSessions does that. */
function noDial(where: string): Dial {
  const refuse = async () => {
    throw new PermanentError('invalid', {
      en: `${where}: there is no value to set. Name a setting, or use a mitigation that ends sessions.`,
      ko: `${where}: 설정할 값이 없습니다. setting을 지정하거나 세션을 끝내는 조치를 써 주세요.`,
    });
  };
  return { where, read: refuse, rehearse: refuse, write: refuse, byHand: () => where };
}
