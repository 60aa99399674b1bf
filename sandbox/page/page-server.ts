import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bilingual } from '../../src/domain/language/bilingual.ts';
import { ACTS } from './acts.ts';
import { EventStreams } from './event-streams.ts';
import { facts } from './facts.ts';
import { listen } from './listen.ts';
import { type PageLanguage, pageLanguage } from './page-language.ts';
import { readPublic } from './public-files.ts';
import type { Stage } from './stage.ts';
import { workspaceView } from './workspace-view.ts';

export interface PageServerOptions {
  /** Tried first, then the nine after it; 0 takes any free one. */
  port: number;
  stage: Stage;
  /** Where the bot's own pages are; the page links to them. */
  botUrl: string;
}

export interface PageServer {
  url: string;
  close(): Promise<void>;
}

/** What a recording holds: the hour of calm that a demo starts with, and what was done to it since. */
const RECORDED_MS = 2 * 3_600_000;

/** What the curves begin with. */
const CURVES_MS = 5 * 60_000;
const BODY_LIMIT = 100_000;

const GONE: Bilingual = {
  en: 'The demo has started over, and what this belonged to is gone.',
  ko: '데모가 처음부터 다시 시작되어 이 작업의 대상이 사라졌습니다.',
};

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // Nothing from outside but the pictures that messages show.
  'content-security-policy':
    "default-src 'self'; img-src 'self' data: https: http://127.0.0.1:*; frame-ancestors 'none'; form-action 'none'",
};

/** Serves the page and what it needs, to this machine only. */
export async function startPageServer({ port, stage, botUrl }: PageServerOptions): Promise<PageServer> {
  const streams = new EventStreams(stage);
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, 500, { problem: error instanceof Error ? error.message : String(error) });
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A page of another site that resolves its own name to this machine must not read or act here.
    const host = /^(.*?)(?::\d+)?$/.exec(request.headers.host ?? '')?.[1] ?? '';
    if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) return send(response, 403, { problem: 'open it as http://127.0.0.1' });
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page');
    const language = languageOf(searchParams);
    if (request.method === 'POST') return act(request, response, { path: pathname, language });
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, { problem: 'GET or POST' });
    const person = searchParams.get('as') ?? '';
    const { world } = stage;
    switch (pathname) {
      case '/api/demo':
        return send(response, 200, facts(stage, { language, botUrl }));
      case '/api/workspace':
        if (!(person in world.slack.users)) return send(response, 404, { problem: `nobody is called ${person}` });
        return send(response, 200, workspaceView(world.slack, person));
      case '/api/recording':
        return send(response, 200, world.coupon.recording(RECORDED_MS));
      case '/api/curves':
        return send(response, 200, world.coupon.recording(CURVES_MS));
      case '/api/service':
        return send(response, 200, streams.service());
      case '/api/events':
        if (!(person in world.slack.users)) return send(response, 404, { problem: `nobody is called ${person}` });
        return streams.open(response, { person, language });
    }
    if (pathname.startsWith('/api/files/')) {
      // Completed only: what nobody finished uploading nobody sees.
      const picture = world.slack.files().find(({ id, completedAt }) => id === pathname.slice('/api/files/'.length) && completedAt);
      if (!picture?.bytes) return send(response, 404, { problem: 'there is no such file' });
      response.writeHead(200, { ...HEADERS, 'content-type': 'image/png' }).end(picture.bytes);
      return;
    }
    const file = await readPublic(pathname);
    if (!file) return send(response, 404, { problem: `there is nothing at ${pathname}` });
    const content = pathname === '/' ? inLanguage(file.content, language) : file.content;
    response.writeHead(200, { ...HEADERS, 'content-type': file.type }).end(content);
  }

  /** That of the page, which says it with every request; else the bot's. */
  function languageOf(query: URLSearchParams): PageLanguage {
    const asked = query.get('language');
    return asked === 'en' || asked === 'ko' ? asked : pageLanguage(stage.world.playbook.team.language);
  }

  async function act(
    request: IncomingMessage,
    response: ServerResponse,
    { path, language }: { path: string; language: PageLanguage },
  ): Promise<void> {
    const name = path.replace('/api/acts/', '');
    const run = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
    if (!run) return send(response, 404, { ok: false, problem: `nothing can be done at ${path}` });
    // With this type a browser asks first before it lets another site send anything here.
    if (!request.headers['content-type']?.startsWith('application/json')) return send(response, 415, { ok: false, problem: 'wants JSON' });
    const input = await readJson(request);
    if (input === undefined) return send(response, 400, { ok: false, problem: 'wants JSON' });
    const { run: pressedIn } = stage;
    // What is pressed while the demo starts over is done to the world that comes.
    if (name !== 'reset') await stage.settled();
    const result = await run(stage, input);
    await streams.refresh();
    if (!result.ok && name !== 'reset' && stage.run !== pressedIn) return send(response, 422, { ok: false, problem: GONE[language] });
    return result.ok ? send(response, 200, result) : send(response, 422, { ...result, problem: result.problem[language] });
  }

  await listen(server, { port, variable: 'PORT' });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        streams.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The page is written in English; its own script puts its words into the language that its root names. */
function inLanguage(page: Buffer, language: PageLanguage): string {
  return page.toString().replace('<html lang="en">', `<html lang="${language}">`);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk as string;
    if (text.length > BODY_LIMIT) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
