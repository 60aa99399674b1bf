import { fileURLToPath } from 'node:url';
import { type Home, startProgram } from '../support/servers/server.ts';

/** A Node process of the coupon service, with its door. */
export interface CouponProcess {
  url: string;
  pid: number;
  /** Changes some of its settings (coupon/settings.ts); resolves when that is done. */
  set(change: object): Promise<void>;
  settings(): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** Starts `coupon/<name>.ts`. */
export async function startCouponProcess(name: string, env: Record<string, string>, home: Home): Promise<CouponProcess> {
  const server = await startProgram(
    {
      program: process.execPath,
      name: `coupon-${name}`,
      args: (port) => ['--import', import.meta.resolve('tsx'), fileURLToPath(new URL(`coupon/${name}.ts`, import.meta.url)), String(port)],
      // Jest's own options are not for others.
      env: { ...env, NODE_OPTIONS: '' },
      ready: /^listening/m,
      startTimeoutMs: 60_000,
    },
    home,
  );
  const url = `http://127.0.0.1:${server.port}`;
  return {
    url,
    pid: server.pid,
    stop: server.stop,
    settings: async () => (await (await fetch(`${url}/settings`)).json()) as Record<string, unknown>,
    async set(change) {
      if (Object.keys(change).length === 0) return;
      const response = await fetch(`${url}/settings`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(change),
      });
      if (!response.ok) throw new Error(`coupon-${name} does not take ${JSON.stringify(change)}: ${await response.text()}`);
    },
  };
}
