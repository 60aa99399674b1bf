import { Agent, get } from 'node:http';

const TIMEOUT_MS = 8_000;
const agent = new Agent({ keepAlive: true, maxSockets: 40 });

/** Has the JVM do its part of a request. Rejects when it refuses or does not answer in time. */
export function step(url: string, { kb, keepMs = 0 }: { kb: number; keepMs?: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(`${url}/work?kb=${kb}&keepMs=${keepMs}`, { agent, timeout: TIMEOUT_MS }, (response) => {
      response.resume();
      response.once('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`the JVM answered ${response.statusCode}`))));
      response.once('error', reject);
    });
    request.once('timeout', () => request.destroy(new Error(`the JVM did not answer within ${TIMEOUT_MS} ms`)));
    request.once('error', reject);
  });
}
