import { createHash, randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { LockScripts } from '../../../src/domain/mitigation/targets.ts';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { createLockScripts } from '../../../src/integrations/executors/redis/lock-scripts.ts';
import { scriptOf } from '../../stack/coupon/lock.ts';
import { rightsInDocs } from '../../support/docs/rights-in-docs.ts';
import { describeWith } from '../../support/run/services.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { random } from './data-executors.ts';

const USER = 'script-mitigator';
const PASSWORD = 'mitigating-redis-password';
const OPTIONS = { timeoutMs: 10_000 };
const HASH = 'coupon:lock:scripts:try';

// The inner suite cleans up before the server stops.
describeWith('redis', (getUrl) =>
  describe('lock scripts', () => {
    let service: Redis;
    let scripts: LockScripts & { close(): Promise<void> };
    beforeAll(async () => {
      service = new Redis(getUrl());
      const rights = rightsInDocs('ACL SETUSER bongsu-mitigate', 'docs/executors-data.md');
      await service.call('ACL', 'SETUSER', USER, 'reset', 'on', `>${PASSWORD}`, ...rights);
      const url = new URL(getUrl());
      url.username = USER;
      url.password = PASSWORD;
      scripts = createLockScripts(new Secret(url.href), { log: silentLog, random });
    });
    afterAll(async () => {
      await scripts.close();
      await service.del(HASH);
      await service.call('ACL', 'DELUSER', USER);
      await service.quit();
    });

    const load = (script: string) => scripts.load(script, OPTIONS);
    const refusal = async (script: string) => {
      const error = await scripts.check(await load(script), OPTIONS).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: 'PermanentError', code: 'invalid' });
      return (error as Error).message;
    };

    it('loads a script under its SHA, twice as once, and knows whether it is there', async () => {
      const script = `-- ${randomUUID()}\nreturn 1`;
      const sha = createHash('sha1').update(script).digest('hex');
      expect(await scripts.isLoaded(sha, OPTIONS)).toBe(false);
      await expect(scripts.check(sha, OPTIONS)).rejects.toMatchObject({ name: 'PermanentError', code: 'not_found' });
      expect(await load(script)).toBe(sha);
      expect(await load(script)).toBe(sha);
      expect(await scripts.isLoaded(sha, OPTIONS)).toBe(true);
    });

    it("refuses what does not compile, in Redis' words", async () => {
      await expect(load('return (')).rejects.toMatchObject({
        name: 'PermanentError',
        code: 'invalid',
        message: expect.stringMatching(/unexpected symbol near '<eof>'/),
      });
    });

    it('takes the scripts that the coupon service uses, and leaves nothing behind', async () => {
      await scripts.check(await load(scriptOf('lock.lua')), OPTIONS);
      await scripts.check(await load(scriptOf('atomic.lua')), OPTIONS);
      expect(await service.keys('bongsu:check:*')).toEqual([]);
    });

    it('takes one that answers with truth and nothing, as the lock of another service might', async () => {
      await scripts.check(await load("return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) and true or false"), OPTIONS);
    });

    it.each([
      ['lets everybody in', "redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) return 1", /second caller in \(1\)/],
      ['makes a lock for ever', "return redis.call('SET', KEYS[1], ARGV[1], 'NX') and 1 or 0", /never expires/],
      ['makes the lock live too long', "redis.call('SET', KEYS[1], ARGV[1], 'PX', 10 * ARGV[2]) return 1", /lives for \d+ ms instead of/],
      ['makes no lock', 'return 1', /did not make its key/],
      ['is never free', 'return 0', /on a free lock it answered 0/],
      ['says nothing', 'return', /on a free lock it answered nothing/],
      ['takes none', 'return 2', /from 100 to 100/],
      ['takes two', "redis.call('DECR', KEYS[2]) redis.call('DECR', KEYS[2]) return 2", /from 100 to 98/],
      [
        'takes one only once',
        "if redis.call('GET', KEYS[2]) == '100' then redis.call('DECR', KEYS[2]) return 2 end return 0",
        /answered 0 to the second/,
      ],
      ['fails', 'return nothing.at_all', /it failed: .*nothing/],
    ])('refuses one that %s', async (_what, script, says) => {
      expect(await refusal(script)).toMatch(says);
      expect(await service.keys('bongsu:check:*')).toEqual([]);
    });

    it('says when the script needs a right that the account lacks', async () => {
      const sha = await load("return redis.call('INCR', KEYS[1])");
      await expect(scripts.check(sha, OPTIONS)).rejects.toMatchObject({
        name: 'PermanentError',
        code: 'forbidden',
        message: expect.stringMatching(/docs\/executors-data\.md/),
      });
    });

    it('sets which script the service runs, by a field of its hash', async () => {
      const dial = scripts.dial({ key: HASH, field: 'acquire' });
      const sha = await load(scriptOf('atomic.lua'));
      await dial.write({ from: { value: null }, to: sha, key: 'k' }, OPTIONS);
      expect(await service.hget(HASH, 'acquire')).toBe(sha);
      await dial.write({ from: { value: sha }, to: null, key: 'k' }, OPTIONS);
      expect(await service.exists(HASH)).toBe(0);
    });
  }),
);
