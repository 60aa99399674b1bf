import { Redis } from 'ioredis';
import { redisRecipe } from './redis-server.ts';
import { type FoundService, type RunningServer, startProgram } from './server.ts';

/** A Redis of the suite's own, for what cannot be done to a shared one. It keeps its port and nothing else. */
export interface OwnRedis extends RunningServer {
  /** FLUSHALL: everything in it is gone. */
  empty(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** How many jobs wait in it for their time. */
  delayed(): Promise<number>;
  /** How many connections others have to it. */
  clients(): Promise<number>;
  /** Another one, as empty; whoever asks for it stops it. */
  another(): Promise<OwnRedis>;
}

export async function startOwnRedis(found: FoundService): Promise<OwnRedis> {
  if ('url' in found) throw new Error('this needs a program to start: a given server is somebody else’s');
  let server = await startProgram(redisRecipe(found.program));
  const { port } = server;
  const url = `redis://127.0.0.1:${port}/0`;
  const ask = async <T>(question: (client: Redis) => Promise<T>): Promise<T> => {
    const client = new Redis(url, { maxRetriesPerRequest: 1 });
    try {
      return await question(client);
    } finally {
      client.disconnect();
    }
  };
  return {
    url,
    empty: () => ask(async (client) => void (await client.flushall())),
    kill: () => server.stop(),
    async start() {
      server = await startProgram({ ...redisRecipe(found.program), port });
    },
    delayed: () =>
      ask(async (client) => {
        const counts = await Promise.all((await client.keys('*:delayed')).map((key) => client.zcard(key)));
        return counts.reduce((sum, count) => sum + count, 0);
      }),
    clients: () =>
      ask(
        async (client) =>
          String(await client.client('LIST'))
            .trim()
            .split('\n').length - 1,
      ),
    another: () => startOwnRedis(found),
    stop: () => server.stop(),
  };
}
