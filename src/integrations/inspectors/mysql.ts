import { maskSql } from '../../domain/masking/mask-sql.ts';
import type { Inspection } from '../../domain/ports/inspectors.ts';
import { watchedMysqlAccount } from '../mysql/account.ts';
import {
  deadlocks,
  globalNumbers,
  lockWaits,
  openTransactions,
  type Replica,
  replicas,
  type Transaction,
  type Wait,
} from '../mysql/looks.ts';
import { type MysqlSession, watchMysql } from '../mysql/watched-mysql.ts';
import { inspectorKind } from './inspector-kind.ts';
import { age, attempt, LINES_AT_MOST, line } from './lines.ts';

const EACH = 4;
const COUNTERS = [
  'Threads_connected',
  'Threads_running',
  'max_connections',
  'Connection_errors_max_connections',
  'Aborted_connects',
  'Slow_queries',
];

export const mysqlInspector = inspectorKind({
  name: 'mysql',
  title: 'MySQL',
  account: watchedMysqlAccount,
  create: (settings, { log }) => {
    const lease = watchMysql(settings, { log });
    return {
      inspect: ({ since, at, timeoutMs }) => lease.connection.use((session) => inspect(session, at.getTime() - since.getTime()), timeoutMs),
      close: () => lease.close(),
    };
  },
});

/** How full it is, who holds locks and transactions open, the last deadlock, where the time goes, and how far its replica is behind. */
async function inspect(session: MysqlSession, sinceMs: number): Promise<Inspection> {
  const counted = await globalNumbers(session, COUNTERS);
  const waits = await attempt<Wait[] | string>(lockWaits(session, 50), String);
  const open = await attempt<Transaction[] | string>(openTransactions(session, EACH), String);
  const deadlock = await attempt<string[] | string>(deadlockLines(session, sinceMs), String);
  const total = await attempt<number | undefined | string>(deadlocks(session), String);
  const digests = await attempt<string[] | string>(digestLines(session), String);
  const behind = await attempt<Replica[] | string>(replicas(session), String);
  const of = (name: string) => String(counted.get(name) ?? '?');
  const refused = (name: string, found: unknown) => (typeof found === 'string' ? [{ name, value: found }] : []);
  return {
    facts: [
      { name: 'connections', value: `${of('threads_connected')} of ${of('max_connections')}, ${of('threads_running')} running` },
      { name: 'refused for want of connections', value: `${of('connection_errors_max_connections')} since it started` },
      { name: 'slow queries', value: `${of('slow_queries')} since it started` },
      ...(typeof total === 'number' ? [{ name: 'deadlocks', value: `${total} since it started` }] : []),
      ...(typeof behind === 'string' ? [] : behind.map(replicaFact)),
      ...refused('lock waits', waits),
      ...refused('transactions', open),
      ...refused('deadlocks', deadlock),
      ...refused('deadlocks', total),
      ...refused('statement digests', digests),
      ...refused('replication', behind),
    ],
    lines: [
      ...(typeof waits === 'string' ? [] : waitLines(waits)),
      ...(typeof open === 'string' ? [] : open.filter(({ open: seconds }) => seconds >= 1).map(transactionLine)),
      ...(typeof deadlock === 'string' ? [] : deadlock),
      ...(typeof digests === 'string' ? [] : digests),
    ]
      .slice(0, LINES_AT_MOST)
      .map(line),
  };
}

/** By who blocks, the one with the longest queue first. */
function waitLines(waits: readonly Wait[]): string[] {
  const byBlocker = grouped(waits);
  return [...byBlocker.values()]
    .sort((one, other) => other.length - one.length)
    .slice(0, EACH)
    .flatMap((queue) => {
      const [first] = queue;
      if (first === undefined) return [];
      const does = first.blockerQuery === null ? 'idle in its transaction' : maskSql(first.blockerQuery);
      const waited = Math.max(...queue.map((wait) => wait.waited));
      const what = first.waiterQuery === null ? '' : `: ${maskSql(first.waiterQuery)}`;
      return [
        `thread ${first.blocker} (transaction open for ${age(first.blockerOpen)}, ${does}) holds up ${queue.length}, for up to ${age(waited)}${what}`,
      ];
    });
}

function grouped(waits: readonly Wait[]): Map<number, Wait[]> {
  const map = new Map<number, Wait[]>();
  for (const wait of waits) map.set(wait.blocker, [...(map.get(wait.blocker) ?? []), wait]);
  return map;
}

function transactionLine({ thread, state, open, user, query }: Transaction): string {
  const who = user === null ? `thread ${thread}` : `thread ${thread} of ${user}`;
  return `${who}: transaction open for ${age(open)}, ${state.toLowerCase()}, ${query === null ? 'runs nothing' : `runs: ${maskSql(query)}`}`;
}

/** InnoDB keeps the last one only, at the server's own time. */
async function deadlockLines(session: MysqlSession, sinceMs: number): Promise<string[]> {
  const [row] = await session.rows<{ Status: string }>('SHOW ENGINE INNODB STATUS');
  const section = /LATEST DETECTED DEADLOCK\n-+\n(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)([\s\S]*?)\n-{8,}\nTRANSACTIONS/.exec(row?.Status ?? '');
  const [, happened, text = ''] = section ?? [];
  if (happened === undefined) return [];
  const [{ ago = 0 } = {}] = await session.rows<{ ago: number }>('SELECT TIMESTAMPDIFF(SECOND, ?, NOW()) AS ago', [happened]);
  if (ago * 1_000 > sinceMs) return [];
  // Each of the two parts shows its statement after the line about its thread.
  const statements = [...text.matchAll(/thread id (\d+)[^\n]*\n([^\n*]+)/g)].map(
    ([, thread, query = '']) => `thread ${thread}: ${maskSql(query)}`,
  );
  return [`deadlock ${age(Math.max(0, ago))} ago: ${statements.slice(0, 2).join(' against ') || 'its statements are not shown'}`];
}

/** Where the time goes, since the counters began. MariaDB has performance_schema switched off unless it is told otherwise. */
async function digestLines(session: MysqlSession): Promise<string[] | string> {
  const [on] = await session.rows<{ Value: string }>("SHOW GLOBAL VARIABLES LIKE 'performance_schema'");
  if (on?.Value !== 'ON') return 'performance_schema is off, so nothing tells where the time goes';
  const rows = await session.rows<{ query: string; calls: number; mean: number; share: number | null }>(
    `SELECT DIGEST_TEXT AS query, COUNT_STAR AS calls, AVG_TIMER_WAIT / 1e12 AS mean,
            SUM_TIMER_WAIT / NULLIF((SELECT SUM(SUM_TIMER_WAIT) FROM performance_schema.events_statements_summary_by_digest), 0) AS share
     FROM performance_schema.events_statements_summary_by_digest
     WHERE DIGEST_TEXT IS NOT NULL ORDER BY SUM_TIMER_WAIT DESC LIMIT ?`,
    [EACH],
  );
  return rows.map(
    ({ query, calls, mean, share }) =>
      `${Math.round(Number(share ?? 0) * 100)} % of all query time: ${calls} times ${age(Number(mean))}: ${maskSql(query)}`,
  );
}

function replicaFact({ source, behind, runs }: Replica): { name: string; value: string } {
  const value = !runs ? 'does not follow' : behind === null ? 'does not tell how far behind it is' : `${age(behind)} behind`;
  return { name: `replica of ${source}`, value };
}
