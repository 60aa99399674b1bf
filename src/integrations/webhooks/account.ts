import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
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
      said: worded(({ subscriptions }) => subscriptions.privateHosts),
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
      said: worded(({ subscriptions }) => subscriptions.bounceSecret),
    },
  },
  needs: ['MAIL_BOUNCE_SECRET'],
  settings: ({ MAIL_BOUNCE_SECRET }) => MAIL_BOUNCE_SECRET,
});
