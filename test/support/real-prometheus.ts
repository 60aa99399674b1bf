import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface RealPrometheus {
  url: string;
  close(): Promise<void>;
}

/** The Prometheus on this machine's PATH, if there is one (Debian: `apt install prometheus`). */
export function prometheusBinary(): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'prometheus'))
    .find((path) => existsSync(path));
}

/** A real Prometheus that scrapes, every second, an exporter which shows `metrics()`; resolves when the first scrape can be queried. */
export async function startRealPrometheus(binary: string, metrics: () => string): Promise<RealPrometheus> {
  const exporter = createServer(
    (_request, response) => void response.setHeader('content-type', 'text/plain; version=0.0.4').end(metrics()),
  );
  await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-prometheus-'));
  const target = `127.0.0.1:${(exporter.address() as AddressInfo).port}`;
  const config = { global: { scrape_interval: '1s' }, scrape_configs: [{ job_name: 'exporter', static_configs: [{ targets: [target] }] }] };
  // JSON is YAML.
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const address = `127.0.0.1:${await freePort()}`;
  const args = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
    '--log.level=error',
  ];
  const child = spawn(binary, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://${address}`;
  await until(child, async () => {
    const reply = await fetch(`${url}/api/v1/query?query=${encodeURIComponent('up == 1')}`).catch(() => undefined);
    return reply?.ok === true && (await reply.text()).includes('"value"');
  });
  return {
    url,
    close: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
      exporter.closeAllConnections();
      exporter.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function until(child: ChildProcess, condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    if (child.exitCode !== null) throw new Error(`Prometheus ended with exit code ${child.exitCode}`);
    await pause(50);
  }
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
