import { z } from 'zod';
import { account } from '../accounts/account.ts';
import { plain, secret } from '../accounts/shapes.ts';
import { isSecret } from './standard-webhooks.ts';

const HOSTS = 'names of hosts, separated by commas, such as hooks.internal,10.0.0.7';

/** Which servers that are not on the internet may be told events. */
export const webhooksAccount = account({
  title: 'Outgoing events',
  variables: {
    WEBHOOK_PRIVATE_HOSTS: {
      shape: plain(
        z
          .string({ error: HOSTS })
          .transform((text) => text.split(',').map((host) => host.trim().toLowerCase()))
          .refine((hosts) => hosts.every((host) => /^[a-z0-9.:[\]-]+$/.test(host)), HOSTS),
        HOSTS,
      ),
      example: 'hooks.internal',
      said: {
        en: 'hosts inside of your network that [subscribers’ webhooks](../telling/subscribers.md#webhooks) may name, also over http; without it they are https on the public internet only',
        ko: '[구독 웹훅](../telling/subscribers.md#webhooks)이 써도 되는 내부망 호스트(http 포함). 없으면 공개 인터넷의 https 주소만 씁니다',
      },
    },
  },
  needs: [],
  settings: ({ WEBHOOK_PRIVATE_HOSTS }) => ({ privateHosts: WEBHOOK_PRIVATE_HOSTS ?? [] }),
});

const WHSEC = 'whsec_ and at least 24 bytes in Base64, as the mail provider shows it';

/** With which the provider of mail signs what it says of mail that came back. */
export const bouncesAccount = account({
  title: 'Returned mail',
  variables: {
    MAIL_BOUNCE_SECRET: {
      shape: secret(WHSEC, { matches: isSecret, telling: /^whsec_/ }),
      example: 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=',
      said: {
        en: 'secret with which the mail provider signs what it posts to `/mail/events` about [mail that came back](../telling/subscribers.md#mail-that-comes-back)',
        ko: '메일 업체가 [반송 소식](../telling/subscribers.md#mail-that-comes-back)을 `/mail/events` 주소로 보낼 때 서명하는 비밀 값',
      },
    },
  },
  needs: ['MAIL_BOUNCE_SECRET'],
  settings: ({ MAIL_BOUNCE_SECRET }) => MAIL_BOUNCE_SECRET,
});
