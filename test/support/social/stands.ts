import { startMastodon } from '../../../sandbox/social-networks/mastodon.ts';
import type { SocialStandIn } from '../../../sandbox/social-networks/stand-in-network.ts';
import { startSocialWebhook } from '../../../sandbox/social-networks/webhook.ts';
import { startX } from '../../../sandbox/social-networks/x.ts';

/** What the cases of SocialNetwork must know of one network. */
export interface SocialStand {
  start(now?: () => Date): Promise<SocialStandIn>;
  /** Sets it up at its stand-in. */
  environment(url: string): Record<string, string>;
  /** The same with a secret that is refused. */
  wrong: Record<string, string>;
  calls: { post: string; withdraw: string };
  /** What it takes. */
  rule: { manner: string; most: number };
  /** Its own header for when a limit begins anew, `seconds` from `now`. */
  reset?: (now: Date, seconds: number) => Record<string, string>;
  /** A receiver says nothing but a status. */
  isSilent?: true;
}

const TOKEN = 'stand-in-token-0123456789';
const WRONG = 'wrong-token-0123456789';
const KEYS = {
  apiKey: 'stand-in-api-key-012345',
  apiSecret: 'stand-in-api-secret-(!)*',
  accessToken: 'stand-in-access-token-01',
  accessSecret: TOKEN,
};
const WHSEC = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const OTHER = `whsec_${Buffer.from('another-secret-another-secret-00').toString('base64')}`;

/** By the name of the network; `test/contracts/social-networks` fails for one that is missing here. */
export const SOCIAL_STANDS: Readonly<Record<string, SocialStand>> = {
  mastodon: {
    start: (now) => startMastodon({ token: TOKEN, most: 480, ...(now && { now }) }),
    environment: (url) => ({ MASTODON_URL: url, MASTODON_TOKEN: TOKEN }),
    wrong: { MASTODON_TOKEN: WRONG },
    calls: { post: 'POST /api/v1/statuses', withdraw: 'DELETE /api/v1/statuses/:id' },
    rule: { manner: 'mastodon', most: 480 },
  },
  x: {
    start: (now) => startX({ ...KEYS, ...(now && { now }) }),
    environment: (url) => ({
      X_API_KEY: KEYS.apiKey,
      X_API_SECRET: KEYS.apiSecret,
      X_ACCESS_TOKEN: KEYS.accessToken,
      X_ACCESS_SECRET: KEYS.accessSecret,
      X_API_URL: url,
    }),
    wrong: { X_ACCESS_SECRET: WRONG },
    calls: { post: 'POST /2/tweets', withdraw: 'DELETE /2/tweets/:id' },
    rule: { manner: 'x', most: 280 },
  },
  webhook: {
    start: (now) => startSocialWebhook({ secret: WHSEC, ...(now && { now }) }),
    environment: (url) => ({ SOCIAL_WEBHOOK_URL: `${url}/social`, SOCIAL_WEBHOOK_SECRET: WHSEC, WEBHOOK_PRIVATE_HOSTS: '127.0.0.1' }),
    wrong: { SOCIAL_WEBHOOK_SECRET: OTHER },
    calls: { post: 'POST social.posted', withdraw: 'POST social.withdrawn' },
    rule: { manner: 'graphemes', most: 500 },
    isSilent: true,
  },
};
