import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { startAlertmanager } from '../servers/alertmanager-server.ts';
import { describeKafka, missingForKafka, startKafka } from '../servers/kafka-server.ts';
import { startOwnRedis } from '../servers/own-redis.ts';
import { newestPostgres, startPostgresPair } from '../servers/postgres-pair.ts';
import { startPrometheus } from '../servers/prometheus-server.ts';
import { startRedis } from '../servers/redis-server.ts';
import type { FoundService, ServiceKind } from '../servers/server.ts';

/** Every server that can be started for itself. */
export const SERVERS = {
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

/** The given one, else a program to start, else what is missing, to be said behind "no". */
export function findService(kind: ServiceKind): FoundService | { missing: string } {
  const url = kind.urlVariable && process.env[kind.urlVariable];
  return url ? { url, description: `${kind.urlVariable}` } : findProgram(kind);
}

/** A program to start, whatever is given. */
export function findProgram(kind: ServiceKind): { program: string; description: string } | { missing: string } {
  const named = process.env[kind.programVariable];
  const program = named ?? kind.locate?.() ?? onPath(kind.program);
  const missing = program ? kind.missing?.() : undefined;
  if (missing) return { missing: [kind.urlVariable, missing].filter(Boolean).join(' and no ') };
  if (program) return { program, description: kind.describe?.() ?? describeProgram(kind.program, program) };
  return { missing: `${kind.urlVariable ?? kind.programVariable} and no ${kind.program} on the PATH` };
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

/** What is not here of all of these; undefined when nothing is. */
export function missingServers(): string | undefined {
  const missing = Object.values<ServiceKind>(SERVERS).flatMap((kind) => {
    const found = findProgram(kind);
    return 'missing' in found ? [found.missing] : [];
  });
  return missing.length > 0 ? missing.join(', no ') : undefined;
}
