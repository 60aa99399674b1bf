import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import {
  ConfigError,
  type ConfigProblem,
  declared,
  loadConfig,
  loadConfigWithout,
  SECRETS,
  secretsIn,
  VARIABLES,
} from '../../../src/config.ts';
import { kafkaAccount } from '../../../src/integrations/kafka/account.ts';
import { createMask } from '../../../src/integrations/mask.ts';
import { slackAccount, slackIn } from '../../../src/integrations/slack/account.ts';
import { zoomAccount } from '../../../src/integrations/zoom/account.ts';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1-abcdef', SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5' };

const slackOf = (env: NodeJS.ProcessEnv) => slackIn(loadConfig(env).accounts);

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
    const config = loadConfig(SLACK);
    expect(slackIn(config.accounts)).toMatchObject({ appToken: undefined, apiUrl: 'https://slack.com/api/' });
    expect(config).toMatchObject({
      command: '/incident',
      databaseUrl: undefined,
      playbook: 'playbooks/coupon.yml',
      port: 3000,
      dataDir: './data',
      timeScale: 1,
      logLevel: 'info',
    });
  });

  it('met-K12: takes a value without U+0000 and halves of characters, from a variable and from a file', () => {
    const directory = mkdtempSync(join(tmpdir(), 'config-'));
    writeFileSync(join(directory, 'token'), 'xoxb-1-\0abcdef\0\n');
    const config = loadConfig({ ...SLACK, SLACK_BOT_TOKEN: '', SLACK_BOT_TOKEN_FILE: join(directory, 'token'), PLAYBOOK: 'a\ud800b.yml' });
    rmSync(directory, { recursive: true });
    expect([slackIn(config.accounts).botToken.reveal(), config.playbook]).toEqual(['xoxb-1-abcdef', 'a\ufffdb.yml']);
  });

  it('needs no signing secret in Socket Mode, where nothing is signed', () => {
    const slack = slackOf({ SLACK_BOT_TOKEN: SLACK.SLACK_BOT_TOKEN, SLACK_APP_TOKEN: 'xapp-1-abcdef' });
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

  it('newcomer 12: says what is wanted in words that no mask takes for a secret', () => {
    // What no variable takes, so that each says what it wants.
    const wrong = Object.fromEntries(VARIABLES.map((name) => [name, ' : ']));
    const problems = [...problemsOf({}), ...problemsOf({ ...wrong, ZOOM_ACCOUNT_ID: '' })];
    expect(problems.length).toBeGreaterThan(15);
    const mask = createMask([]);
    for (const { name, wanted } of problems) expect([name, mask(wanted)]).toEqual([name, wanted]);
  });

  it('takes Zoom whole or not at all, and names what is missing', () => {
    expect(problemsOf({ ...SLACK, ZOOM_CLIENT_ID: 'id' })).toEqual([
      { name: 'ZOOM_ACCOUNT_ID', found: 'nothing', wanted: 'a value, since ZOOM_CLIENT_ID is set' },
      { name: 'ZOOM_CLIENT_SECRET', found: 'nothing', wanted: 'a value, since ZOOM_CLIENT_ID is set' },
    ]);
    const { accounts } = loadConfig({
      ...SLACK,
      ZOOM_ACCOUNT_ID: 'a',
      ZOOM_CLIENT_ID: 'c',
      ZOOM_CLIENT_SECRET: 'a-secret',
      ZOOM_API_URL: 'http://127.0.0.1:9/',
    });
    expect(accounts.of(zoomAccount)).toMatchObject({ accountId: 'a', apiUrl: 'http://127.0.0.1:9', authUrl: 'https://zoom.us' });
  });

  it('counts an empty variable as none, as compose files write it', () => {
    const config = loadConfig({ ...SLACK, SLACK_APP_TOKEN: '', ZOOM_CLIENT_ID: ' ', REDIS_URL: '' });
    expect(config.redisUrl).toBeUndefined();
    expect(config.accounts.of(zoomAccount)).toBeUndefined();
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
      const slack = slackOf({ SLACK_SIGNING_SECRET: SLACK.SLACK_SIGNING_SECRET, SLACK_BOT_TOKEN_FILE: path });
      expect(slack.botToken.reveal()).toBe('xoxb-from-file');
    });

    it('says when the file cannot be read, and does not ask for the variable as well', () => {
      const problems = problemsOf({ SLACK_SIGNING_SECRET: SLACK.SLACK_SIGNING_SECRET, SLACK_BOT_TOKEN_FILE: join(folder, 'absent') });
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatchObject({ name: 'SLACK_BOT_TOKEN_FILE', found: expect.stringContaining('ENOENT') });
    });

    it.each(Object.keys(slackAccount.variables).filter((name) => SECRETS.has(name)))(
      'is as good as the variable for a program that never asks what %s is for',
      (name) => {
        const path = join(folder, name);
        writeFileSync(path, slackAccount.variables[name]?.example ?? '');
        expect(() => loadConfigWithout([slackAccount], { [`${name}_FILE`]: path })).not.toThrow();
        // An empty one counts as none.
        for (const empty of ['', ' '])
          expect(() => loadConfigWithout([slackAccount], { [name]: empty, [`${name}_FILE`]: empty })).not.toThrow();
        // What is wrong is said all the same.
        expect(() => loadConfigWithout([slackAccount], { [`${name}_FILE`]: join(folder, 'absent') })).toThrow(/ENOENT/);
      },
    );

    it('refuses a name that is given both ways', () => {
      const path = join(folder, 'both');
      writeFileSync(path, 'xoxb-2');
      expect(problemsOf({ ...SLACK, SLACK_BOT_TOKEN_FILE: path }).map((p) => p.name)).toEqual(['SLACK_BOT_TOKEN_FILE']);
    });
  });

  it('never shows a secret, however the configuration is printed', () => {
    const config = loadConfig({ ...SLACK, DATABASE_URL: 'postgres://app:hunter2secret@db/app' });
    const printed = `${JSON.stringify(config)} ${inspect(config, { depth: null, showHidden: true })} ${slackIn(config.accounts).botToken} ${String(config.databaseUrl)}`;
    expect(printed).not.toMatch(/hunter2secret|xoxb-1|8f742231/);
    expect(secretsIn(config).sort()).toEqual(['8f742231b10e8888abcd99yyyzzz85a5', 'postgres://app:hunter2secret@db/app', 'xoxb-1-abcdef']);
  });
});

it('sends a newcomer to npm run init, and nobody who has been there', () => {
  const wrong = (env: NodeJS.ProcessEnv) => () => void loadConfig(env);
  expect(wrong({})).toThrow(/npm run init asks/);
  expect(wrong({ ...SLACK, PORT: 'x' })).toThrow(/^The configuration has a problem:\n {2}PORT: [^\n]*$/);
});

describe('met-E7: what an address carries is sent along or refused, never dropped', () => {
  const addresses = VARIABLES.filter((name) => /^[a-z]+:\/\//.test(declared(name).example));
  const secrets = addresses.filter((name) => SECRETS.has(name));
  const plain = addresses.filter((name) => !SECRETS.has(name));
  const wantedOf = (name: string, value: string) =>
    problemsOf({ ...SLACK, [name]: value }).find((problem) => problem.name === name)?.wanted;
  const schemeOf = (name: string) => declared(name).example.replace(/:.*/, '');

  it('looks at every address there is', () => {
    expect(addresses).toEqual(expect.arrayContaining(VARIABLES.filter((name) => name.endsWith('_URL'))));
    expect(secrets).toEqual(expect.arrayContaining(['PROMETHEUS_URL', 'DATABASE_URL', 'MITIGATE_REDIS_URL', 'SMTP_URL']));
    expect(plain).toEqual(expect.arrayContaining(['SLACK_API_URL', 'ZOOM_AUTH_URL', 'TWILIO_API_URL', 'PUBLIC_URL']));
  });

  it.each(secrets)('%s may have no fragment', (name) => {
    expect(wantedOf(name, `${schemeOf(name)}://host/x#part`)).toMatch(/without #… \(a # in a password is written %23\)/);
    expect(wantedOf(name, `${schemeOf(name)}://user:p%23ssw0rd@host/`)).toBeUndefined();
  });

  it.each(plain)('%s is a place and nothing else', (name) => {
    for (const more of ['?a=b', '#part', '#', '?'])
      expect(wantedOf(name, `https://host/path${more}`)).toMatch(/without \?…, #… and user:password@/);
    expect(wantedOf(name, 'https://user:password@host')).toMatch(/without/);
    expect(wantedOf(name, 'https://host/path/')).toBeUndefined();
  });

  it.each([
    ['PROMETHEUS_URL', ['query', 'time', 'start', 'end', 'step', 'timeout']],
    ['LOKI_URL', ['query', 'start', 'end', 'limit', 'direction']],
  ])('%s takes parameters, but none that a question sets itself', (name, own) => {
    expect(wantedOf(name, 'http://host/prefix/?extra_label=tenant=a&nocache=1')).toBeUndefined();
    for (const one of own) expect(wantedOf(name, `http://host/?a=b&${one}=1`)).toMatch(/every question sets itself/);
  });

  it.each([
    ['DATABASE_URL', 'sslmode=require&application_name=b', 'channel_binding=require'],
    ['WATCHED_DATABASE_URL', 'options=-c%20work_mem%3D1MB', 'schema=public'],
    ['REDIS_URL', 'family=6', 'timeout=5'],
    ['MITIGATE_REDIS_URL', 'db=2', 'tsl=true'],
    ['SMTP_URL', 'requireTLS=false&tls.rejectUnauthorized=false', 'starttls=true'],
  ])('%s takes %s and refuses %s, which its client would drop', (name, known, unknown) => {
    expect(wantedOf(name, `${schemeOf(name)}://host/?${known}`)).toBeUndefined();
    expect(wantedOf(name, `${schemeOf(name)}://host/?${known}&${unknown}`)).toMatch(
      /no parameters after \? but those that its client knows \(/,
    );
  });
});

describe('met-F2: KAFKA_SASL_MECHANISM', () => {
  const login = { KAFKA_BROKERS: 'kafka:9092', KAFKA_USERNAME: 'bongsu', KAFKA_PASSWORD: 'kafka-password' };

  it.each([
    [undefined, 'plain'],
    ['plain', 'plain'],
    ['scram-sha-256', 'scram-sha-256'],
    ['SCRAM-SHA-512', 'scram-sha-512'],
  ])('%s is %s', (given, expected) => {
    const { accounts } = loadConfig({ ...SLACK, ...login, ...(given && { KAFKA_SASL_MECHANISM: given }) });
    expect(accounts.of(kafkaAccount)?.sasl?.mechanism).toBe(expected);
  });

  it('is refused where nobody can log in by it, and where nobody logs in', () => {
    expect(problemsOf({ ...SLACK, ...login, KAFKA_SASL_MECHANISM: 'gssapi' })).toEqual([
      { name: 'KAFKA_SASL_MECHANISM', found: '"gssapi"', wanted: 'one of plain, scram-sha-256, scram-sha-512' },
    ]);
    expect(
      problemsOf({ ...SLACK, KAFKA_BROKERS: 'kafka:9092', KAFKA_SASL_MECHANISM: 'scram-sha-512' }).map(({ name, wanted }) => [
        name,
        wanted,
      ]),
    ).toEqual([
      ['KAFKA_USERNAME', 'a value, since KAFKA_SASL_MECHANISM is set'],
      ['KAFKA_PASSWORD', 'a value, since KAFKA_SASL_MECHANISM is set'],
    ]);
  });
});
