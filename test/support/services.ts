import { spawnSync } from 'node:child_process';
import { accessSync, constants, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { startAlertmanager } from './alertmanager-server.ts';
import { describeKafka, missingForKafka, startKafka } from './kafka-server.ts';
import { startOwnRedis } from './own-redis.ts';
import { newestPostgres, startPostgresPair } from './postgres-pair.ts';
import { startPrometheus } from './prometheus-server.ts';
import { startRedis } from './redis-server.ts';
import type { FoundService, RunningServer, ServiceKind } from './server.ts';

/** The real servers that suites may ask for; another one is one line here and one file beside this. */
export const SERVICES = {
  redis: { urlVariable: 'REDIS_URL', programVariable: 'REDIS_BIN', program: 'redis-server', start: startRedis },
  'own-redis': { programVariable: 'REDIS_BIN', program: 'redis-server', start: startOwnRedis },
  prometheus: { programVariable: 'PROMETHEUS_BIN', program: 'prometheus', start: startPrometheus },
  kafka: {
    urlVariable: 'KAFKA_BROKERS',
    programVariable: 'JAVA_BIN',
    program: 'java',
    missing: missingForKafka,
    describe: describeKafka,
    start: startKafka,
  },
  alertmanager: { programVariable: 'ALERTMANAGER_BIN', program: 'prometheus-alertmanager', start: startAlertmanager },
  postgresql: {
    programVariable: 'POSTGRES_BIN',
    program: 'postgres',
    locate: newestPostgres,
    start: startPostgresPair,
  },
} satisfies Record<string, ServiceKind>;

/** For a whole JVM on a busy machine. */
const START_TIMEOUT_MS = 120_000;

export type ServiceName = keyof typeof SERVICES;
type ServerOf<Name extends ServiceName> = Awaited<ReturnType<(typeof SERVICES)[Name]['start']>>;

/**
 * A suite against a real server: the one at the variable's URL, else one of its own, started before the suite's tests and stopped after
 * them. Without either the suite shows as skipped with the reason, or fails if REQUIRE_SERVICES is set. `getServer` (and `getUrl`) may
 * be called inside tests and hooks.
 */
export function describeWith<Name extends ServiceName>(
  name: Name,
  suite: (getUrl: () => string, getServer: () => ServerOf<Name>) => void,
): void {
  const found = find(SERVICES[name]);
  if ('missing' in found) {
    note(`skipped-${name}`, `skipped: ${found.missing}`);
    if (process.env.REQUIRE_SERVICES) {
      describe(`with ${name}`, () => {
        it('has a server to run against', () => {
          throw new Error(`REQUIRE_SERVICES is set, but there is ${found.missing}`);
        });
      });
    } else {
      // biome-ignore lint/suspicious/noSkippedTests: this is how a missing server is reported; REQUIRE_SERVICES forbids it.
      describe.skip(`with ${name} (skipped: ${found.missing})`, () => suite(unavailable, unavailable));
    }
    return;
  }
  describe(`with ${name}`, () => {
    let server: RunningServer | undefined;
    const getServer = () => (server as ServerOf<Name> | undefined) ?? unavailable();
    beforeAll(async () => {
      note(`used-${name}`, `used (${found.description})`);
      server = await SERVICES[name].start(found);
    }, START_TIMEOUT_MS);
    afterAll(async () => {
      await server?.stop();
    });
    suite(() => getServer().url, getServer);
  });
}

function find(kind: ServiceKind): FoundService | { missing: string } {
  const url = kind.urlVariable && process.env[kind.urlVariable];
  if (url) return { url, description: `${kind.urlVariable}` };
  const named = process.env[kind.programVariable];
  const program = named ?? kind.locate?.() ?? onPath(kind.program);
  const missing = program ? kind.missing?.() : undefined;
  if (missing) return { missing: `no ${[kind.urlVariable, missing].filter(Boolean).join(' and no ')}` };
  if (program) return { program, description: kind.describe?.() ?? describeProgram(kind.program, program) };
  return { missing: `no ${kind.urlVariable ?? kind.programVariable} and no ${kind.program} on the PATH` };
}

function onPath(program: string): string | undefined {
  for (const directory of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const candidate = join(directory, program);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not here.
    }
  }
  return undefined;
}

/** `redis-server 7.0.15`, from what the program says about itself on either stream. */
function describeProgram(name: string, program: string): string {
  const { stdout, stderr } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  const version = /\d+\.\d+(?:\.\d+)?/.exec(`${stdout}${stderr}`)?.[0];
  return version ? `${name} ${version}` : name;
}

function note(file: string, text: string): void {
  const directory = process.env.TEST_RUN_DIR;
  if (directory) writeFileSync(join(directory, file), text);
}

function unavailable(): never {
  throw new Error('the server runs only while the tests and hooks of its suite do');
}
