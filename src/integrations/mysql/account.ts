import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { clientUrl } from '../accounts/shapes.ts';

/** The watched service's MySQL or MariaDB, as somebody who only looks. */
export const watchedMysqlAccount = account({
  title: 'MySQL',
  variables: {
    WATCHED_MYSQL_URL: {
      shape: clientUrl(['mysql:', 'mariadb:'], "the watched service's MySQL or MariaDB, mysql://…", ['ssl']),
      example: 'mysql://watcher:watcher-password@db:3306/shop',
      said: worded(({ accounts }) => accounts.watchedMysqlUrl),
    },
  },
  needs: ['WATCHED_MYSQL_URL'],
  settings: ({ WATCHED_MYSQL_URL }) => WATCHED_MYSQL_URL,
});
