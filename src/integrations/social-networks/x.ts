import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { PermanentError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { httpUrl, secret } from '../accounts/shapes.ts';
import { orGone, pageClient, readAs } from '../status-pages/page-client.ts';
import { adviceOnPost, duplicate } from './refusals.ts';
import { type SocialNetworkSetup, socialNetworkKind } from './social-network-kind.ts';
import { xAuthorization } from './x-signature.ts';

const VENDOR = 'X';
/** Of an account without a subscription: what everybody may read whole. */
const MOST = 280;
const LOOKED_AT = 50;
/** Two clocks may differ so much. */
const SKEW_MS = 2 * 60_000;

export const xAccount = account({
  title: VENDOR,
  variables: {
    X_API_KEY: {
      shape: secret('the API key of an app of X'),
      example: 'x-api-key-0123456789',
      said: worded(({ social }) => social.xApiKey),
    },
    X_API_SECRET: {
      shape: secret('the API key secret of an app of X'),
      example: 'x-api-secret-0123456789',
      said: worded(({ social }) => social.xApiSecret),
    },
    X_ACCESS_TOKEN: {
      shape: secret('an access token of the account that posts'),
      example: '1234567890-x-access-token',
      said: worded(({ social }) => social.xAccessToken),
    },
    X_ACCESS_SECRET: {
      shape: secret('the secret of that access token'),
      example: 'x-access-secret-0123456789',
      said: worded(({ social }) => social.xAccessSecret),
    },
    X_API_URL: {
      shape: httpUrl('an http(s) address such as https://api.x.com'),
      usual: 'https://api.x.com',
      example: 'https://api.x.com',
      said: worded(({ social }) => social.xApiUrl),
    },
  },
  needs: ['X_API_KEY', 'X_API_SECRET', 'X_ACCESS_TOKEN', 'X_ACCESS_SECRET'],
  settings: (v) => ({
    apiKey: v.X_API_KEY,
    apiSecret: v.X_API_SECRET,
    accessToken: v.X_ACCESS_TOKEN,
    accessSecret: v.X_ACCESS_SECRET,
    apiUrl: v.X_API_URL,
  }),
});
type Settings = NonNullable<ReturnType<typeof xAccount.settingsOf>>;

const self = z.object({ data: z.object({ id: z.string(), username: z.string().catch('') }) });
const made = z.object({ data: z.object({ id: z.string() }) });
const link = z.object({ url: z.string(), expanded_url: z.string().catch('') });
const post = z.object({
  id: z.string(),
  text: z.string(),
  created_at: z.string().catch(''),
  entities: z.object({ urls: z.array(link).catch([]) }).catch({ urls: [] }),
});
const timeline = z.object({ data: z.array(post).catch([]) });

/**
 * X, its API v2 (https://docs.x.com/x-api/posts/creation-of-a-post), as the account whose tokens sign each request (OAuth 1.0a, which do not expire). It knows no key of ours: before anything is repeated, and when it says
 * that this stands there already, ours is looked for among the account's newest posts by its words.
 */
export const x = socialNetworkKind({
  name: 'x',
  title: VENDOR,
  account: xAccount,
  create(settings, setup) {
    const ask = client(settings, setup);
    let own: string | undefined;
    const ownId = async () => {
      own ??= readAs(VENDOR, self, await ask('GET', '/2/users/me')).data.id;
      return own;
    };
    return {
      rule: async () => ({ manner: 'x', most: MOST }),
      async find({ text }, since) {
        const path = `/2/users/${part(await ownId())}/tweets?max_results=${LOOKED_AT}&tweet.fields=created_at,entities`;
        const { data } = readAs(VENDOR, timeline, await ask('GET', path));
        const ours = data.find(
          (one) => Date.parse(one.created_at) >= since.getTime() - SKEW_MS && comparable(wordsOf(one)) === comparable(text),
        );
        return ours && placeOf(ours.id);
      },
      async post({ text, replyTo }) {
        const body = { text, ...(replyTo !== undefined && { reply: { in_reply_to_tweet_id: replyTo } }) };
        const answer = await ask('POST', '/2/tweets', body).catch((error: unknown) => {
          throw isDuplicate(error) ? duplicate(VENDOR) : error;
        });
        return placeOf(readAs(VENDOR, made, answer).data.id);
      },
      async withdraw(id) {
        await orGone(ask('DELETE', `/2/tweets/${part(id)}`));
      },
    };
  },
  async probe(settings, setup) {
    const { data } = readAs(VENDOR, self, await client(settings, setup)('GET', '/2/users/me'));
    return { ready: true, text: `posts stand as ${data.username}; whether the app may write is seen at the first one` };
  },
});

function client({ apiUrl, ...secrets }: Settings, { clock, timeoutMs }: SocialNetworkSetup) {
  const keys = {
    apiKey: secrets.apiKey.reveal(),
    apiSecret: secrets.apiSecret.reveal(),
    accessToken: secrets.accessToken.reveal(),
    accessSecret: secrets.accessSecret.reveal(),
  };
  return pageClient({
    vendor: VENDOR,
    baseUrl: apiUrl,
    authorization: (method, url) =>
      xAuthorization(
        keys,
        { method, url },
        { nonce: randomBytes(16).toString('hex'), timestamp: Math.floor(clock.now().getTime() / 1_000) },
      ),
    secret: Object.values(keys),
    variables: 'X_API_KEY, X_API_SECRET, X_ACCESS_TOKEN, X_ACCESS_SECRET',
    clock,
    timeoutMs,
    advice: adviceOnPost,
    wait: (headers, now) => waitUntil(headers.get('x-rate-limit-reset'), now),
  });
}

/** X says when its limit begins anew, in seconds since 1970. */
function waitUntil(reset: string | null, now: Date): number | undefined {
  const seconds = reset === null || !/^\d{1,12}$/.test(reset) ? Number.NaN : Number(reset);
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds * 1_000 - now.getTime());
}

/** X has no code for it, only these words. */
function isDuplicate(error: unknown): boolean {
  return error instanceof PermanentError && error.code === 'http_403' && /duplicate content/i.test(error.message);
}

function placeOf(id: string) {
  return { id, url: `https://x.com/i/status/${id}` };
}

/** A post as it was written: X puts addresses of its own in the place of links. */
function wordsOf({ text, entities }: z.output<typeof post>): string {
  const whole = entities.urls.reduce((words, { url, expanded_url: own }) => (own === '' ? words : words.replaceAll(url, own)), text);
  return whole.replace(/&(lt|gt|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', amp: '&' })[name] ?? '');
}

function comparable(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

const part = encodeURIComponent;
