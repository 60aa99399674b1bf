import type { Log } from '../../domain/ports/log.ts';
import type { MetricsSource } from '../../domain/ports/metrics.ts';
import { watchedMysqlAccount } from '../mysql/account.ts';
import { lockWaits, openTransactions } from '../mysql/looks.ts';
import { watchMysql } from '../mysql/watched-mysql.ts';
import { askOnce } from '../shared-connection.ts';
import { metricsVendor } from './metrics-vendor.ts';
import { MYSQL_READINGS } from './mysql-readings.ts';
import { createPresentSource } from './present-source.ts';

export const mysqlVendor = metricsVendor({
  name: 'mysql',
  title: 'MySQL',
  account: watchedMysqlAccount,
  example: 'threads_running',
  readings: MYSQL_READINGS,
  create: createMysqlMetrics,
  async probe(url, { log, timeoutMs }) {
    const { version, flavour } = await askOnce(
      watchMysql(url, { log }),
      async (session) => {
        // The rights that readings need; what may not be asked says so itself.
        await openTransactions(session, 1);
        await lockWaits(session, 1);
        return session;
      },
      timeoutMs,
    );
    return [{ ready: true, text: flavour === 'mariadb' ? `version ${version}` : `version ${version}; what only MySQL has is untried` }];
  },
});

/** The watched MySQL or MariaDB, by its status, InnoDB's transactions and its replicas. */
export function createMysqlMetrics(url: { reveal(): string }, { log }: { log: Log }): MetricsSource {
  return createPresentSource(watchMysql(url, { log }), MYSQL_READINGS);
}
