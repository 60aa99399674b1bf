import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../src/storage/embedded/free-port.ts';
import { type Home, type StartedProgram, startProgram } from '../../support/servers/server.ts';
import { jarDirectory } from '../jars/fetch.ts';

/** What the JVM holds in its heap for good. */
const CATALOGUE_MB = 195;
const RETAIN_TIMEOUT_MS = 20_000;
/** The old generation of the profile with which the service starts may take the whole heap; in megabytes. */
const TUNED_OLD_MB = (512 * 2 ** 20) / 1e6;
/** In the service's name a team would have found these by measuring. */
export const PROFILES = {
  tuned: ['-Xms512m', '-Xmx512m', '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=100', '-XX:ParallelGCThreads=2'],
  // Room enough, but somebody has the whole heap collected as often as that, by one thread, while everything stands still.
  poor: [
    '-Xms512m',
    '-Xmx512m',
    '-XX:+UseG1GC',
    '-XX:ParallelGCThreads=1',
    '-XX:G1PeriodicGCInterval=40',
    '-XX:-G1PeriodicGCInvokesConcurrent',
  ],
  // As the tuned one, with room for three times as much that stays.
  spacious: ['-Xms1600m', '-Xmx1600m', '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=100', '-XX:ParallelGCThreads=2'],
  // For work in bulk: what lives half a second dies young, and is copied seldom.
  roomy: [
    '-Xms1600m',
    '-Xmx1600m',
    '-Xmn1200m',
    '-XX:SurvivorRatio=4',
    '-XX:-UseAdaptiveSizePolicy',
    '-XX:+UseParallelGC',
    '-XX:ParallelGCThreads=2',
  ],
} as const;

export type JvmProfile = keyof typeof PROFILES;
export const JVM_PROFILES = Object.keys(PROFILES) as JvmProfile[];

/** The step of the request path that is a JVM, with the JMX exporter in it. */
export interface StepServer {
  url: string;
  /** `host:port` of the JMX exporter. */
  metrics: string;
  pid(): number;
  flags(): readonly string[];
  /** By which name its flags are known; `own` for others. */
  profile(): JvmProfile | 'own';
  restart(flags: JvmProfile | readonly string[]): Promise<void>;
  /** Holds as much as fills the old generation of the tuned profile to this share, however large the heap is now; 0 lets go. */
  retain(share: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startStep(java: string, home: Home): Promise<StepServer> {
  const jars = jarDirectory() ?? '';
  const agent = join(jars, readdirSync(jars).find((name) => name.startsWith('jmx_prometheus_javaagent-')) ?? '');
  const metrics = `127.0.0.1:${await freePort()}`;
  const start = (flags: readonly string[], port?: number) =>
    startProgram(
      {
        program: java,
        name: 'coupon-step',
        args: (chosen) => [
          ...flags,
          `-javaagent:${agent}=${metrics}:${join(import.meta.dirname, 'jmx.yml')}`,
          // Two writes per answer, and Nagle would hold the second back for 40 ms.
          '-Dsun.net.httpserver.nodelay=true',
          `-Xlog:gc:file=${join(home.directory, 'logs/gc.log')}`,
          join(import.meta.dirname, 'Step.java'),
          String(chosen),
          String(CATALOGUE_MB),
        ],
        ready: /listening/,
        startTimeoutMs: 90_000,
        ...(port === undefined ? {} : { port }),
      },
      home,
    );
  let flags: readonly string[] = PROFILES.tuned;
  let running: StartedProgram = await start(flags);
  const url = `http://127.0.0.1:${running.port}`;
  return {
    url,
    metrics,
    pid: () => running.pid,
    flags: () => flags,
    profile: () => JVM_PROFILES.find((name) => PROFILES[name] === flags) ?? 'own',
    async restart(wanted) {
      flags = typeof wanted === 'string' ? PROFILES[wanted] : wanted;
      await running.stop();
      running = await start(flags, running.port);
    },
    async retain(share) {
      const response = await fetch(`${url}/retain?mb=${Math.round(share * TUNED_OLD_MB)}`, {
        signal: AbortSignal.timeout(RETAIN_TIMEOUT_MS),
      });
      if (!response.ok) throw new Error(`the JVM does not retain ${share}: ${await response.text()}`);
    },
    stop: () => running.stop(),
  };
}
