import { account } from '../accounts/account.ts';
import { clientUrl } from '../accounts/shapes.ts';

/** The watched service's MySQL or MariaDB, as somebody who only looks. */
export const watchedMysqlAccount = account({
  title: 'MySQL',
  variables: {
    WATCHED_MYSQL_URL: {
      shape: clientUrl(['mysql:', 'mariadb:'], "the watched service's MySQL or MariaDB, mysql://…", ['ssl']),
      example: 'mysql://watcher:watcher-password@db:3306/shop',
      said: {
        en: "the watched service's MySQL or MariaDB, with a user that only looks ([sources](../sources.md) says which rights); `?ssl=true` asks for TLS",
        ko: '감시 대상 서비스의 MySQL 또는 MariaDB, 조회만 하는 사용자로 ([sources](../sources.md)에 필요한 권한이 있습니다). `?ssl=true`이면 TLS를 씁니다',
      },
    },
  },
  needs: ['WATCHED_MYSQL_URL'],
  settings: ({ WATCHED_MYSQL_URL }) => WATCHED_MYSQL_URL,
});
