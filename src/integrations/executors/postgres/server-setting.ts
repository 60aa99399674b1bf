import pg from 'pg';
import { PermanentError } from '../../../domain/errors.ts';
import type { Dial, DialState, DialValue } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
import type { OnDemand } from '../../on-demand.ts';
import type { PostgresSession } from '../../postgres/open-postgres.ts';
import { mayNotChange } from '../../postgres/postgres-errors.ts';
import { askPostgres, inTransaction, quotedSetting } from './postgres-words.ts';
import { type SettingKind, settingText, settingValue } from './setting-value.ts';

/** Their items are quoted one by one, which a single value cannot say. */
const LISTS = new Set([
  'local_preload_libraries',
  'search_path',
  'session_preload_libraries',
  'shared_preload_libraries',
  'temp_tablespaces',
  'unix_socket_directories',
]);
/** Sessions hear of a reload when they next look. */
const LOOK_EVERY_S = 0.05;
const HEARD_WITHIN_MS = 3_000;

interface Row {
  vartype: SettingKind['vartype'];
  unit: string | null;
  min_val: string | null;
  max_val: string | null;
  enumvals: string[] | null;
  context: string;
  source: string;
  boot_val: string;
  reset_val: string;
  pending_restart: boolean;
  max_connections: number;
  used: number;
  overridden: boolean;
  files: boolean;
}

/** What a new session of an ordinary role gets; what our own session has set for itself does not count. */
const LOOK = `
  SELECT vartype, unit, min_val, max_val, enumvals, context, source, boot_val, reset_val, pending_restart,
    current_setting('max_connections')::int AS max_connections,
    (SELECT sum(numbackends)::int FROM pg_stat_database) AS used,
    EXISTS (SELECT FROM pg_db_role_setting, unnest(setconfig) AS one
      WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
        AND setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = session_user)) AND split_part(one, '=', 1) = name) AS overridden,
    has_table_privilege('pg_file_settings', 'SELECT') AND has_function_privilege('pg_show_all_file_settings()', 'EXECUTE') AS files
  FROM pg_settings WHERE lower(name) = $1`;

/**
 * A setting of the whole server: ALTER SYSTEM and a reload, read back from pg_settings. Postgres does not let both be one statement, so somebody who sets it within the same
 * few milliseconds is not noticed. When it goes back to what the files say without ALTER SYSTEM, it is reset and leaves no trace.
 */
export function serverSetting(connection: OnDemand<PostgresSession>, name: string): Dial {
  const where = `Postgres setting ${name}`;
  const ask = <T>(question: (session: PostgresSession) => Promise<T>, timeoutMs: number) =>
    askPostgres(connection, where, question, timeoutMs);
  const check = (row: Row, { from, to }: { from: DialState; to: DialValue }) => {
    const kind = kindOf(name, row);
    if (to === null || from.value === null)
      throw new PermanentError(
        'invalid',
        worded(({ dataExecutors }) => dataExecutors.alwaysHasAValueName(where)),
      );
    const [is, was, wanted] = [settingValue(row.reset_val, kind), settingValue(from.value, kind), settingValue(to, kind)];
    if (is !== wanted && is !== was) {
      throw new PermanentError(
        'changed',
        worded(({ dataExecutors }) => dataExecutors.isByNowNotSomebody(where, is, was)),
      );
    }
    return { is, wanted, kind };
  };
  return {
    where,
    async read({ timeoutMs }) {
      const row = await ask((session) => look(session, name), timeoutMs);
      const { pending_restart: pendingRestart, max_connections, used, unit } = row;
      return { value: settingValue(row.reset_val, kindOf(name, row)), facts: { pendingRestart, max_connections, used, unit } };
    },
    rehearse: (change, { timeoutMs }) =>
      ask(async (session) => {
        const row = await look(session, name);
        refuseUnchangeable(name, row);
        const { wanted } = check(row, change);
        await checkRights(session, name);
        // Only what any session may set can be tried out.
        if (row.context !== 'user') return;
        await inTransaction(session, 'ROLLBACK', () =>
          session.rows(`SET LOCAL ${quotedSetting(name)} = ${pg.escapeLiteral(settingText(wanted))}`),
        );
      }, timeoutMs),
    write: (change, { timeoutMs, ask: mayIt }) =>
      ask(async (session) => {
        const row = await look(session, name);
        refuseUnchangeable(name, row);
        const { is, wanted, kind } = check(row, change);
        if (is === wanted) return;
        await checkRights(session, name);
        await mayIt?.();
        await session.rows((await unsetIs(session, row, kind)) === wanted ? reset(name) : set(name, wanted));
        await session.rows('SELECT pg_reload_conf()');
        await untilHeard(session, kind, wanted);
      }, timeoutMs),
    byHand: (to) => `${to === null ? reset(name) : set(name, to)}; SELECT pg_reload_conf();`,
  };
}

async function look(session: PostgresSession, name: string): Promise<Row> {
  const [row] = await session.rows<Row>(LOOK, [name]);
  if (!row) {
    throw new PermanentError(
      'not_found',
      worded(({ dataExecutors }) => dataExecutors.thisPostgresHasNoSettingOrDoesNotShow(name)),
    );
  }
  return row;
}

function kindOf(name: string, { vartype, unit, min_val: min, max_val: max, enumvals: choices }: Row): SettingKind {
  return { name, vartype, unit, min, max, choices };
}

function refuseUnchangeable(name: string, { context, source, overridden }: Row): void {
  const refuse = (why: string) =>
    new PermanentError(
      'invalid',
      worded(({ dataExecutors }) => dataExecutors.postgresSettingCannotBeChangedThisWay(name, why)),
    );
  if (context === 'postmaster' || context === 'internal') throw refuse('the server would have to be restarted for it');
  if (LISTS.has(name)) throw refuse('it is a list, whose items must be quoted one by one');
  if (source === 'command line' || source === 'environment variable') throw refuse(`the server was started with it (${source})`);
  if (overridden)
    throw refuse('the database or the role in MITIGATE_DATABASE_URL has a value of its own, so the one of the server cannot be seen');
}

async function checkRights(session: PostgresSession, name: string): Promise<void> {
  const [server] = await session.rows<{ version: number }>("SELECT current_setting('server_version_num')::int AS version");
  // Before Postgres 15 this right could not be granted.
  const may =
    Number(server?.version) >= 150_000
      ? "has_parameter_privilege($1, 'ALTER SYSTEM')"
      : '(SELECT rolsuper FROM pg_roles WHERE rolname = current_user AND $1::text IS NOT NULL)';
  const [right] = await session.rows<{ sets: boolean; reloads: boolean }>(
    `SELECT ${may} AS sets, has_function_privilege('pg_reload_conf()', 'EXECUTE') AS reloads`,
    [name],
  );
  if (!right?.sets) throw mayNotChange(`ALTER SYSTEM SET ${name}`, `GRANT ALTER SYSTEM ON PARAMETER ${name} TO that role`);
  if (!right.reloads) throw mayNotChange('pg_reload_conf()', 'GRANT EXECUTE ON FUNCTION pg_reload_conf() TO that role');
}

/** What it would be without ALTER SYSTEM; undefined when we may not look into the files. */
async function unsetIs(session: PostgresSession, row: Row, kind: SettingKind): Promise<DialValue | undefined> {
  if (!row.files) return undefined;
  const [file] = await session.rows<{ setting: string }>(
    "SELECT setting FROM pg_file_settings WHERE lower(name) = lower($1) AND sourcefile NOT LIKE '%/postgresql.auto.conf' ORDER BY seqno DESC LIMIT 1",
    [kind.name],
  );
  return settingValue(file?.setting ?? row.boot_val, kind);
}

async function untilHeard(session: PostgresSession, kind: SettingKind, wanted: DialValue): Promise<void> {
  const until = performance.now() + HEARD_WITHIN_MS;
  while (performance.now() < until) {
    await session.rows(`SELECT pg_sleep(${LOOK_EVERY_S})`);
    if (settingValue((await look(session, kind.name)).reset_val, kind) === wanted) return;
  }
  throw new PermanentError(
    'invalid',
    worded(({ dataExecutors }) => dataExecutors.postgresSettingWasSetByAlterSystemBut(kind.name)),
  );
}

function set(name: string, value: Exclude<DialValue, null>): string {
  return `ALTER SYSTEM SET ${quotedSetting(name)} = ${pg.escapeLiteral(settingText(value))}`;
}

function reset(name: string): string {
  return `ALTER SYSTEM RESET ${quotedSetting(name)}`;
}
