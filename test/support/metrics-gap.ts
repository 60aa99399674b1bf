import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Prometheus in front of another one that has no values for queries with these words in them. */
export async function gapInFrontOf(url: string, words: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const asked = `${decodeURIComponent(request.url ?? '')} ${new URLSearchParams(body).get('query') ?? ''}`;
    response.setHeader('content-type', 'application/json');
    if (asked.includes(words)) {
      const resultType = asked.includes('query_range') ? 'matrix' : 'vector';
      response.end(JSON.stringify({ status: 'success', data: { resultType, result: [] } }));
      return;
    }
    const type = request.headers['content-type'];
    const headers = type === undefined ? {} : { 'content-type': type };
    const answer = await fetch(new URL(request.url ?? '/', url), {
      method: request.method ?? 'GET',
      ...(body && { body }),
      headers,
    });
    response.statusCode = answer.status;
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
