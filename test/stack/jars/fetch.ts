import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from '../../../src/command-line.ts';

const POM = join(import.meta.dirname, 'pom.xml');
const CACHE = join(import.meta.dirname, '../../../node_modules/.cache/bongsu-jars');

/** Where the jars of this pom.xml belong: another pom, another directory. */
const DIRECTORY = join(CACHE, createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 16));

/** The directory with the jars of Kafka and of the JMX exporter: KAFKA_JARS, else where `npm run fetch-jars` put them; undefined when nobody fetched them. */
export function jarDirectory(): string | undefined {
  const directory = process.env.KAFKA_JARS ?? DIRECTORY;
  return existsSync(directory) ? directory : undefined;
}

/** Fetches the jars through Maven unless they are there; they appear only when all of them are. Throws with Maven's own words. */
export function fetchJars(): string {
  const found = jarDirectory();
  if (found) return found;
  const draft = `${DIRECTORY}.${process.pid}`;
  mkdirSync(CACHE, { recursive: true });
  try {
    const { status, error, stdout } = spawnSync(
      'mvn',
      ['-B', '-q', '-f', POM, 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${draft}`],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    );
    if (status !== 0) throw new Error(`Maven did not fetch the jars of ${POM}: ${error?.message ?? stdout}`);
    // Somebody may have been quicker.
    if (!existsSync(DIRECTORY)) renameSync(draft, DIRECTORY);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return DIRECTORY;
}

if (process.argv[1] === import.meta.filename) {
  readCommandLine({
    usage: 'npm run fetch-jars    fetches the jars of Kafka through Maven, unless they are there, and prints where they are',
  });
  process.stdout.write(`${fetchJars()}\n`);
}
