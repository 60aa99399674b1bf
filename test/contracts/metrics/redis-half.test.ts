import { Redis } from 'ioredis';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { redisInspector } from '../../../src/integrations/inspectors/redis.ts';
import { createRedisMetrics } from '../../../src/integrations/metrics/redis.ts';
import { watchedRedisAccount } from '../../../src/integrations/redis/accounts.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { describeWith } from '../../support/run/services.ts';
import { accountsWith, given } from '../../support/scenario/accounts-with.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { redisRecipe } from '../../support/servers/redis-server.ts';
import { type StartedProgram, startProgram } from '../../support/servers/server.ts';

// What is tried here cannot be done to a shared server; it is asked for where Redis's suites run at all.
describeWith('redis', () =>
  describe('met-E3: a Redis that knows only a part', () => {
    const started: StartedProgram[] = [];
    const clients: Redis[] = [];
    const sources: ReturnType<typeof createRedisMetrics>[] = [];
    afterEach(async () => {
      await Promise.all(sources.splice(0).map((source) => source.close?.()));
      for (const client of clients.splice(0)) client.disconnect();
      await Promise.all(started.splice(0).map((server) => server.stop()));
    });

    async function server(...more: string[]): Promise<{ client: Redis; port: number; url: string }> {
      const recipe = redisRecipe(process.env.REDIS_BIN ?? 'redis-server');
      const program = await startProgram({ ...recipe, args: (port, directory) => [...recipe.args(port, directory), ...more] });
      started.push(program);
      const url = `redis://127.0.0.1:${program.port}/0`;
      const client = new Redis(url);
      clients.push(client);
      return { client, port: program.port, url };
    }

    function watching(url: string) {
      const source = createRedisMetrics(new Secret(url), { log: silentLog });
      sources.push(source);
      return (query: string, at = new Date()) => source.instant({ query, at, timeoutMs: 10_000 });
    }

    it('because it is cut off from its primary', async () => {
      const [primary, replica] = [await server(), await server()];
      await primary.client.set('lock:coupon:1', 'consumer-1', 'PX', 60_000);
      await replica.client.replicaof('127.0.0.1', primary.port);
      const ask = watching(replica.url);
      const whole = await eventually('it follows', async () => {
        const found = await ask('locks(lock:*)');
        return found?.value === 1 && found.doubts === undefined ? found : undefined;
      });
      expect(whole.value).toBe(1);
      await started.shift()?.stop();
      const cut = await eventually('it is cut off', async () => {
        const found = await ask('locks(lock:*)');
        return found?.doubts ? found : undefined;
      });
      expect(cut).toMatchObject({ value: 1, doubts: [{ code: 'cut-off', forMs: expect.any(Number) }] });
      const inspector = redisInspector.create(accountsWith(given(watchedRedisAccount, new Secret(replica.url))), { log: silentLog });
      const seen = await inspector?.inspect({ since: new Date(), at: new Date(), timeoutMs: 10_000 });
      await inspector?.close?.();
      expect(seen?.doubts).toMatchObject([{ code: 'cut-off' }]);
    });

    it('because it is one node of a cluster', async () => {
      const cluster = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'];
      const [one, other] = [await server(...cluster), await server(...cluster)];
      const alone = await watching(one.url)('keys');
      expect(alone?.doubts).toBeUndefined();
      await one.client.call('CLUSTER', 'ADDSLOTSRANGE', '0', '8191');
      await other.client.call('CLUSTER', 'ADDSLOTSRANGE', '8192', '16383');
      await one.client.call('CLUSTER', 'MEET', '127.0.0.1', String(other.port));
      const ask = watching(one.url);
      const part = await eventually('they know each other', async () => {
        const found = await ask('keys');
        return found?.doubts ? found : undefined;
      });
      expect(part).toMatchObject({ value: 0, doubts: [{ code: 'some', of: 'nodes', came: 1, all: 2 }] });
    });

    it('because its log of slow commands is full', async () => {
      const { client, url } = await server('--slowlog-log-slower-than', '0', '--slowlog-max-len', '5');
      const ask = watching(url);
      for (let index = 0; index < 20; index += 1) await client.set(`key:${index}`, 'x');
      const part = await ask('slowlog(1ms, 1h)');
      expect(part?.doubts).toEqual([{ code: 'cut', of: 'commands', most: expect.any(Number) }]);
    });

    it('because the counting has only begun', async () => {
      const { url } = await server();
      const ask = watching(url);
      const begun = Date.now();
      expect(await ask('evicted_keys(5m)', new Date(begun))).toBeUndefined();
      const doubts = [{ code: 'begun', overMs: 15_000, ofMs: 300_000 }];
      expect(await ask('evicted_keys(5m)', new Date(begun + 15_000))).toMatchObject({ value: 0, doubts });
      const whole = await ask('evicted_keys(5m)', new Date(begun + 300_000));
      expect(whole).toMatchObject({ value: 0 });
      expect(whole?.doubts).toBeUndefined();
    });
  }),
);
