import { createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listen } from './listen.ts';
import { readShop } from './public-files.ts';
import { ALERT_TOKEN, type DemoStage } from './stage.ts';

/** With which alerts come in here: to be typed by hand, and so too short for a bot that hides its secrets in its log. */
export const DEMO_TOKEN = 'demo';

export interface BotDoor {
  url: string;
  close(): Promise<void>;
}

/** Not passed on from one connection to the next (RFC 9110, 7.6.1). */
const OF_THE_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'trailer', 'proxy-connection']);

/**
 * The bot's own pages and its doors for alerts, at an address that stays when the demo starts over; and a shop's page that follows `/status.json` as a front end
 * would, with its waiting screen. To this machine only.
 */
export async function startBotDoor({ port, stage }: { port: number; stage: Pick<DemoStage, 'app' | 'settled'> }): Promise<BotDoor> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else say(response, 502, error instanceof Error ? error.message : String(error));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A page of another site that resolves its own name to this machine must not read or act here.
    const host = /^(.*?)(?::\d+)?$/.exec(request.headers.host ?? '')?.[1] ?? '';
    if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) return say(response, 403, 'open it as http://127.0.0.1');
    const { pathname } = new URL(request.url ?? '/', 'http://bot');
    const file = request.method === 'GET' || request.method === 'HEAD' ? await readShop(pathname) : undefined;
    if (file) {
      response
        .writeHead(200, { 'content-type': file.type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
        .end(file.content);
      return;
    }
    if (pathname === '/') return void response.writeHead(302, { location: '/status' }).end();
    // What comes while the demo starts over is for the bot that comes.
    await stage.settled();
    await passOn(request, response, stage.app.url);
  }

  await listen(server, { port, variable: 'BOT_PORT' });
  return { url: addressOf(server), close: () => closed(server) };
}

function passOn(request: IncomingMessage, response: ServerResponse, to: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const { host: _, authorization, ...others } = endToEnd(request.headers);
    const headers = { ...others, ...(authorization !== undefined && { authorization: withOwnToken(authorization) }) };
    const onward = send(new URL(request.url ?? '/', to), { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
      answer.pipe(response);
      answer.on('end', resolve);
      answer.on('error', reject);
    });
    onward.on('error', reject);
    request.on('error', reject);
    request.pipe(onward);
  });
}

/** The bot's own token in place of the one that is typed, as bearer token or as password (RFC 7617). */
function withOwnToken(authorization: string): string {
  if (authorization.toLowerCase() === `bearer ${DEMO_TOKEN}`) return `Bearer ${ALERT_TOKEN}`;
  const [, encoded = ''] = /^basic (.+)$/i.exec(authorization) ?? [];
  const [, user] = /^([^:]*):demo$/.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return user === undefined ? authorization : `Basic ${Buffer.from(`${user}:${ALERT_TOKEN}`).toString('base64')}`;
}

function endToEnd(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.has(name)));
}

function say(response: ServerResponse, status: number, problem: string): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify({ error: problem }));
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
