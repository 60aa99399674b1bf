import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorld, type World } from '../../../sandbox/world.ts';
import { FAMILIES } from '../../../src/cli/init/families/index.ts';
import { matcher } from '../../../src/cli/init/signals/find-families.ts';
import { TEMPLATES } from '../../../src/cli/init/templates/index.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import type { Playbook } from '../../../src/domain/playbook/schema.ts';
import { createPrometheus } from '../../../src/integrations/metrics/prometheus.ts';
import { KNOWN_NAMES } from '../../../src/known-names.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { findProgram, SERVERS } from '../../support/run/service-kinds.ts';
import { describeWith } from '../../support/run/services.ts';
import { type CommandResult, lineOf, runCommand, startCommand } from '../../support/scenario/run-command.ts';
import { freshDatabase } from '../../support/servers/database.ts';
import { type PrometheusServer, startPrometheus } from '../../support/servers/prometheus-server.ts';
import { historyOf, startWatched, WATCHED, type WatchedJob, type WatchedServers } from '../../support/servers/watched-metrics.ts';

/** The playbook that init makes of what a real Prometheus has. */

const ADDRESSES = ['SLACK_API_URL', 'ZOOM_API_URL', 'ZOOM_AUTH_URL'];
const JOBS = Object.keys(WATCHED) as WatchedJob[];
/** Several processes start one after another, on machines that do other things as well. */
const UNHURRIED_MS = 180_000;

let world: World;
let watched: WatchedServers;
let directory: string;

beforeAll(async () => {
  watched = await startWatched(JOBS);
});
afterAll(() => watched.close());
// Slack lets everybody be listed only so often.
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'bongsu-init-'));
  world = await startWorld({ calmMs: 0 });
});
afterEach(async () => {
  await world.close();
  rmSync(directory, { recursive: true, force: true });
});

function addresses(): Record<string, string> {
  return Object.fromEntries(Object.entries(world.environment).filter(([name]) => ADDRESSES.includes(name)));
}

async function init(given: Record<string, unknown>): Promise<CommandResult> {
  const { environment } = world;
  const answers = {
    signingSecret: environment.SLACK_SIGNING_SECRET,
    botToken: environment.SLACK_BOT_TOKEN,
    statusChannel: '#status',
    L1: ['@minji', 'junho@example.com'],
    L2: ['Lee Sora'],
    zone: 'Asia/Seoul',
    fallback: 'https://meet.example.com/war-room',
    service: 'Shop',
    ...given,
  };
  const file = join(directory, 'answers.json');
  writeFileSync(file, JSON.stringify(answers));
  return runCommand({ entry: 'init', args: ['--answers', file], cwd: directory, environment: addresses() });
}

const text = (): string => readFileSync(join(directory, 'playbooks/shop.yml'), 'utf8');
const made = (): Playbook => parsePlaybook(text(), 'shop.yml', KNOWN_NAMES);

/** Nothing is wrong with it, not even what would only look so. */
async function isRight(): Promise<void> {
  const checked = await runCommand({ entry: 'check', args: ['playbooks', '--strict'], cwd: directory });
  expect(checked).toEqual({ code: 0, stdout: 'playbooks/shop.yml: nothing is wrong.\n', stderr: '' });
}

/** The bot runs on what was written. */
async function starts(): Promise<void> {
  const database = await freshDatabase();
  const bot = startCommand({ entry: 'main', cwd: directory, environment: { ...addresses(), DATABASE_URL: database.url, PORT: '0' } });
  const ended = new Promise((resolve) => bot.once('close', resolve));
  try {
    const url = await lineOf(bot, (line) => /"url":"(http[^"]+)"/.exec(line)?.[1]);
    expect(url).toContain('http');
  } finally {
    bot.kill('SIGTERM');
    await ended;
    await database.drop();
  }
}

/** Which signals each template gets of a company that has everything. */
const SIGNALS: Record<string, readonly string[]> = {
  'web-postgres': ['response_time_p95', 'error_rate', 'pool_used', 'heap_used', 'postgres_connections', 'redis_down', 'machine_memory'],
  jvm: ['response_time_p95', 'error_rate', 'pool_used', 'heap_used', 'gc_time', 'postgres_connections'],
  'kafka-consumer': ['lag', 'messages_in', 'consumers', 'instances_down', 'postgres_transaction'],
  'queue-worker': ['jobs_waiting', 'workers', 'rabbitmq_alarms', 'instances_down', 'machine_memory'],
  blank: ['response_time_p95', 'error_rate', 'request_rate', 'instances_down', 'heap_used'],
};

describeWith('prometheus', (getUrl, getServer) => {
  /** One that has been there for two days, beside the young one that the suite is given. */
  let old: PrometheusServer;
  beforeAll(async () => {
    const found = findProgram(SERVERS.prometheus);
    if ('missing' in found) throw new Error(found.missing);
    old = await startPrometheus(found, undefined, {
      targets: watched.targets,
      history: historyOf(watched, { hours: 48, now: new Date() }),
    });
    // What is counted for the first time has no rate before it is counted again.
    await counted(old.url, JOBS.length);
  });
  afterAll(() => old.stop());

  it.each(TEMPLATES.map(({ name }) => name))(
    '%s: every signal answers, its thresholds come from its past, check finds nothing, and the bot starts',
    async (template) => {
      const said = await init({ template, job: 'shop-api', consumerGroup: 'orders-worker', prometheusUrl: old.url });
      expect(said).toMatchObject({ code: 0, stderr: '' });
      await isRight();
      const { signals, scenarios, briefing, mitigations } = made();
      expect(Object.keys(signals)).toEqual(expect.arrayContaining([...(SIGNALS[template] ?? [])]));
      const source = createPrometheus({ url: old.url });
      for (const [key, { query, thresholds }] of Object.entries(signals)) {
        const sample = await source.instant({ query, at: new Date(), timeoutMs: 20_000 });
        expect({ key, value: sample?.value }).toEqual({ key, value: expect.any(Number) });
        // All is calm: what cries now would cry always.
        for (const { above = Number.POSITIVE_INFINITY, below = 0 } of thresholds) {
          expect(sample?.value).toBeLessThan(above);
          expect(sample?.value).toBeGreaterThanOrEqual(below);
        }
      }
      expect(briefing.signals.length).toBeGreaterThan(2);
      expect(Object.keys(scenarios).length).toBe(Object.keys(TEMPLATES.find(({ name }) => name === template)?.scenarios ?? {}).length);
      expect(Object.values(mitigations).map(({ enabled }) => enabled)).toEqual(Object.keys(mitigations).map(() => false));
      expect(/kafka/i.test(text())).toBe(template === 'kafka-consumer');
      await starts();
    },
    UNHURRIED_MS,
  );

  it('asks which of several jobs is the service, and takes OpenTelemetry and the mesh where these are its own', async () => {
    const said = await init({ template: 'web-postgres', language: 'ko', job: 'search-api', meshService: 'cart', prometheusUrl: old.url });
    expect(said.code).toBe(0);
    await isRight();
    const { signals, scenarios } = made();
    expect(signals.response_time_p95?.query).toContain('http_server_request_duration_seconds_bucket{job="search-api"}');
    expect(signals.heap_used?.query).toContain('jvm_memory_limit_bytes{job="search-api", jvm_memory_type="heap"}');
    // Two p95 of one service would say the same twice.
    expect(Object.values(signals).map(({ query }) => query.includes('istio'))).not.toContain(true);
    expect(signals.pool_used).toBeUndefined();
    expect(scenarios.S1?.title.ko).toBe('응답 지연');
    expect(text()).not.toContain('Slow answers');
  });

  it('takes the mesh where the program itself counts no requests, and any program that is there', async () => {
    const given = { template: 'web-postgres', meshService: 'cart', prometheusUrl: old.url };
    expect((await init({ ...given, job: 'worker' })).code).toBe(0);
    expect(made().signals.response_time_p95?.query).toContain(
      'istio_request_duration_milliseconds_bucket{reporter="destination", destination_service_name="cart"}',
    );
    expect(made().signals.gc_time?.query).toContain('jvm_gc_collection_seconds_sum{job="worker"}');
    // One of which a Prometheus knows no more than of its exporters.
    expect((await init({ ...given, job: 'mailer', overwrite: 'yes' })).code).toBe(0);
    expect(made().signals).toHaveProperty('cpu');
    expect(made().signals).not.toHaveProperty('heap_used');
    await isRight();
  });

  it('names what may be chosen when something else was, and what was left out because nothing was', async () => {
    const given = { template: 'web-postgres', prometheusUrl: old.url };
    const wrong = await init({ ...given, job: 'shop-apy' });
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringMatching(/job: "shop-apy" is none of .*Did you mean shop-api/) });
    const none = await init({ ...given, service: 'Reviews', name: 'shop' });
    expect(none.stdout).toMatch(/Left out, because nothing was chosen \(job\): Micrometer, HTTP server/);
    expect(none.stdout).toMatch(/Left out, because nothing was chosen \(meshService\): Istio/);
    expect(Object.keys(made().signals)).toContain('postgres_connections');
    await isRight();
  });

  it('no query of any family is refused by a real Prometheus', async () => {
    const source = createPrometheus({ url: old.url });
    for (const { whose, signals } of FAMILIES) {
      for (const { query } of Object.values(signals)) {
        const asked = { query: query(matcher(whose.label, 'a "b" \\ c')), timeoutMs: 20_000 };
        await expect(source.instant({ ...asked, at: new Date() })).resolves.toBeUndefined();
      }
    }
  });

  it('a young Prometheus gives signals without thresholds, says so, and check finds nothing all the same', async () => {
    await getServer().scrape(
      watched.targets.filter(({ labels }) => labels.job === 'shop-api').flatMap(({ targets }) => targets),
      { job: 'shop-api' },
    );
    await counted(getUrl(), 1);
    const said = await init({ template: 'jvm', prometheusUrl: getUrl() });
    expect(said.stdout).toMatch(/Without thresholds as yet: response_time_p95, error_rate, pool_used, heap_used, gc_time/);
    await isRight();
    const { signals, briefing } = made();
    expect(Object.entries(signals).flatMap(([key, { thresholds }]) => (thresholds.length > 0 ? [key] : []))).toEqual(['instances_down']);
    expect(briefing.signals).toEqual(['instances_down']);
    expect(text()).toContain('    # No thresholds yet: less than an hour of its past is there.\n    matters: 0.1\n');
  });

  it('what has no value is left out and named', async () => {
    const said = await init({ template: 'web-postgres', job: 'shop-api', prometheusUrl: old.url });
    expect(said.stdout).toContain('! Left out: redis_memory (redis_exporter): gives no value');
    expect(made().signals.redis_memory).toBeUndefined();
  });
});

describe.each(TEMPLATES.map(({ name }) => name))('without a Prometheus, %s', (template) => {
  it('is right as it stands, and says that nothing was tried', async () => {
    const said = await init({ template });
    expect(said).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('No signal could be tried.') });
    await isRight();
    expect(Object.keys(made().signals)).toEqual(['instances_down']);
  });
});

it('a Prometheus that does not answer stops a run from a file, or is gone on without, as the file says', async () => {
  const given = { template: 'queue-worker', prometheusUrl: 'http://127.0.0.1:9' };
  expect(await init(given)).toMatchObject({ code: 1, stderr: expect.stringMatching(/prometheusUrl: .*could not be reached/) });
  expect(await init({ ...given, withoutNumbers: 'yes' })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('No signal could be tried.'),
  });
  expect(readFileSync(join(directory, '.env'), 'utf8')).toContain("PROMETHEUS_URL='http://127.0.0.1:9'");
  await isRight();
});

/** Every target was asked more than once. */
async function counted(url: string, targets: number): Promise<void> {
  const source = createPrometheus({ url });
  const query = 'count(count_over_time(up[5s]) > 3)';
  await eventually('every target asked several times', async () => {
    const sample = await source.instant({ query, at: new Date(), timeoutMs: 20_000 });
    return sample?.value === targets ? true : undefined;
  });
}
