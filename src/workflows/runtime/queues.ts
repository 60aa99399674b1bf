import { setTimeout as pause } from 'node:timers/promises';
import { createPostgresBackend, Queue, Worker, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import type { Log } from '../../domain/ports/log.ts';
import type { Clock } from '../../domain/time/clock.ts';
import { sessionConfig } from '../../storage/index.ts';
import type { Topic, WakeQueue } from './wake.ts';

/** Wake-ups of one topic that fall into the same quarter second share a job. */
const BUCKET_MS = 250;
const QUEUE = 'bongsu-wake';

/** A job that comes earlier than this comes by a clock that jumped. */
const EARLY_MS = 1_000;

/** A name that wake-ups of the same topic and quarter second share. */
function jobId(topic: Topic, bucketMs: number): string {
  return `${topic}-${bucketMs}`;
}

/** When the wake-up for a row that is due at `at` comes: up to a quarter second later. */
export function wakeUpAt(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / BUCKET_MS) * BUCKET_MS);
}

/** Longer than this nobody waits for a backend that does not answer when the process ends. */
const ANSWER_WITHIN_MS = 1_000;

interface WakeJob {
  topic: Topic;
  /** When the job is meant to run, ISO 8601. */
  dueAt: string;
}

/** `name` tells deployments apart that share a Redis. */
export type WakeBackend = { kind: 'postgres'; url: string } | { kind: 'redis'; url: string; name: string };

export interface BullWakeQueue extends WakeQueue {
  readonly backend: WakeBackend['kind'];
  /** The queue itself, for moving the clock in tests by promoting its jobs. */
  readonly jobs: Queue<WakeJob>;
  /** Who works on them here; its events tell a test when a promoted job is done. */
  readonly worker: Pick<Worker<WakeJob>, 'on' | 'off'>;
  close(): Promise<void>;
}

/** Wake-ups on BullMQ: in Postgres (schema `bullmq`) or in Redis, with the same behaviour. `onWake` runs for each due one, in one process. */
export async function openWakeQueue(options: {
  backend: WakeBackend;
  clock: Clock;
  log: Log;
  onWake: (topic: Topic) => Promise<void>;
  /** False: this process only adds wake-ups; others work on them. */
  works?: boolean;
}): Promise<BullWakeQueue> {
  const { backend, clock, log, works = true } = options;
  const connect = connector(backend, log, works);
  const onError = (error: Error) =>
    log.warn({ err: error, backend: backend.kind }, 'The wake-up queue has trouble; rows are found by the sweep meanwhile.');
  const jobs = connect.queue();
  jobs.on('error', onError);
  // Until it is ready a lost connection is an error that nobody hears, and it would end the process; so below.
  if (backend.kind === 'postgres') await jobs.waitUntilReady();
  const early = new Set<NodeJS.Timeout>();
  const worker = connect.worker(async ({ data: { topic, dueAt } }) => {
    const earlyMs = Date.parse(dueAt) - clock.now().getTime();
    if (!(earlyMs > EARLY_MS)) return await options.onWake(topic);
    // The queue goes by the clock of the machine, which may be wrong; nothing is due yet, and the job is gone when it was worked on.
    const timer = setTimeout(() => {
      early.delete(timer);
      void options.onWake(topic);
    }, earlyMs);
    timer.unref();
    early.add(timer);
  });
  worker.on('error', onError);
  if (backend.kind === 'postgres') await worker.waitUntilReady();
  return {
    backend: backend.kind,
    jobs,
    worker: worker as Worker<WakeJob>,
    async add(topic, at) {
      const bucket = wakeUpAt(at).getTime();
      const delay = Math.max(0, bucket - clock.now().getTime());
      // Completed jobs are removed at once: re-adding an id that is still kept would be ignored silently.
      await jobs.add(
        topic,
        { topic, dueAt: new Date(bucket).toISOString() },
        { jobId: jobId(topic, bucket), delay, removeOnComplete: true, removeOnFail: true },
      );
    },
    async close() {
      for (const timer of early) clearTimeout(timer);
      // Closing gently means telling the backend; one that is gone would be waited for without end. What a drain is doing, the ticker finishes.
      await worker.close(!(await connect.answers()));
      await jobs.close();
      await connect.close();
    },
  };
}

function connector(backend: WakeBackend, log: Log, autorun: boolean) {
  if (backend.kind === 'postgres') {
    const connection = { ...sessionConfig(backend.url, { name: 'bongsu-queue' }), schema: 'bullmq', max: 4 };
    const postgres = withBackend(createPostgresBackend);
    return {
      // It is ready before the worker begins: its tables are brought up to date once.
      queue: () => new postgres.Queue<WakeJob>(QUEUE, { connection: { ...connection, migrate: true } }) as unknown as Queue<WakeJob>,
      worker: (processor: (job: { data: WakeJob }) => Promise<void>) =>
        new postgres.Worker<WakeJob>(QUEUE, processor, { connection, concurrency: 4, autorun }),
      answers: async () => true,
      close: async () => {},
    };
  }
  const prefix = `bongsu-${backend.name}`;
  // BullMQ's blocking connection must retry for ever; the one that adds jobs must fail fast, because the sweep is there.
  const adding = new Redis(backend.url, { maxRetriesPerRequest: 1, enableOfflineQueue: false, lazyConnect: false });
  const working = new Redis(backend.url, { maxRetriesPerRequest: null });
  for (const redis of [adding, working]) redis.on('error', (error) => log.debug({ err: error }, 'Redis connection'));
  return {
    queue: () => new Queue<WakeJob>(QUEUE, { connection: adding, prefix }),
    worker: (processor: (job: { data: WakeJob }) => Promise<void>) =>
      new Worker<WakeJob>(QUEUE, processor, { connection: working, concurrency: 4, autorun, prefix }),
    answers: async () => {
      const tooLong = new AbortController();
      const waited = pause(ANSWER_WITHIN_MS, false, { signal: tooLong.signal, ref: false }).catch(() => false);
      const answered = adding.ping().then(
        () => true,
        () => false,
      );
      return await Promise.race([answered, waited]).finally(() => tooLong.abort());
    },
    close: async () => {
      adding.disconnect();
      working.disconnect();
    },
  };
}
