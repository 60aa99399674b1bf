import type { TargetSpec } from '../../../src/domain/mitigation/targets.ts';
import { createExecutors } from '../../../src/integrations/executors/index.ts';
import { depsOf, random, settingsOf } from './data-executors.ts';

const OPTIONS = { timeoutMs: 1_000 };

describe('without any address', () => {
  const executors = createExecutors(settingsOf({}), { ...depsOf(), random });
  const refusal = (variable: string) => ({
    name: 'PermanentError',
    code: 'not_configured',
    message: expect.stringContaining(`set ${variable}`),
  });
  afterAll(() => executors.close());

  it.each([
    [{ redis: { key: 'coupon:limit' } }, 'MITIGATE_REDIS_URL'],
    [{ postgres: { setting: 'work_mem' } }, 'MITIGATE_DATABASE_URL'],
    [{ kafka: { topic: 'coupon-requests', set: 'partitions' } }, 'KAFKA_BROKERS'],
  ] as [TargetSpec, string][])('%j says that %s is to be set, whatever it is asked', async (target, variable) => {
    const dial = executors.dial(target);
    const change = { from: { value: 1 }, to: 2, key: 'k' };
    await expect(dial.read(OPTIONS)).rejects.toMatchObject(refusal(variable));
    await expect(dial.rehearse(change, OPTIONS)).rejects.toMatchObject(refusal(variable));
    await expect(dial.write(change, OPTIONS)).rejects.toMatchObject(refusal(variable));
  });

  it('says nothing of what may be secret in an address', async () => {
    const http = { url: 'https://bongsu:s3cret-word@api.example/limits?token=t0ken-word', field: 'limit' };
    const dial = executors.dial({ http });
    expect(dial.where).toBe('http https://api.example/limits limit');
    expect(dial.byHand(3)).not.toMatch(/word/);
    await expect(dial.read(OPTIONS)).rejects.toMatchObject({ message: expect.not.stringMatching(/word/) });
  });

  it('neither sessions nor scripts are there', async () => {
    const { sessions, scripts } = executors;
    const session = { pid: 1, startedAt: '2026-01-01T00:00:00Z' };
    await expect(sessions.list({ database: 'a', olderThanSeconds: 1, limit: 1 }, OPTIONS)).rejects.toMatchObject(
      refusal('MITIGATE_DATABASE_URL'),
    );
    await expect(sessions.end({ database: 'a', session, how: 'cancel' }, OPTIONS)).rejects.toMatchObject(refusal('MITIGATE_DATABASE_URL'));
    expect(sessions.byHand({ pid: 1, how: 'cancel' })).toBe('SELECT pg_cancel_backend(1);');
    const asked = [
      scripts.load('return 1', OPTIONS),
      scripts.isLoaded('a', OPTIONS),
      scripts.check('a', OPTIONS),
      scripts.dial({ key: 'coupon:lock:scripts', field: 'acquire' }).read(OPTIONS),
    ];
    for (const one of asked) await expect(one).rejects.toMatchObject(refusal('MITIGATE_REDIS_URL'));
  });
});
