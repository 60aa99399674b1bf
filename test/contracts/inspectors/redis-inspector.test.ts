import { Redis } from 'ioredis';
import type { Inspection, Inspector } from '../../../src/domain/ports/inspectors.ts';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { redisInspector } from '../../../src/integrations/inspectors/redis.ts';
import { watchedRedisAccount } from '../../../src/integrations/redis/accounts.ts';
import { describeWith } from '../../support/run/services.ts';
import { accountsWith, given } from '../../support/scenario/accounts-with.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';

const PRIVATE = 'ada-the-customer';

describeWith('redis', (getUrl) =>
  describe('the redis inspector', () => {
    let service: Redis;
    const inspectors: Inspector[] = [];
    beforeAll(async () => {
      service = new Redis(getUrl());
      await service.flushdb();
    });
    afterAll(() => service.quit());
    afterEach(() => Promise.all(inspectors.splice(0).map((inspector) => inspector.close?.())));

    async function inspection(since = new Date(Date.now() - 60_000)): Promise<Inspection> {
      const url = new Secret(getUrl());
      const inspector = redisInspector.create(accountsWith(given(watchedRedisAccount, url)), { log: silentLog });
      if (!inspector) throw new Error('not set up');
      inspectors.push(inspector);
      return await inspector.inspect({ since, at: new Date(), timeoutMs: 10_000 });
    }

    it('names the locks and their holders, the endless first, and slow commands without what is stored', async () => {
      await service.set('lock:coupon:1', 'consumer-1', 'PX', 30_000);
      await service.set('lock:coupon:2', 'consumer-2');
      await service.config('SET', 'slowlog-log-slower-than', '1000');
      await service.call('EVAL', 'for i = 1, 10000000 do end return ARGV[1]', '0', PRIVATE);
      await service.config('SET', 'slowlog-log-slower-than', '0');
      await service.set('coupon:7', PRIVATE);
      await service.config('SET', 'slowlog-log-slower-than', '10000');
      const seen = await inspection();
      expect(seen.lines[0]).toMatch(/^lock:coupon:2 held by consumer-2 for at least [\d.]+ s, never expires$/);
      expect(seen.lines[1]).toMatch(/^lock:coupon:1 held by consumer-1 for at least [\d.]+ s, expires in \d+s$/);
      expect(seen.lines[2]).toMatch(/^slow: EVAL … took [\d.]+ ms$/);
      expect(seen.lines.join('\n')).toMatch(/slow: (set|SET) coupon:7 … took/);
      expect(seen.facts.map(({ name }) => name)).toEqual(['PING', 'clients', 'memory', 'commands', 'locks (*lock*)']);
      expect(JSON.stringify(seen)).not.toContain(PRIVATE);
      expect((await inspection(new Date(Date.now() + 60_000))).lines.join('\n')).not.toContain('slow:');
    });
  }),
);
