import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FoundService, type Home, type RunningServer, startProgram } from './server.ts';

export interface AlertmanagerServer extends RunningServer {
  /** From now on alerts go to this address, with this bearer token, in the form of Alertmanager's webhook; to nobody when undefined. */
  notify(receiver: WebhookReceiver | undefined): Promise<void>;
  /** Tells it of alerts as Prometheus does: POST /api/v2/alerts. */
  post(alerts: readonly { labels: Record<string, string>; annotations?: Record<string, string>; endsAt?: string }[]): Promise<void>;
}

export interface WebhookReceiver {
  url: string;
  token?: string | undefined;
}

/** A lone Alertmanager that tells of new alerts at once and of changes after a second; nobody hears of them until `notify`. */
export async function startAlertmanager(found: FoundService, home?: Home): Promise<AlertmanagerServer> {
  if ('url' in found) throw new Error('a given Alertmanager cannot be told whom to notify');
  const server = await startProgram(
    {
      program: found.program,
      name: 'alertmanager',
      args: (port, directory) => [
        `--config.file=${join(directory, 'alertmanager.yml')}`,
        `--storage.path=${join(directory, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        // No gossip, which would want a port of its own.
        '--cluster.listen-address=',
      ],
      files: { 'alertmanager.yml': configFor(undefined) },
      ready: /msg="?Listening/,
    },
    home,
  );
  const url = `http://127.0.0.1:${server.port}`;
  return {
    url,
    stop: server.stop,
    async notify(receiver) {
      await writeFile(join(server.directory, 'alertmanager.yml'), configFor(receiver));
      await accepted(await fetch(`${url}/-/reload`, { method: 'POST' }));
    },
    async post(alerts) {
      const body = JSON.stringify(alerts);
      await accepted(await fetch(`${url}/api/v2/alerts`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }));
    },
  };
}

async function accepted(response: Response): Promise<void> {
  if (!response.ok) throw new Error(`Alertmanager answered ${response.status}: ${await response.text()}`);
}

/** JSON is YAML. */
function configFor(receiver: WebhookReceiver | undefined): string {
  const authorization = receiver?.token === undefined ? {} : { http_config: { authorization: { credentials: receiver.token } } };
  return JSON.stringify({
    route: { receiver: 'bongsu', group_by: ['alertname'], group_wait: '0s', group_interval: '1s', repeat_interval: '1h' },
    receivers: [
      { name: 'bongsu', ...(receiver ? { webhook_configs: [{ url: receiver.url, send_resolved: true, ...authorization }] } : {}) },
    ],
  });
}
