import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  path: string;
  headers: IncomingMessage['headers'];
  raw: string;
  /** The form fields, with `payload` unpacked; or the JSON. */
  body: Record<string, unknown>;
}

export interface AppStandIn {
  url: string;
  received: Received[];
  /** What the next requests are answered with; `hang` never answers. */
  answer: { status: number; body?: unknown } | 'hang';
  close(): Promise<void>;
}

/** The smallest app there is: keeps what Slack sends it and answers what it was told to. */
export async function startApp(): Promise<AppStandIn> {
  const server = createServer(async (request, response) => {
    let raw = '';
    for await (const chunk of request) raw += chunk;
    app.received.push({
      path: request.url ?? '',
      headers: request.headers,
      raw,
      body: unpacked(raw, request.headers['content-type'] ?? ''),
    });
    const { answer } = app;
    if (answer === 'hang') return;
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const app: AppStandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    received: [],
    answer: { status: 200 },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return app;
}

function unpacked(raw: string, type: string): Record<string, unknown> {
  if (type.includes('json')) return JSON.parse(raw);
  const form = Object.fromEntries(new URLSearchParams(raw));
  return typeof form.payload === 'string' ? JSON.parse(form.payload) : form;
}
