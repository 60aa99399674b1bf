import { Redis } from 'ioredis';
import type { MetricsSource, Sample } from '../../../src/domain/ports/metrics.ts';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { createRedisMetrics } from '../../../src/integrations/metrics/redis.ts';
import { REDIS_READINGS } from '../../../src/integrations/metrics/redis-readings.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { rightsInDocs } from '../../support/docs/rights-in-docs.ts';
import { describeWith } from '../../support/run/services.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { keepsTheContract } from './source-contract.ts';

const USER = 'watcher';
const PASSWORD = 'watching-redis-password';
const WRONG = 'wrong-redis-password';

/** Keeps the server's only thread busy for so many steps. */
const BUSY = 'for i = 1, tonumber(ARGV[1]) do end';

// The inner suite cleans up before the server stops.
describeWith('redis', (getUrl) =>
  describe('the redis source', () => {
    afterAll(async () => {
      await service.call('ACL', 'DELUSER', USER);
      await service.quit();
    });
    let service: Redis;
    const others: Redis[] = [];
    const sources: MetricsSource[] = [];

    beforeAll(async () => {
      service = new Redis(getUrl());
      await service.call('ACL', 'SETUSER', USER, 'reset', 'on', `>${PASSWORD}`, ...rightsInDocs('ACL SETUSER bongsu'));
    });
    beforeEach(async () => {
      await service.flushdb();
    });
    afterEach(async () => {
      await Promise.all(sources.splice(0).map((source) => source.close?.()));
      for (const client of others.splice(0)) client.disconnect();
    });

    function urlOf({ password = PASSWORD, port, database = 0 }: { password?: string; port?: number; database?: number } = {}): Secret {
      const url = new URL(getUrl());
      url.username = USER;
      url.password = password;
      url.pathname = `/${database}`;
      if (port !== undefined) url.port = String(port);
      return new Secret(url.href);
    }

    function watching(url = urlOf()): (query: string) => Promise<Sample | undefined> {
      const source = createRedisMetrics(url, { log: silentLog });
      sources.push(source);
      return (query) => source.instant({ query, at: new Date(), timeoutMs: 10_000 });
    }

    describe('the contract', () => {
      keepsTheContract({
        variable: /WATCHED_REDIS_URL/,
        server: () => ({ host: new URL(getUrl()).hostname, port: Number(new URL(getUrl()).port) }),
        create: ({ port, credentials }) =>
          createRedisMetrics(urlOf({ port, password: credentials === 'right' ? PASSWORD : WRONG }), { log: silentLog }),
        connections: 1,
        secrets: [PASSWORD, WRONG],
        some: 'memory_used',
        zero: 'locks(lock:*)',
        none: 'memory_share',
        bad: { query: 'slow_log(10ms)', says: /did you mean "slowlog"\? Possible: latency, / },
        change: {
          query: 'locks(lock:coupon:*)',
          before: 0,
          act: async () => {
            await service.set('lock:coupon:1', 'consumer-1', 'PX', 60_000, 'NX');
          },
          after: 1,
        },
      });
    });

    it('every reading can be asked with the rights in the docs, and gives a number or nothing', async () => {
      const ask = watching();
      for (const { name, usage } of REDIS_READINGS) {
        const sample = await ask(usage.includes('pattern') ? `${name}(lock:*)` : name);
        expect([name, Number.isFinite(sample?.value ?? 0)]).toEqual([name, true]);
      }
    });

    it('knows how many locks are held, for how long, and which ones nobody will free', async () => {
      const ask = watching();
      await service.set('lock:coupon:1', 'consumer-1', 'PX', 30_000, 'NX');
      await service.hset('lock:coupon:2', 'a1b2:17', '1');
      await service.pexpire('lock:coupon:2', 20_000);
      await service.set('stock:1', '5');
      expect(await ask('locks(lock:coupon:*)')).toMatchObject({ value: 2 });
      expect(await ask('locks(lock:coupon:1)')).toMatchObject({ value: 1 });
      expect(await ask('locks(lock:coupon:3)')).toMatchObject({ value: 0 });
      expect(await ask('locks_without_ttl(lock:coupon:*)')).toMatchObject({ value: 0 });
      const ttl = (await ask('longest_lock_ttl(lock:coupon:*)'))?.value ?? 0;
      expect(ttl).toBeGreaterThan(25);
      expect(ttl).toBeLessThanOrEqual(30);
      await service.set('lock:coupon:3', 'consumer-3');
      expect(await ask('locks_without_ttl(lock:coupon:*)')).toMatchObject({ value: 1 });
      expect(await ask('longest_lock_ttl(lock:coupon:*)')).toBeUndefined();
    });

    it('measures from the first look how long the same holder has a lock', async () => {
      const ask = watching();
      const held = async () => (await ask('longest_lock(lock:coupon:*)'))?.value ?? -1;
      expect(await held()).toBe(0);
      await service.set('lock:coupon:1', 'consumer-1', 'PX', 60_000, 'NX');
      expect(await held()).toBeLessThan(1.1);
      // Those who wait for the lock try again and again, which touches the key.
      await eventually('it is held for more than a second', async () => {
        await service.set('lock:coupon:1', 'consumer-2', 'PX', 60_000, 'NX');
        return (await held()) > 1.2 ? true : undefined;
      });
      await service.set('lock:coupon:1', 'consumer-2', 'PX', 60_000);
      expect(await held()).toBeLessThan(1.1);
    });

    it('feels a Redis that is busy, and finds the command in SLOWLOG', async () => {
      const ask = watching();
      expect((await ask('latency'))?.value).toBeLessThan(0.5);
      await service.call('SLOWLOG', 'RESET');
      expect(await ask('slowlog(1s)')).toMatchObject({ value: 0 });
      const busy = service.call('EVAL', BUSY, '0', String(100_000_000));
      const latency = (await ask('latency'))?.value ?? 0;
      await busy;
      expect(latency).toBeGreaterThan(0.1);
      expect(latency).toBeLessThan(10);
      expect(await ask('slowlog(100ms)')).toMatchObject({ value: 1 });
      expect(await ask('slowlog(1h)')).toMatchObject({ value: 0 });
    });

    it('counts clients that wait', async () => {
      const ask = watching();
      const before = (await ask('blocked_clients'))?.value ?? 0;
      const client = new Redis(getUrl());
      others.push(client);
      client.blpop('nothing', 0).catch(() => {});
      await eventually('it waits', async () => ((await ask('blocked_clients'))?.value === before + 1 ? true : undefined));
    });

    it('gives memory in bytes, and its share when there is a limit', async () => {
      const ask = watching();
      const said = Number(/used_memory:(\d+)/.exec(await service.info('memory'))?.[1]);
      const used = (await ask('memory_used'))?.value ?? 0;
      expect(Math.abs(used - said)).toBeLessThan(0.5 * said);
      await service.config('SET', 'maxmemory', String(said * 4));
      const share = (await ask('memory_share'))?.value;
      await service.config('SET', 'maxmemory', '0');
      expect(share).toBeGreaterThan(0.1);
      expect(share).toBeLessThan(0.5);
    });

    it('does not search a Redis with very many keys, and says so; a lock by its whole name is still found', async () => {
      const database = new URL(getUrl());
      database.pathname = '/1';
      const large = new Redis(database.href);
      others.push(large);
      await large.call('EVAL', "for i = 1, 200001 do redis.call('SET', 'coupon:' .. i, '') end", '0');
      await large.set('lock:coupon:1', 'consumer-1');
      const ask = watching(urlOf({ database: 1 }));
      await expect(ask('locks(lock:*)')).rejects.toMatchObject({ name: 'PermanentError', code: 'too_many_keys' });
      expect(await ask('locks(lock:coupon:1)')).toMatchObject({ value: 1 });
      await large.flushdb();
    });

    it('says which right is missing', async () => {
      await service.call('ACL', 'SETUSER', 'narrow', 'reset', 'on', `>${PASSWORD}`, '+ping');
      const url = new URL(urlOf().reveal());
      url.username = 'narrow';
      const ask = watching(new Secret(url.href));
      await expect(ask('memory_used')).rejects.toMatchObject({
        name: 'PermanentError',
        code: 'not_permitted',
        message: expect.stringMatching(/info.*docs\/sources\.md/),
      });
      await expect(ask('locks(lock:1)')).rejects.toMatchObject({ code: 'not_permitted' });
      await service.call('ACL', 'DELUSER', 'narrow');
    });
  }),
);
