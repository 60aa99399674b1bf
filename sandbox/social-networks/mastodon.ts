import type { StandInReply } from '../stand-in-server.ts';
import { nextId, type ShownPost, type SocialStandIn, startStandInNetwork } from './stand-in-network.ts';

export interface MastodonOptions {
  token: string;
  /** `configuration.statuses.max_characters` of `/api/v2/instance`; the instance does not say when absent. */
  most?: number;
  now?: () => Date;
  port?: number;
}

const ACCOUNT = '109999999';

/** An instance of Mastodon as its documentation has it: refuses what is too long or empty (422), knows a repeated `Idempotency-Key` as long as `forget` is not called, and shows posts as HTML. */
export async function startMastodon({
  token,
  most,
  now = () => new Date(),
  port,
}: MastodonOptions): Promise<SocialStandIn & { forget(): void }> {
  const posts: ShownPost[] = [];
  const keys = new Map<string, ShownPost>();
  const shown = (post: ShownPost) => ({
    id: post.id,
    created_at: post.at,
    in_reply_to_id: post.replyTo ?? null,
    url: `https://mastodon.example/@ops/${post.id}`,
    content: htmlOf(post.text),
  });
  const refused = (status: number, error: string): StandInReply => ({ status, body: { error } });

  function create(key: string, body: Record<string, unknown>): StandInReply {
    const before = keys.get(key);
    if (before) return { status: 200, body: shown(before) };
    const text = String(body.status ?? '');
    if (text.trim() === '') return refused(422, "Validation failed: Text can't be blank");
    if (counted(text) > (most ?? 500)) return refused(422, `Validation failed: Text character limit of ${most ?? 500} exceeded`);
    const replyTo = body.in_reply_to_id === undefined ? undefined : String(body.in_reply_to_id);
    if (replyTo !== undefined && !posts.some(({ id }) => id === replyTo))
      return refused(404, 'The post you are trying to reply to does not appear to exist.');
    const post: ShownPost = {
      id: nextId(posts),
      text,
      at: now().toISOString(),
      ...(replyTo !== undefined && { replyTo }),
      ...(typeof body.language === 'string' && { language: body.language }),
    };
    posts.push(post);
    if (key !== '') keys.set(key, post);
    return { status: 200, body: shown(post) };
  }

  const network = await startStandInNetwork(
    {
      isLetIn: ({ headers, path }) => path === '/api/v2/instance' || headers.authorization === `Bearer ${token}`,
      refused,
      tooMany: () => ({ status: 429, body: { error: 'Too many requests' } }),
      answer: ({ method, path, headers }, parts, body) => {
        if (path === '/api/v2/instance')
          return { status: 200, body: most === undefined ? { title: 'x' } : { configuration: { statuses: { max_characters: most } } } };
        if (path === '/api/v1/accounts/verify_credentials') return { status: 200, body: { id: ACCOUNT, acct: 'ops' } };
        if (path === `/api/v1/accounts/${ACCOUNT}/statuses`) return { status: 200, body: [...posts].reverse().slice(0, 40).map(shown) };
        if (path === '/api/v1/statuses' && method === 'POST') return create(headers['idempotency-key'] ?? '', body);
        const at = posts.findIndex(({ id }) => id === parts[3]);
        if (method !== 'DELETE' || parts[2] !== 'statuses' || at < 0) return undefined;
        return { status: 200, body: shown(posts.splice(at, 1)[0] as ShownPost) };
      },
    },
    posts,
    port,
  );
  return { ...network, forget: () => keys.clear() };
}

/** As an instance counts, with none of our code. */
function counted(text: string): number {
  const short = text.replace(/https?:\/\/[^\s<>()]+\.[^\s<>()]+/giu, 'x'.repeat(23)).replace(/(@[a-z0-9_]+)@[a-z0-9.-]+/giu, '$1');
  return [...new Intl.Segmenter('und').segment(short)].length;
}

function htmlOf(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const linked = escaped.replace(
    /https?:\/\/(\S+)/gu,
    (whole, rest: string) =>
      `<a href="${whole}" rel="nofollow"><span class="invisible">${whole.slice(0, -rest.length)}</span><span>${rest}</span></a>`,
  );
  return `<p>${linked.replace(/\n\n+/g, '</p><p>').replaceAll('\n', '<br />')}</p>`;
}
