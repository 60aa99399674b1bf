import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type Consumer, Kafka, logLevel } from 'kafkajs';
import { createDoor, surroundings } from './door.ts';
import { listener, registry } from './metrics.ts';
import { MeasuredPool } from './pool.ts';
import { CALM_CONSUMER, GROUP, ISSUED_CHANNEL, TOPIC } from './settings.ts';
import { step } from './step.ts';

const { port, kafkaBrokers, redisUrl, primaryUrl } = surroundings();
const settings = { ...CALM_CONSUMER, stepUrl: process.env.COUPON_STEP_URL ?? '', consumers: Number(process.env.COUPON_CONSUMERS ?? 0) };
const pool = new MeasuredPool(primaryUrl, settings.poolSize).measured('coupon-consumer');
const redis = new Redis(redisUrl);
redis.on('error', () => {});
const kafka = new Kafka({
  clientId: 'coupon-consumer',
  brokers: kafkaBrokers,
  logLevel: logLevel.WARN,
  retry: { initialRetryTime: 100, retries: 8 },
});
const members: Consumer[] = [];

const door = createDoor({
  port,
  registry,
  settings,
  async change({ poolSize, consumers, restartedAt }) {
    if (poolSize !== undefined) pool.resize(poolSize);
    if (restartedAt !== undefined) await scale(0);
    if (consumers !== undefined || restartedAt !== undefined) await scale(settings.consumers);
  },
});

/** Members of the group come and go; a message in work is finished first. */
async function scale(wanted: number): Promise<void> {
  await Promise.all(members.splice(wanted).map((member) => member.disconnect()));
  const joining = Array.from({ length: wanted - members.length }, () =>
    kafka.consumer({
      groupId: GROUP,
      rebalanceTimeout: 10_000,
      sessionTimeout: 10_000,
      heartbeatInterval: 1_000,
      maxWaitTimeInMs: 500,
      metadataMaxAge: 2_000,
    }),
  );
  members.push(...joining);
  await Promise.all(joining.map(join));
}

async function join(member: Consumer): Promise<void> {
  await member.connect();
  await member.subscribe({ topic: TOPIC, fromBeginning: true });
  await member.run({
    autoCommitInterval: 500,
    eachMessage: async ({ message }) => {
      const began = performance.now();
      const { id } = JSON.parse(message.value?.toString() ?? '{}') as { id: string };
      const result = await issue(id).then(
        () => 'success',
        (error: unknown) => {
          process.stdout.write(
            `${new Date().toISOString()} ERROR request ${id}: ${error instanceof Error ? error.message : String(error)}, offset ${message.offset}\n`,
          );
          return 'failure';
        },
      );
      listener.observe({ name: GROUP, result }, (performance.now() - began) / 1_000);
    },
  });
}

async function issue(id: string): Promise<void> {
  await step(settings.stepUrl, { kb: settings.messageKb, keepMs: settings.messageKeepMs });
  await pool.use((client) => client.query('UPDATE issued SET issued_at = now() WHERE id = $1', [id]));
  await pause(settings.workMs);
  await redis.publish(ISSUED_CHANNEL, id);
}

await scale(settings.consumers);
await door.open();
