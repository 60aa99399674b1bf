import { createHmac } from 'node:crypto';
import type { StandInReply, StandInRequest } from '../stand-in-server.ts';
import { nextId, type ShownPost, type SocialStandIn, startStandInNetwork } from './stand-in-network.ts';

export interface XOptions {
  apiKey: string;
  apiSecret: string;
  accessToken: string;
  accessSecret: string;
  now?: () => Date;
  port?: number;
}

const ACCOUNT = '2244994945';

/** X's API v2 as its documentation has it: checks the OAuth 1.0a signature of each request, refuses doubles (403) and what is too long, knows no idempotency, and shows links as its own. */
export async function startX({ now = () => new Date(), port, ...keys }: XOptions): Promise<SocialStandIn> {
  const posts: ShownPost[] = [];
  const refused = (status: number, detail: string): StandInReply => ({
    status,
    body: { title: TITLES[status] ?? 'Error', type: 'about:blank', status, detail },
  });

  function create(body: Record<string, unknown>): StandInReply {
    const text = String(body.text ?? '');
    if (text === '') return refused(400, 'One or more parameters to your request was invalid.');
    if (weighed(text) > 280) return refused(403, 'Your Tweet text is too long. For more details see weighted character count.');
    if (posts.some((post) => post.text === text)) return refused(403, 'You are not allowed to create a Tweet with duplicate content.');
    const reply = (body.reply as { in_reply_to_tweet_id?: string } | undefined)?.in_reply_to_tweet_id;
    const post: ShownPost = { id: nextId(posts), text, at: now().toISOString(), ...(reply !== undefined && { replyTo: reply }) };
    posts.push(post);
    return { status: 201, body: { data: { id: post.id, text } } };
  }

  return await startStandInNetwork(
    {
      isLetIn: (request) => isSigned(request, keys),
      refused,
      tooMany: () => ({ status: 429, body: { title: 'Too Many Requests', status: 429, detail: 'Too Many Requests', type: 'about:blank' } }),
      answer: ({ method, path }, parts, body) => {
        if (path === '/2/users/me') return { status: 200, body: { data: { id: ACCOUNT, username: 'ops', name: 'Ops' } } };
        if (path === `/2/users/${ACCOUNT}/tweets`) {
          const data = [...posts].reverse().map(shown);
          return { status: 200, body: data.length === 0 ? { meta: { result_count: 0 } } : { data, meta: { result_count: data.length } } };
        }
        if (path === '/2/tweets' && method === 'POST') return create(body);
        const at = posts.findIndex(({ id }) => id === parts[2]);
        if (method !== 'DELETE' || parts[1] !== 'tweets') return undefined;
        if (at >= 0) posts.splice(at, 1);
        return at < 0 ? refused(404, 'Not found') : { status: 200, body: { data: { deleted: true } } };
      },
    },
    posts,
    port,
  );
}

const TITLES: Readonly<Record<number, string>> = { 401: 'Unauthorized', 403: 'Forbidden' };

function shown({ id, text, at }: ShownPost) {
  const urls = [...text.matchAll(/https?:\/\/\S+/gu)].map(({ 0: url }, index) => ({ url: `https://t.co/a${index}b`, expanded_url: url }));
  const short = urls.reduce((words, { url, expanded_url: own }) => words.replace(own, url), text);
  const escaped = short.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return { id, text: escaped, created_at: at, ...(urls.length > 0 && { entities: { urls } }) };
}

/** As X weighs, with none of our code. */
function weighed(text: string): number {
  const short = text.replace(/https?:\/\/[\w./?=&%#-]+/gu, 'x'.repeat(23));
  return [...new Intl.Segmenter('und').segment(short)].reduce((sum, { segment }) => {
    if (/\p{Emoji_Presentation}|\u200d/u.test(segment)) return sum + 2;
    return (
      sum +
      [...segment].reduce(
        (own, one) => own + ((one.codePointAt(0) ?? 0) <= 0x10ff || /[\u2000-\u200d\u2010-\u201f\u2032-\u2037]/u.test(one) ? 1 : 2),
        0,
      )
    );
  }, 0);
}

/** RFC 5849, 3.4, with none of our code. */
function isSigned(
  { method, path, query, headers }: StandInRequest,
  keys: Pick<XOptions, 'apiKey' | 'apiSecret' | 'accessToken' | 'accessSecret'>,
): boolean {
  const given = new Map(
    [...(headers.authorization ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, decodeURIComponent(value)]),
  );
  const { oauth_signature: signature, ...rest } = Object.fromEntries(given);
  if (rest.oauth_consumer_key !== keys.apiKey || rest.oauth_token !== keys.accessToken) return false;
  const all = [...Object.entries(rest), ...query].map(([name, value]) => `${strict(name)}=${strict(value)}`).sort();
  const base = `${method}&${strict(`http://${headers.host}${path}`)}&${strict(all.join('&'))}`;
  return (
    signature ===
    createHmac('sha1', `${strict(keys.apiSecret)}&${strict(keys.accessSecret)}`)
      .update(base)
      .digest('base64')
  );
}

function strict(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}
