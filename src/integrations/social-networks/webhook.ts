import { z } from 'zod';
import { PermanentError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { askedUrl, plain, secret } from '../accounts/shapes.ts';
import { isSecret } from '../webhooks/standard-webhooks.ts';
import { socialNetworkKind } from './social-network-kind.ts';

const WHSEC = 'whsec_ and at least 24 bytes in Base64';
const MOST = 'a number of characters from 1 to 10000';

export const socialWebhookAccount = account({
  title: 'Social webhook',
  variables: {
    SOCIAL_WEBHOOK_URL: {
      shape: askedUrl('an https address such as https://hooks.example.com/social', []),
      example: 'https://hooks.example.com/social',
      said: worded(({ social }) => social.webhookUrl),
    },
    SOCIAL_WEBHOOK_SECRET: {
      shape: secret(WHSEC, { matches: isSecret, telling: /^whsec_/ }),
      example: 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=',
      said: worded(({ social }) => social.webhookSecret),
    },
    SOCIAL_WEBHOOK_MOST: {
      shape: plain(
        z
          .string({ error: MOST })
          .regex(/^\d{1,5}$/, MOST)
          .transform(Number)
          .pipe(z.int(MOST).min(1, MOST).max(10_000, MOST)),
        MOST,
      ),
      usual: '500',
      example: '500',
      said: worded(({ social }) => social.webhookMost),
    },
  },
  needs: ['SOCIAL_WEBHOOK_URL', 'SOCIAL_WEBHOOK_SECRET'],
  settings: (v) => ({ url: v.SOCIAL_WEBHOOK_URL, secret: v.SOCIAL_WEBHOOK_SECRET, most: v.SOCIAL_WEBHOOK_MOST }),
});

/**
 * Whatever else posts for you: a signed event after Standard Webhooks for each notice (`social.posted`) and for each that is taken back (`social.withdrawn`). A repeated one bears the same `webhook-id`, by which its receiver knows
 * it; the id is also the notice's, to which a later one is a reply.
 */
export const socialWebhook = socialNetworkKind({
  name: 'webhook',
  title: 'Webhook',
  account: socialWebhookAccount,
  create({ url, secret: key, most }, { clock, webhooks }) {
    const send = async (type: string, id: string, data: object) => {
      const body = { type, timestamp: clock.now().toISOString(), data };
      // A receiver that wants no more is a refusal like any other here, and nobody of the chat.
      await webhooks.send({ id, url: url.reveal(), secret: key.reveal(), body }).catch((error: unknown) => {
        throw error instanceof PermanentError ? new PermanentError(error.code, error.said) : error;
      });
    };
    return {
      rule: async () => ({ manner: 'graphemes', most }),
      async post({ key: id, text, language, replyTo }) {
        await send('social.posted', id, { id, text, language, ...(replyTo !== undefined && { replyTo }) });
        return { id };
      },
      withdraw: async (id, withdrawal) => await send('social.withdrawn', withdrawal, { id }),
    };
  },
  async probe({ url }, { webhooks }) {
    webhooks.check(url.reveal());
    return { ready: true, text: 'its address may be told; whether it takes what is signed is seen at the first notice' };
  },
});
