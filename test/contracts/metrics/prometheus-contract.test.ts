import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createPrometheus } from '../../../src/integrations/metrics/prometheus.ts';
import { describeWith } from '../../support/run/services.ts';
import { type StartedProgram, startProgram } from '../../support/servers/server.ts';
import { keepsTheContract } from './source-contract.ts';

const PASSWORD = 'watching-prometheus-password';
const WRONG = 'wrong-prometheus-password';
/** Of the password above, at bcrypt's lowest cost. */
const HASH = '$2b$04$abcdefghijklmnopqrstuunLXGYUdl29beFQj7Q/H0UKfRYL7yf3W';
const USERS = { basic_auth_users: { watcher: HASH } };

describeWith('prometheus', () => {
  const servers: StartedProgram[] = [];
  let gauge = 1;
  const exporter = createServer(
    (_request, response) => void response.setHeader('content-type', 'text/plain; version=0.0.4').end(`test_gauge ${gauge}\n`),
  );

  async function startGuarded(web: object, files: Record<string, string> = {}): Promise<StartedProgram> {
    const target = `127.0.0.1:${(exporter.address() as AddressInfo).port}`;
    const server = await startProgram({
      program: process.env.PROMETHEUS_BIN ?? 'prometheus',
      args: (port, directory) => [
        `--config.file=${join(directory, 'prometheus.yml')}`,
        `--web.config.file=${join(directory, 'web.yml')}`,
        `--storage.tsdb.path=${join(directory, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      files: {
        'prometheus.yml': JSON.stringify({
          global: { scrape_interval: '200ms', scrape_timeout: '200ms' },
          scrape_configs: [{ job_name: 'test', static_configs: [{ targets: [target] }] }],
        }),
        'web.yml': JSON.stringify(web),
        ...files,
      },
      ready: /Server is ready to receive web requests/,
    });
    servers.push(server);
    return server;
  }

  beforeAll(async () => {
    exporter.listen(0, '127.0.0.1');
    await once(exporter, 'listening');
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    exporter.closeAllConnections();
    exporter.close();
  });

  describe('behind a password', () => {
    let server: StartedProgram;
    beforeAll(async () => {
      server = await startGuarded(USERS);
      const source = createPrometheus({ url: `http://watcher:${PASSWORD}@127.0.0.1:${server.port}` });
      while ((await source.instant({ query: 'test_gauge', at: new Date(), timeoutMs: 5_000 })) === undefined);
    });

    keepsTheContract({
      variable: /PROMETHEUS_URL/,
      server: () => ({ host: '127.0.0.1', port: server.port }),
      create: ({ port, credentials }) =>
        createPrometheus({ url: `http://watcher:${credentials === 'right' ? PASSWORD : WRONG}@127.0.0.1:${port}` }),
      secrets: [PASSWORD, WRONG, Buffer.from(`watcher:${PASSWORD}`).toString('base64')],
      some: 'vector(5)',
      zero: 'vector(0)',
      none: 'test_absent',
      bad: { query: 'sum(', says: /bad_data/ },
      change: {
        query: 'test_gauge',
        before: 1,
        act: async () => {
          gauge = 7;
        },
        after: 7,
      },
    });
  });

  describe('behind a certificate of an authority of our own', () => {
    let url: string;
    let authority: string;
    beforeAll(async () => {
      const directory = mkdtempSync(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'certificate-'));
      const [key, certificate] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')];
      const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
      const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
      execFileSync('openssl', ['req', '-x509', ...curve, '-nodes', '-keyout', key, '-out', certificate, ...subject], { stdio: 'ignore' });
      authority = certificate;
      const server = await startGuarded(
        { ...USERS, tls_server_config: { cert_file: 'certificate.pem', key_file: 'key.pem' } },
        { 'certificate.pem': readFileSync(certificate, 'utf8'), 'key.pem': readFileSync(key, 'utf8') },
      );
      url = `https://watcher:${PASSWORD}@127.0.0.1:${server.port}`;
    });

    /** What a process with this environment gets; Node reads NODE_EXTRA_CA_CERTS when it starts. */
    async function askedIn(env: Record<string, string>): Promise<string> {
      const script = `
        import { createPrometheus } from './src/integrations/metrics/prometheus.ts';
        const source = createPrometheus({ url: process.env.URL_UNDER_TEST });
        const at = new Date();
        const range = { query: 'vector(5)', from: new Date(at - 60000), to: at, stepMs: 30000, timeoutMs: 10000 };
        try {
          const now = await source.instant({ query: 'vector(5)', at, timeoutMs: 10000 });
          console.log(now.value, (await source.range(range)).length);
        } catch (error) {
          console.log(error.name, error.message);
        }`;
      const { PATH = '' } = process.env;
      const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
      return (await promisify(execFile)(process.execPath, args, { env: { PATH, URL_UNDER_TEST: url, ...env } })).stdout.trim();
    }

    it('is asked when NODE_EXTRA_CA_CERTS names it', async () => {
      expect(await askedIn({ NODE_EXTRA_CA_CERTS: authority })).toBe('5 3');
    });

    it('is not asked otherwise, and the error says what to set', async () => {
      const said = await askedIn({});
      expect(said).toMatch(/^TransientError .*certificate is not trusted \(\w+\): name its CA's file in NODE_EXTRA_CA_CERTS/);
      expect(said).not.toContain(PASSWORD);
    });
  });
});
