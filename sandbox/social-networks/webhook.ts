import { createHmac } from 'node:crypto';
import { Faults } from '../faults.ts';
import { type StandInReply, type StandInRequest, startStandInServer } from '../stand-in-server.ts';
import type { ShownPost, SocialStandIn } from './stand-in-network.ts';

/** What somebody writes who posts elsewhere for us, after the Standard Webhooks specification and with none of our code: takes what is signed, each `webhook-id` once. */
export async function startSocialWebhook({
  secret,
  now = () => new Date(),
  port,
}: {
  secret: string;
  now?: () => Date;
  port?: number;
}): Promise<SocialStandIn> {
  const faults = new Faults();
  const posts: ShownPost[] = [];
  const seen = new Set<string>();

  function receive({ headers, text }: StandInRequest): StandInReply {
    const { 'webhook-id': id = '', 'webhook-timestamp': at = '', 'webhook-signature': signature = '' } = headers;
    const key = Buffer.from(secret.split('_')[1] ?? '', 'base64');
    const wanted = createHmac('sha256', key).update([id, at, text].join('.')).digest('base64');
    if (!signature.split(' ').includes(`v1,${wanted}`)) return { status: 401 };
    const { type, data } = JSON.parse(text) as { type: string; data: { id: string; text: string; language: string; replyTo?: string } };
    if (seen.has(id)) return { status: 204 };
    seen.add(id);
    if (type === 'social.withdrawn') {
      const place = posts.findIndex((post) => post.id === data.id);
      if (place >= 0) posts.splice(place, 1);
      return { status: 204 };
    }
    const { text: words, language, replyTo } = data;
    posts.push({ id: data.id, text: words, language, at: now().toISOString(), ...(replyTo !== undefined && { replyTo }) });
    return { status: 204 };
  }

  const server = await startStandInServer({
    faults,
    route: (request) => {
      const { type = '' } = JSON.parse(request.text || '{}') as { type?: string };
      return { name: `POST ${type}`, args: {}, run: () => receive(request) };
    },
    refusal: (fault) => ({ status: fault.kind === 'http' ? fault.status : fault.kind === 'rate-limit' ? 429 : 400 }),
    ...(port !== undefined && { port }),
  });
  return { url: server.url, faults, calls: server.calls, posts, close: server.close };
}
