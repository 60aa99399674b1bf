import { execFile } from 'node:child_process';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type FoundService, type Home, type RunningServer, startProgram } from './server.ts';

export interface PrometheusServer extends RunningServer {
  /** Scrapes these `host:port` (path /metrics) from now on, instead of those before; `labels` such as `job` go on each. */
  scrape(targets: readonly string[], labels?: Record<string, string>): Promise<void>;
}

export interface ScrapeTargets {
  targets: readonly string[];
  labels: Record<string, string>;
}

export interface PrometheusOptions {
  /** How often it scrapes, and evaluates its rules; five times a second unless given. */
  every?: string;
  /** What it scrapes from its start on. */
  targets?: readonly ScrapeTargets[];
  rules?: readonly { alert: string; expr: string; for?: string; labels?: Record<string, string>; annotations?: Record<string, string> }[];
  /** What it has known since long before its start, in the format of OpenMetrics with moments. */
  history?: string;
  /** `host:port` of an Alertmanager. */
  alertmanager?: string;
  /** Another store that every query is put to as well; when it fails, the answer carries a warning. */
  remoteRead?: string;
}

/** A Prometheus with nothing to scrape yet, unless told. */
export async function startPrometheus(found: FoundService, home?: Home, options: PrometheusOptions = {}): Promise<PrometheusServer> {
  if ('url' in found) throw new Error('a given Prometheus cannot be told what to scrape');
  const server = await startProgram(
    {
      program: found.program,
      name: 'prometheus',
      args: (port, directory) => [
        `--config.file=${join(directory, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(directory, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=info',
      ],
      files: {
        'prometheus.yml': configOf(options),
        'rules.yml': JSON.stringify({ groups: options.rules ? [{ name: 'coupon', rules: options.rules }] : [] }),
        'targets.json': JSON.stringify(options.targets ?? []),
        ...(options.history !== undefined && { 'history.om': options.history }),
      },
      prepare: async (_port, directory) => {
        if (options.history !== undefined) await writeHistory(found.program, directory);
      },
      ready: /Server is ready to receive web requests/,
    },
    home,
  );
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

/** By the tool that comes with it. */
async function writeHistory(program: string, directory: string): Promise<void> {
  const tool = program.replace(/prometheus$/, 'promtool');
  const [from, to] = [join(directory, 'history.om'), join(directory, 'data')];
  await promisify(execFile)(tool, ['tsdb', 'create-blocks-from', 'openmetrics', from, to]);
}

/** JSON is YAML. */
function configOf({ every = '200ms', alertmanager, remoteRead }: PrometheusOptions): string {
  return JSON.stringify({
    global: { scrape_interval: every, scrape_timeout: every, evaluation_interval: every },
    rule_files: ['rules.yml'],
    scrape_configs: [{ job_name: 'coupon', file_sd_configs: [{ files: ['targets.json'] }] }],
    ...(remoteRead ? { remote_read: [{ url: remoteRead, read_recent: true, remote_timeout: '1s' }] } : {}),
    ...(alertmanager ? { alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] } } : {}),
  });
}
