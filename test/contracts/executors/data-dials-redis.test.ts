import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { redisExecutor } from '../../../src/integrations/executors/redis/redis.ts';
import { rightsInDocs } from '../../support/docs/rights-in-docs.ts';
import { describeWith } from '../../support/run/services.ts';
import { type DialPlace, keepsTheDialContract, type MadeDial } from './data-dial-contract.ts';
import { depsOf, settingsOf } from './data-executors.ts';

const USER = 'mitigator';
const NARROW = 'mitigator-narrow';
const PASSWORD = 'mitigating-redis-password';
const WRONG = 'wrong-redis-password';
const OPTIONS = { timeoutMs: 10_000 };

// The inner suite cleans up before the server stops.
describeWith('redis', (getUrl) =>
  describe('the redis dial', () => {
    let service: Redis;
    const made: MadeDial[] = [];
    beforeAll(async () => {
      service = new Redis(getUrl());
      const rights = rightsInDocs('ACL SETUSER bongsu-mitigate', 'docs/executors-data.md');
      await service.call('ACL', 'SETUSER', USER, 'reset', 'on', `>${PASSWORD}`, ...rights);
      const reading = rights.filter((right) => !['+set', '+del', '+hset', '+hdel'].includes(right));
      await service.call('ACL', 'SETUSER', NARROW, 'reset', 'on', `>${PASSWORD}`, ...reading);
    });
    beforeEach(async () => {
      await service.del('coupon:limit', 'coupon:flags');
    });
    afterEach(() => Promise.all(made.splice(0).map((one) => one.close())));
    afterAll(async () => {
      await service.del('coupon:limit', 'coupon:flags');
      await service.call('ACL', 'DELUSER', USER, NARROW);
      await service.quit();
    });

    function create(target: { key: string; field?: string }, { port, account }: Partial<DialPlace> = {}): MadeDial {
      const url = new URL(getUrl());
      url.username = account === 'narrow' ? NARROW : USER;
      url.password = account === 'wrong' ? WRONG : PASSWORD;
      if (port !== undefined) url.port = String(port);
      const executor = redisExecutor.create(settingsOf({ redisUrl: new Secret(url.href) }), depsOf());
      if (!executor) throw new Error('not set up');
      const one = { dial: executor.dial(target), close: async () => executor.close?.() };
      made.push(one);
      return one;
    }

    const server = () => ({ host: new URL(getUrl()).hostname, port: Number(new URL(getUrl()).port) });
    const common = {
      server,
      from: 100,
      to: 20,
      meddled: 55,
      right: /MITIGATE_REDIS_URL.*docs\/executors-data\.md/,
      variable: /MITIGATE_REDIS_URL/,
      secrets: [PASSWORD, WRONG],
    };

    describe('of a key', () => {
      beforeEach(async () => {
        await service.set('coupon:limit', '100');
      });
      keepsTheDialContract({
        ...common,
        create: (place) => create({ key: 'coupon:limit' }, place),
        meddle: async () => {
          await service.set('coupon:limit', '55');
        },
        where: () => 'Redis key coupon:limit',
      });
    });

    describe('of a field of a hash', () => {
      beforeEach(async () => {
        await service.hset('coupon:flags', 'issuing', '100');
      });
      keepsTheDialContract({
        ...common,
        create: (place) => create({ key: 'coupon:flags', field: 'issuing' }, place),
        meddle: async () => {
          await service.hset('coupon:flags', 'issuing', '55');
        },
        where: () => 'field issuing of the Redis hash coupon:flags',
      });
    });

    it('tells a number from a text that only looks like one', async () => {
      const { dial } = create({ key: 'coupon:limit' });
      for (const [text, value] of [
        ['7', 7],
        ['-0.5', -0.5],
        ['007', '007'],
        ['1e3', '1e3'],
        ['', ''],
        ['true', 'true'],
        ['Infinity', 'Infinity'],
        ['1234567890123456789', '1234567890123456789'],
      ] as const) {
        await service.set('coupon:limit', text);
        expect(await dial.read(OPTIONS)).toEqual({ value });
      }
    });

    it('sets what is absent, and deletes what shall be', async () => {
      for (const target of [{ key: 'coupon:limit' }, { key: 'coupon:flags', field: 'issuing' }]) {
        const { dial } = create(target);
        const absent = { value: null };
        expect(await dial.read(OPTIONS)).toEqual(absent);
        await dial.rehearse({ from: absent, to: '' }, OPTIONS);
        await dial.write({ from: absent, to: '', key: 'k' }, OPTIONS);
        // An empty text is something.
        expect(await dial.read(OPTIONS)).toEqual({ value: '' });
        await expect(dial.write({ from: absent, to: 'on', key: 'k' }, OPTIONS)).rejects.toMatchObject({ code: 'changed' });
        await dial.write({ from: { value: '' }, to: null, key: 'k' }, OPTIONS);
        expect(await service.exists(target.key)).toBe(0);
        await dial.write({ from: { value: '' }, to: null, key: 'k' }, OPTIONS);
      }
    });

    it('lets a key that expires expire', async () => {
      await service.set('coupon:limit', '100', 'PX', 60_000);
      await create({ key: 'coupon:limit' }).dial.write({ from: { value: 100 }, to: 5, key: 'k' }, OPTIONS);
      expect(await service.pttl('coupon:limit')).toBeGreaterThan(0);
    });

    it('of many who set the same at once, one wins', async () => {
      await service.set('coupon:limit', '0');
      const dials = Array.from({ length: 10 }, () => create({ key: 'coupon:limit' }).dial);
      const outcomes = await Promise.allSettled(
        dials.map((dial, index) => dial.write({ from: { value: 0 }, to: index + 1, key: 'k' }, OPTIONS)),
      );
      const winners = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index + 1] : []));
      expect(winners).toEqual([Number(await service.get('coupon:limit'))]);
    });

    it('refuses a key of another type, and one that the user may not touch', async () => {
      await service.rpush('coupon:flags', 'a');
      for (const target of [{ key: 'coupon:flags' }, { key: 'coupon:flags', field: 'issuing' }]) {
        const { dial } = create(target);
        const refusal = { name: 'PermanentError', code: 'invalid', message: expect.stringMatching(/another kind of value/) };
        await expect(dial.read(OPTIONS)).rejects.toMatchObject(refusal);
        await expect(dial.write({ from: { value: null }, to: 1, key: 'k' }, OPTIONS)).rejects.toMatchObject(refusal);
      }
      const key = `others:${randomUUID()}`;
      await expect(create({ key }).dial.read(OPTIONS)).rejects.toMatchObject({ name: 'PermanentError', code: 'forbidden' });
    });

    it('says what to type instead', () => {
      const key = create({ key: "coupon:it's" }).dial;
      expect(key.byHand(5)).toBe("redis-cli SET 'coupon:it'\\''s' 5 KEEPTTL");
      expect(key.byHand(null)).toBe("redis-cli DEL 'coupon:it'\\''s'");
      const field = create({ key: 'coupon:flags', field: 'issuing' }).dial;
      expect(field.byHand('off')).toBe('redis-cli HSET coupon:flags issuing off');
      expect(field.byHand(null)).toBe('redis-cli HDEL coupon:flags issuing');
    });
  }),
);
