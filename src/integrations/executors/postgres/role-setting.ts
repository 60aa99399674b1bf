import pg from 'pg';
import { PermanentError } from '../../../domain/errors.ts';
import type { ChangeOptions, Dial, DialState, DialValue } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
import type { OnDemand } from '../../on-demand.ts';
import type { PostgresSession } from '../../postgres/open-postgres.ts';
import { askPostgres, inTransaction, quotedSetting } from './postgres-words.ts';
import { type SettingKind, settingText, settingValue } from './setting-value.ts';

interface Row {
  text: string | null;
  kind: SettingKind | null;
  max_connections: number;
  used: number;
}

const LOOK = `
  SELECT (SELECT substr(one, strpos(one, '=') + 1) FROM pg_db_role_setting, unnest(setconfig) AS one
      WHERE setrole = pg_roles.oid AND setdatabase = 0 AND lower(split_part(one, '=', 1)) = $2) AS text,
    (SELECT json_build_object('vartype', vartype, 'unit', unit, 'min', min_val, 'max', max_val, 'choices', enumvals)
      FROM pg_settings WHERE lower(name) = $2) AS kind,
    CASE WHEN rolconnlimit < 0 THEN current_setting('max_connections')::int ELSE rolconnlimit END AS max_connections,
    (SELECT count(*)::int FROM pg_stat_activity WHERE usename = rolname) AS used
  FROM pg_roles WHERE rolname = $1`;

/** A setting that sessions of a role begin with, in all databases: ALTER ROLE. Sessions that are open keep what they have. Null: the role has none of its own. */
export function roleSetting(connection: OnDemand<PostgresSession>, { role, setting }: { role: string; setting: string }): Dial {
  const where = `setting ${setting} of the Postgres role ${role}`;
  const ask = <T>(question: (session: PostgresSession) => Promise<T>, timeoutMs: number) =>
    askPostgres(connection, where, question, timeoutMs);
  const change = ({ from, to }: { from: DialState; to: DialValue }, end: 'COMMIT' | 'ROLLBACK', { timeoutMs, ask: mayIt }: ChangeOptions) =>
    ask(
      (session) =>
        inTransaction(session, end, async () => {
          const row = await look(session, role, setting);
          const [is, was, wanted] = [valueIn(row, setting, row.text), valueIn(row, setting, from.value), valueIn(row, setting, to)];
          if (is === wanted) return;
          if (is !== was) {
            throw new PermanentError(
              'changed',
              worded(({ dataExecutors }) => dataExecutors.isByNowNotNotSetSomebody(where, is, was)),
            );
          }
          await mayIt?.();
          await session.rows(alter(role, setting, wanted));
        }),
      timeoutMs,
    );
  return {
    where,
    async read({ timeoutMs }) {
      const row = await ask((session) => look(session, role, setting), timeoutMs);
      const { max_connections, used, kind } = row;
      return { value: valueIn(row, setting, row.text), facts: { max_connections, used, unit: kind?.unit ?? null } };
    },
    rehearse: (wanted, options) => change(wanted, 'ROLLBACK', options),
    write: (wanted, options) => change(wanted, 'COMMIT', options),
    byHand: (to) => `${alter(role, setting, to)};`,
  };
}

async function look(session: PostgresSession, role: string, setting: string): Promise<Row> {
  const [row] = await session.rows<Row>(LOOK, [role, setting]);
  if (!row)
    throw new PermanentError(
      'not_found',
      worded(({ dataExecutors }) => dataExecutors.thisPostgresHasNoRole(role)),
    );
  return row;
}

/** One that the server does not know, such as a program's own `app.mode`, is a text. */
function valueIn({ kind }: Row, name: string, value: DialValue): DialValue {
  if (value === null) return null;
  return settingValue(value, kind ? { ...kind, name } : { name, vartype: 'string', unit: null, min: null, max: null, choices: null });
}

function alter(role: string, setting: string, to: DialValue): string {
  const which = `ALTER ROLE ${pg.escapeIdentifier(role)}`;
  if (to === null) return `${which} RESET ${quotedSetting(setting)}`;
  return `${which} SET ${quotedSetting(setting)} = ${pg.escapeLiteral(settingText(to))}`;
}
