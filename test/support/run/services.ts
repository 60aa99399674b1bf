import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFakeClock, startFakeClock } from '../clocks/fake-clock.ts';
import { missingForMysql, startMysql } from '../servers/mysql-server.ts';
import { describeRabbitmq, findRabbitmq, missingForRabbitmq, startRabbitmq } from '../servers/rabbitmq-server.ts';
import type { FoundService, RunningServer, ServiceKind } from '../servers/server.ts';
import { findService, missingServers, SERVERS } from './service-kinds.ts';

/** The real servers that suites may ask for; another one is one line in service-kinds.ts and one file beside this. */
export const SERVICES = {
  ...SERVERS,
  // Of other services than the stack's.
  mysql: { urlVariable: 'MYSQL_URL', programVariable: 'MYSQL_BIN', program: 'mariadbd', missing: missingForMysql, start: startMysql },
  rabbitmq: {
    programVariable: 'RABBITMQ_BIN',
    program: 'rabbitmq-server',
    locate: findRabbitmq,
    missing: missingForRabbitmq,
    describe: describeRabbitmq,
    start: startRabbitmq,
  },
  // No server of the watched service's, so the stack does not want it; loaded only by those who ask.
  chromium: {
    programVariable: 'CHROMIUM_PATH',
    program: 'chromium',
    start: async (found: FoundService) => (await import('../browser/chromium.ts')).startChromium(found),
  },
  // No server, and no other process sees it.
  faketime: {
    programVariable: 'FAKETIME_LIBRARY',
    program: 'libfaketime.so.1',
    locate: findFakeClock,
    describe: () => 'libfaketime',
    start: startFakeClock,
  },
  // All of them, with the coupon service among them; loaded only by those who ask, because it is large.
  stack: {
    programVariable: 'JAVA_BIN',
    program: 'java',
    missing: missingServers,
    describe: () => 'all of these',
    start: async () => (await import('../../stack/stack.ts')).startStack(),
  },
} satisfies Record<string, ServiceKind>;

/** For the whole stack on a busy machine. */
const START_TIMEOUT_MS = 180_000;

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
  const found = findService(SERVICES[name]);
  if ('missing' in found) {
    note(`skipped-${name}`, `skipped: no ${found.missing}`);
    if (process.env.REQUIRE_SERVICES) {
      describe(`with ${name}`, () => {
        it('has a server to run against', () => {
          throw new Error(`REQUIRE_SERVICES is set, but there is no ${found.missing}`);
        });
      });
    } else {
      // biome-ignore lint/suspicious/noSkippedTests: this is how a missing server is reported; REQUIRE_SERVICES forbids it.
      describe.skip(`with ${name} (skipped: no ${found.missing})`, () => suite(unavailable, unavailable));
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

function note(file: string, text: string): void {
  const directory = process.env.TEST_RUN_DIR;
  if (directory) writeFileSync(join(directory, file), text);
}

function unavailable(): never {
  throw new Error('the server runs only while the tests and hooks of its suite do');
}
