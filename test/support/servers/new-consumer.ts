import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { jarDirectory } from '../../stack/jars/fetch.ts';

interface NewConsumer {
  brokers: string;
  group: string;
  topic: string;
  commits?: 'always' | 'never';
}

/** A member of a group of Kafka's newer protocol (KIP-848), which needs a client in Java; resolves when it has joined (and committed). */
export async function startNewConsumer({ brokers, group, topic, commits = 'always' }: NewConsumer): Promise<{ stop(): Promise<void> }> {
  const child = spawn(
    process.env.JAVA_BIN ?? 'java',
    [
      ...['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', join(jarDirectory() ?? '', '*')],
      join(import.meta.dirname, 'java/NewConsumer.java'),
      ...[brokers, group, topic, commits],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-5_000);
      if (printed.includes('joined')) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(() => reject(new Error(`the consumer ended: ${printed}`)));
  });
  return {
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
