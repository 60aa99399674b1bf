import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What Prometheus answers, as far as a front changes it. */
export interface MetricsAnswer {
  status: string;
  warnings?: string[];
  isPartial?: boolean;
  data?: { resultType: string; result: unknown[] };
}

export interface MetricsFront {
  url: string;
  close(): Promise<void>;
}

/** A Prometheus in front of another one, whose answers it changes; `asked` is the address and the query. */
export async function metricsFrontOf(url: string, change: (answer: MetricsAnswer, asked: string) => MetricsAnswer): Promise<MetricsFront> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const asked = `${decodeURIComponent(request.url ?? '')} ${new URLSearchParams(body).get('query') ?? ''}`;
    const type = request.headers['content-type'];
    const answer = await fetch(new URL(request.url ?? '/', url), {
      method: request.method ?? 'GET',
      ...(body && { body }),
      headers: type === undefined ? {} : { 'content-type': type },
    });
    const text = await answer.text();
    response.statusCode = answer.status;
    response.setHeader('content-type', 'application/json');
    response.end(answer.status === 200 ? JSON.stringify(change(JSON.parse(text) as MetricsAnswer, asked)) : text);
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
