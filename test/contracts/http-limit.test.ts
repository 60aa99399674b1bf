import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PermanentError, TransientError } from '../../src/domain/errors.ts';
import { httpRequest } from '../../src/integrations/http.ts';
import { createPrometheus } from '../../src/integrations/metrics/prometheus.ts';

const MIB = 2 ** 20;
/** Twice the sockets' own buffers, on either side. */
const UNDER_WAY = 8 * MIB;

let answer: (response: ServerResponse) => void;
let server: Server;
let url: string;
/** What the stand-in could hand over before nobody listened any more. */
let sent: number;

beforeAll(async () => {
  server = createServer((_, response) => answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  sent = 0;
});

/** Writes until the other side hangs up. */
function endlessly(status: number): { hungUp: Promise<unknown> } {
  const chunk = Buffer.alloc(64 * 1024, ' ');
  let hangUp: (value?: unknown) => void = () => undefined;
  const hungUp = new Promise((resolve) => {
    hangUp = resolve;
  });
  answer = (response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.once('close', hangUp);
    const more = (): void => {
      while (!response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
    };
    more();
  };
  return { hungUp };
}

const ask = (more: { maxBytes?: number } = {}) => httpRequest({ vendor: 'Somebody', method: 'GET', url, timeoutMs: 20_000, ...more });
const failure = (work: Promise<unknown>): Promise<unknown> => work.then(() => undefined).catch((error: unknown) => error);

it('reads no more of an endless answer than a few MiB, and hangs up', async () => {
  const { hungUp } = endlessly(200);
  const error = await failure(ask());
  expect(error).toBeInstanceOf(PermanentError);
  expect(error).toMatchObject({ code: 'too_large', message: 'Somebody answers with more than 4 MiB, which is not read.' });
  await hungUp;
  expect(sent).toBeLessThan(4 * MIB + UNDER_WAY);
});

it('tries again later with a server in trouble', async () => {
  const { hungUp } = endlessly(503);
  const error = await failure(ask({ maxBytes: 1_000 }));
  expect(error).toBeInstanceOf(TransientError);
  expect(error).toMatchObject({ code: 'too_large', message: expect.stringMatching(/1000 bytes/) });
  await hungUp;
});

it('lets a source have more, and still ends', async () => {
  const { hungUp } = endlessly(200);
  const error = await failure(createPrometheus({ url }).instant({ query: 'up', at: new Date(0), timeoutMs: 20_000 }));
  expect(error).toMatchObject({ code: 'too_large', message: 'Prometheus answers with more than 32 MiB, which is not read.' });
  await hungUp;
  expect(sent).toBeGreaterThan(32 * MIB);
  expect(sent).toBeLessThan(32 * MIB + UNDER_WAY);
});

it('reads an answer of just that length whole, letters that lie across chunks included', async () => {
  const bytes = Buffer.from('장애'.repeat(50));
  answer = (response) => {
    response.writeHead(200);
    for (const byte of bytes) response.write(Buffer.from([byte]));
    response.end();
  };
  expect((await ask({ maxBytes: bytes.length })).text).toBe('장애'.repeat(50));
  expect(await failure(ask({ maxBytes: bytes.length - 1 }))).toMatchObject({ code: 'too_large' });
});

it('takes no body for an empty text', async () => {
  answer = (response) => void response.writeHead(204).end();
  expect(await ask()).toMatchObject({ status: 204, text: '' });
});
