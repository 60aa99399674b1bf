import pg from 'pg';
import { type OwnPostgres, startOwnPostgres } from '../support/servers/own-postgres.ts';

/** A statement, with what is between its constants and parameters, and how often it was run. */
export interface CountedStatement {
  query: string;
  calls: number;
  /** False: a function or a trigger of the database ran it, on behalf of one that was sent. */
  sent: boolean;
}

/** A Postgres that counts every statement it is sent, whoever sends it: transactions' own and those of the queue as well. */
export interface CountingPostgres {
  url: string;
  /** From now on is counted anew. */
  reset(): Promise<void>;
  /** What the bot's database was sent since then, the most frequent first; without its heartbeat, which goes by the clock and not by what is done. */
  statements(): Promise<CountedStatement[]>;
  close(): Promise<void>;
}

/** `pg_stat_statements` with `track = all`, which comes with the embedded Postgres; the questions are asked of another database, and so count for nothing. */
export async function startCountingPostgres(): Promise<CountingPostgres> {
  const server: OwnPostgres = await startOwnPostgres({
    settings: [
      'shared_preload_libraries=pg_stat_statements',
      'pg_stat_statements.track=all',
      'pg_stat_statements.track_utility=on',
      'pg_stat_statements.save=off',
      // What is cleaned up on the server's own account is no statement of ours.
      'autovacuum=off',
    ],
  });
  const beside = new URL(server.url);
  beside.pathname = '/postgres';
  const counters = new pg.Client({ connectionString: beside.href });
  await counters.connect();
  await counters.query('create extension if not exists pg_stat_statements');
  return {
    url: server.url,
    async reset() {
      await counters.query('select pg_stat_statements_reset()');
    },
    async statements() {
      const { rows } = await counters.query(
        `select query, toplevel as sent, sum(calls)::int as calls from pg_stat_statements s join pg_database d on d.oid = s.dbid
          where d.datname = 'bongsu' and query not like 'with beat as (update processes%' group by query, toplevel order by 3 desc`,
      );
      return rows;
    },
    async close() {
      await counters.end();
      await server.close();
    },
  };
}

/** How many in all, those of the database's own functions included. */
export function total(statements: readonly CountedStatement[]): number {
  return statements.reduce((sum, { calls }) => sum + calls, 0);
}

/** How many were sent over the wire: each of them is a round trip. */
export function sent(statements: readonly CountedStatement[]): number {
  return total(statements.filter((statement) => statement.sent));
}

/** How many jobs were put into the queue, on Postgres. */
export function jobs(statements: readonly CountedStatement[]): number {
  return total(statements.filter(({ query }) => /^\s*INSERT INTO job \(/.test(query)));
}
