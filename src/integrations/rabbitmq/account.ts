import { worded } from '../../languages/worded.ts';
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
      said: worded(({ accounts }) => accounts.watchedRabbitmqUrl),
    },
  },
  needs: ['WATCHED_RABBITMQ_URL'],
  settings: ({ WATCHED_RABBITMQ_URL }) => WATCHED_RABBITMQ_URL,
});
