import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ConfigError, type ConfigProblem, loadConfig, secretsIn, VARIABLES } from '../../src/config.ts';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1-abcdef', SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5' };

function problemsOf(env: NodeJS.ProcessEnv): readonly ConfigProblem[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('needs only the two Slack variables and fills in the rest', () => {
    expect(loadConfig(SLACK)).toMatchObject({
      slack: { appToken: undefined, apiUrl: 'https://slack.com/api/', command: '/incident' },
      zoom: undefined,
      databaseUrl: undefined,
      kafka: undefined,
      playbook: 'playbooks/coupon.yml',
      port: 3000,
      dataDir: './data',
      timeScale: 1,
      logLevel: 'info',
    });
  });

  it('needs no signing secret in Socket Mode, where nothing is signed', () => {
    const { slack } = loadConfig({ SLACK_BOT_TOKEN: SLACK.SLACK_BOT_TOKEN, SLACK_APP_TOKEN: 'xapp-1-abcdef' });
    expect(slack.appToken?.reveal()).toBe('xapp-1-abcdef');
    expect(slack.signingSecret).toBeUndefined();
    expect(problemsOf({ SLACK_BOT_TOKEN: SLACK.SLACK_BOT_TOKEN })).toEqual([
      { name: 'SLACK_SIGNING_SECRET', found: 'nothing', wanted: expect.stringContaining('or SLACK_APP_TOKEN for Socket Mode') },
    ]);
  });

  it('reports every problem at once, with name, finding and wish', () => {
    const env = {
      SLACK_BOT_TOKEN: 'xoxp-user-token',
      PORT: 'eighty',
      TIME_SCALE: '0',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      LOG_LEVEL: 'loud',
    };
    const problems = problemsOf(env);
    expect(problems.map((p) => p.name).sort()).toEqual([
      'DATABASE_URL',
      'LOG_LEVEL',
      'PORT',
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'TIME_SCALE',
    ]);
    const message = new ConfigError(problems).message;
    expect(message).toContain('SLACK_BOT_TOKEN: found xoxp-… (15 characters, hidden); wanted a bot token, which begins with xoxb-');
    expect(message).toContain('PORT: found "eighty"; wanted a port from 0 to 65535');
    expect(message).toContain('SLACK_SIGNING_SECRET: found nothing');
    expect(message).not.toContain('hunter2');
    expect(message).not.toContain('user-token');
  });

  it.each([
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['TIME_SCALE', '-2'],
    ['TIME_SCALE', 'Infinity'],
    ['SLACK_API_URL', 'slack.com'],
    ['SLACK_APP_TOKEN', 'xoxb-1'],
    ['SLASH_COMMAND', 'incident'],
    ['REDIS_URL', 'localhost:6379'],
    ['PROMETHEUS_URL', 'ftp://prom'],
    ['KAFKA_BROKERS', 'kafka1:9092,kafka2'],
    ['PUBLIC_URL', 'bongsu.example.com'],
    ['TWILIO_FROM', '0101234'],
    ['WEBHOOK_SECRET', 'short'],
    ['LOKI_TENANT', 'coupon, payments'],
  ])('refuses %s=%s', (name, value) => {
    expect(problemsOf({ ...SLACK, [name]: value }).map((p) => p.name)).toContain(name);
  });

  it('takes Zoom whole or not at all, and names what is missing', () => {
    expect(problemsOf({ ...SLACK, ZOOM_CLIENT_ID: 'id' })).toEqual([
      { name: 'ZOOM_ACCOUNT_ID', found: 'nothing', wanted: 'a value, since ZOOM_CLIENT_ID is set' },
      { name: 'ZOOM_CLIENT_SECRET', found: 'nothing', wanted: 'a value, since ZOOM_CLIENT_ID is set' },
    ]);
    const { zoom } = loadConfig({
      ...SLACK,
      ZOOM_ACCOUNT_ID: 'a',
      ZOOM_CLIENT_ID: 'c',
      ZOOM_CLIENT_SECRET: 's',
      ZOOM_API_URL: 'http://127.0.0.1:9/',
    });
    expect(zoom).toMatchObject({ accountId: 'a', apiUrl: 'http://127.0.0.1:9', authUrl: 'https://zoom.us' });
  });

  it('counts an empty variable as none, as compose files write it', () => {
    expect(loadConfig({ ...SLACK, SLACK_APP_TOKEN: '', ZOOM_CLIENT_ID: ' ', REDIS_URL: '' })).toMatchObject({
      zoom: undefined,
      redisUrl: undefined,
    });
  });

  it('knows every name that outsiders rely on', () => {
    for (const name of [
      'SLACK_API_URL',
      'ZOOM_AUTH_URL',
      'KAFKA_BROKERS',
      'PLAYBOOK',
      'DATA_DIR',
      'ALERT_TOKEN',
      'MAIL_FROM',
      'TWILIO_API_URL',
      'PAGERDUTY_API_URL',
      'WEBHOOK_SECRET',
    ]) {
      expect(VARIABLES).toContain(name);
    }
  });

  describe('NAME_FILE', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bongsu-config-'));
    afterAll(() => rmSync(folder, { recursive: true }));

    it('reads a secret from a file, without its last line break', () => {
      const path = join(folder, 'token');
      writeFileSync(path, 'xoxb-from-file\n');
      const { slack } = loadConfig({ SLACK_SIGNING_SECRET: SLACK.SLACK_SIGNING_SECRET, SLACK_BOT_TOKEN_FILE: path });
      expect(slack.botToken.reveal()).toBe('xoxb-from-file');
    });

    it('says when the file cannot be read, and does not ask for the variable as well', () => {
      const problems = problemsOf({ SLACK_SIGNING_SECRET: SLACK.SLACK_SIGNING_SECRET, SLACK_BOT_TOKEN_FILE: join(folder, 'absent') });
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatchObject({ name: 'SLACK_BOT_TOKEN_FILE', found: expect.stringContaining('ENOENT') });
    });

    it('refuses a name that is given both ways', () => {
      const path = join(folder, 'both');
      writeFileSync(path, 'xoxb-2');
      expect(problemsOf({ ...SLACK, SLACK_BOT_TOKEN_FILE: path }).map((p) => p.name)).toEqual(['SLACK_BOT_TOKEN_FILE']);
    });
  });

  it('never shows a secret, however the configuration is printed', () => {
    const config = loadConfig({ ...SLACK, DATABASE_URL: 'postgres://app:hunter2secret@db/app' });
    const printed = `${JSON.stringify(config)} ${inspect(config, { depth: null, showHidden: true })} ${config.slack.botToken} ${String(config.databaseUrl)}`;
    expect(printed).not.toMatch(/hunter2secret|xoxb-1|8f742231/);
    expect(secretsIn(config).sort()).toEqual(['8f742231b10e8888abcd99yyyzzz85a5', 'postgres://app:hunter2secret@db/app', 'xoxb-1-abcdef']);
  });
});

it('sends a newcomer to npm run init, and nobody who has been there', () => {
  const wrong = (env: NodeJS.ProcessEnv) => () => void loadConfig(env);
  expect(wrong({})).toThrow(/npm run init asks/);
  expect(wrong({ ...SLACK, PORT: 'x' })).toThrow(/^The configuration has a problem:\n {2}PORT: [^\n]*$/);
});
