import { account } from '../accounts/account.ts';
import { askedUrl } from '../accounts/shapes.ts';

/** The management API of the watched service's RabbitMQ, as somebody who only looks. */
export const watchedRabbitmqAccount = account({
  title: 'RabbitMQ',
  variables: {
    WATCHED_RABBITMQ_URL: {
      shape: askedUrl("the management API of the watched service's RabbitMQ, http(s)://user:password@host:15672", [
        'page',
        'page_size',
        'pagination',
        'columns',
        'sort',
        'sort_reverse',
      ]),
      example: 'http://watcher:watcher-password@rabbitmq:15672',
      said: {
        en: "the management API of the watched service's RabbitMQ, with a user that has the tag `monitoring` ([sources](../sources.md))",
        ko: '감시 대상 서비스의 RabbitMQ 관리 API, `monitoring` 태그가 있는 사용자로 ([sources](../sources.md))',
      },
    },
  },
  needs: ['WATCHED_RABBITMQ_URL'],
  settings: ({ WATCHED_RABBITMQ_URL }) => WATCHED_RABBITMQ_URL,
});
