import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const SELF = fileURLToPath(import.meta.url);

/** A Prometheus in a process of its own that answers `…_takes_400` after 400 ms: whoever is measured must not share its processor time. */
export async function startSlowMetrics(): Promise<{ url: string; stop(): Promise<void> }> {
  const { PATH = '' } = process.env;
  const child = fork(SELF, ['serve'], { execArgv: ['--import', 'tsx'], env: { PATH } });
  const [url] = (await once(child, 'message')) as [string];
  return {
    url,
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

if (process.argv[2] === 'serve' && process.send) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const fields = new URLSearchParams([...url.searchParams, ...new URLSearchParams(Buffer.concat(chunks).toString())]);
      const ms = Number(/_takes_(\d+)/.exec(fields.get('query') ?? '')?.[1] ?? 0);
      const point = [Date.now() / 1_000, '1'];
      const range = url.pathname.endsWith('query_range');
      const result = range ? [{ metric: {}, values: [point] }] : [{ metric: {}, value: point }];
      const body = JSON.stringify({ status: 'success', data: { resultType: range ? 'matrix' : 'vector', result } });
      setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(body), ms);
    });
  });
  server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  process.on('disconnect', () => process.exit(0));
}
