import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FoundService, type RunningServer, startProgram } from './server.ts';

export interface PrometheusServer extends RunningServer {
  /** Scrapes these `host:port` (path /metrics) five times a second from now on, instead of those before; `labels` such as `job` go on each. */
  scrape(targets: readonly string[], labels?: Record<string, string>): Promise<void>;
}

const CONFIG = JSON.stringify({
  global: { scrape_interval: '200ms', scrape_timeout: '200ms', evaluation_interval: '200ms' },
  scrape_configs: [{ job_name: 'coupon', file_sd_configs: [{ files: ['targets.json'] }] }],
});

/** A Prometheus with nothing to scrape yet. */
export async function startPrometheus(found: FoundService): Promise<PrometheusServer> {
  if ('url' in found) throw new Error('a given Prometheus cannot be told what to scrape');
  const server = await startProgram({
    program: found.program,
    args: (port, directory) => [
      `--config.file=${join(directory, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=info',
    ],
    files: { 'prometheus.yml': CONFIG, 'targets.json': '[]' },
    ready: /Server is ready to receive web requests/,
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    stop: server.stop,
    async scrape(targets, labels = {}) {
      // Prometheus watches the file; a rename lets it never see half of it.
      const file = join(server.directory, 'targets.json');
      await writeFile(`${file}.new`, JSON.stringify([{ targets, labels }]));
      await rename(`${file}.new`, file);
    },
  };
}
