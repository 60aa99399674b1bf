import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SocialPlace } from '../../domain/ports/social-networks.ts';
import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { httpUrl, secret } from '../accounts/shapes.ts';
import { orGone, pageClient, readAs } from '../status-pages/page-client.ts';
import { adviceOnPost } from './refusals.ts';
import { type SocialNetworkSetup, socialNetworkKind } from './social-network-kind.ts';

const VENDOR = 'Mastodon';
/** Where an instance does not say. */
const USUAL_MOST = 500;
/** So many of our newest posts are looked at for one whose answer was lost. */
const LOOKED_AT = 40;
/** Two clocks may differ so much. */
const SKEW_MS = 2 * 60_000;

export const mastodonAccount = account({
  title: VENDOR,
  variables: {
    MASTODON_URL: {
      shape: httpUrl('an http(s) address such as https://mastodon.example.com'),
      example: 'https://mastodon.example.com',
      said: worded(({ social }) => social.mastodonUrl),
    },
    MASTODON_TOKEN: {
      shape: secret('an access token of an application of Mastodon'),
      example: 'mastodon-token-0123456789',
      said: worded(({ social }) => social.mastodonToken),
    },
  },
  needs: ['MASTODON_URL', 'MASTODON_TOKEN'],
  settings: (v) => ({ url: v.MASTODON_URL, token: v.MASTODON_TOKEN }),
});
type Settings = NonNullable<ReturnType<typeof mastodonAccount.settingsOf>>;

const instance = z.object({
  configuration: z.object({ statuses: z.object({ max_characters: z.int().min(1).max(1_000_000) }) }),
});
const status = z.object({ id: z.string(), url: z.string().nullish(), content: z.string().catch(''), created_at: z.string().catch('') });
const self = z.object({ id: z.string(), acct: z.string().catch('') });

/**
 * Mastodon and what speaks its API (https://docs.joinmastodon.org/methods/statuses/). How long a post may be its instance says (`/api/v2/instance`). A repeated post is known by its `Idempotency-Key` for an hour; after that ours
 * is looked for among the account's newest, by its words.
 */
export const mastodon = socialNetworkKind({
  name: 'mastodon',
  title: VENDOR,
  account: mastodonAccount,
  create(settings, setup) {
    const ask = client(settings, setup);
    return {
      async rule() {
        const said = instance.safeParse(await ask('GET', '/api/v2/instance').catch(() => undefined));
        return { manner: 'mastodon', most: said.data?.configuration.statuses.max_characters ?? USUAL_MOST };
      },
      async find({ text }, since) {
        const { id } = readAs(VENDOR, self, await ask('GET', '/api/v1/accounts/verify_credentials'));
        const path = `/api/v1/accounts/${part(id)}/statuses?limit=${LOOKED_AT}&exclude_reblogs=true`;
        const newest = readAs(VENDOR, z.array(status), await ask('GET', path));
        const ours = newest.find(
          ({ content, created_at: at }) => Date.parse(at) >= since.getTime() - SKEW_MS && comparable(wordsOf(content)) === comparable(text),
        );
        return ours && placeOf(ours);
      },
      async post({ key, text, language, replyTo }) {
        const body = {
          status: text,
          visibility: 'public',
          // It takes ISO 639 without a region.
          language: language.split('-')[0],
          ...(replyTo !== undefined && { in_reply_to_id: replyTo }),
        };
        return placeOf(readAs(VENDOR, status, await ask('POST', '/api/v1/statuses', body, { 'idempotency-key': keyOf(key) })));
      },
      async withdraw(id) {
        await orGone(ask('DELETE', `/api/v1/statuses/${part(id)}`));
      },
    };
  },
  async probe(settings, setup) {
    const ask = client(settings, setup);
    const { acct } = readAs(VENDOR, self, await ask('GET', '/api/v1/accounts/verify_credentials'));
    return { ready: true, text: `posts stand as ${acct}; whether the token has write:statuses is seen at the first one` };
  },
});

function client({ url, token }: Settings, { clock, timeoutMs }: SocialNetworkSetup) {
  const key = token.reveal();
  return pageClient({
    vendor: VENDOR,
    baseUrl: url,
    authorization: `Bearer ${key}`,
    secret: key,
    variables: 'MASTODON_URL, MASTODON_TOKEN',
    clock,
    timeoutMs,
    advice: adviceOnPost,
    wait: (headers, now) => waitUntil(headers.get('x-ratelimit-reset'), now),
  });
}

/** Mastodon says when its limit begins anew, as a date. */
function waitUntil(reset: string | null, now: Date): number | undefined {
  const at = reset === null ? Number.NaN : Date.parse(reset);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

function placeOf({ id, url }: z.output<typeof status>): SocialPlace {
  return { id, ...(typeof url === 'string' && { url }) };
}

/** Ours may hold what no header may. */
function keyOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** The plain text of a post: paragraphs and breaks are the only markup that ours ever gets, besides links. */
function wordsOf(html: string): string {
  return html
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/p>\s*<p>/gi, '\n\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(lt|gt|quot|apos|#39|amp);/g, (_, name: string) => ENTITIES[name] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'", amp: '&' };

/** Spaces are the network's business, and of a mention it shows only the name. */
function comparable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/(@[a-z0-9_]+)@[a-z0-9.-]*[a-z0-9]/gi, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

const part = encodeURIComponent;
