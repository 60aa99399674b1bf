import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { lockAcquire, lockFailures, lockHold } from './metrics.ts';

/**
 * Redis hash that says which scripts, by SHA, the service runs: fields `acquire` and `release`; `candidate` is tried by `candidateShare` of the acquisitions. Whoever changes it has
 * loaded them before.
 */
export const SCRIPTS_KEY = 'coupon:lock:scripts';
const RELOOK_MS = 500;

export interface LockSettings {
  /** What is done with the stock while the lock is held takes so long. */
  lockHoldMs: number;
  lockTtlMs: number;
  /** How long a request tries. */
  lockWaitMs: number;
  /** The first pause between two tries, which doubles up to ten times as much. */
  lockPauseMs: number;
  /** Share of holders that forget to give back, so that the lock is free only when its time is over. */
  lockForgotten: number;
  /** How often a request that waited in vain begins anew. */
  lockRetries: number;
}

/** The lock around the stock of one coupon. */
export class StockLock {
  private readonly redis: Redis;
  private scripts = { acquire: '', release: '', candidate: '', candidateShare: 0 };
  private lookedAt = 0;

  constructor(
    url: string,
    private readonly settings: LockSettings,
  ) {
    this.redis = new Redis(url, { maxRetriesPerRequest: 1 });
    this.redis.on('error', () => {});
  }

  /** Loads the shipped scripts, unless somebody has set others. */
  async prepare(): Promise<void> {
    for (const [name, file] of [
      ['acquire', 'lock.lua'],
      ['release', 'release.lua'],
    ] as const) {
      const script = scriptOf(file);
      await this.redis.script('LOAD', script);
      await this.redis.hsetnx(SCRIPTS_KEY, name, shaOf(script));
    }
  }

  /** Takes one coupon from the stock; false when the lock could not be had. */
  async takeOne(coupon: string): Promise<boolean> {
    for (let attempt = 0; attempt <= this.settings.lockRetries; attempt += 1) {
      if (await this.tryFor(coupon)) return true;
      lockFailures.inc();
      process.stdout.write(
        `${new Date().toISOString()} WARN lock of ${coupon} not acquired within ${this.settings.lockWaitMs} ms, attempt ${attempt + 1}\n`,
      );
    }
    return false;
  }

  private async tryFor(coupon: string): Promise<boolean> {
    const token = randomUUID();
    const [lock, stock] = [`coupon:lock:${coupon}`, `coupon:stock:${coupon}`];
    const began = performance.now();
    for (let pauseMs = this.settings.lockPauseMs; ; pauseMs = Math.min(pauseMs * 2, this.settings.lockPauseMs * 10)) {
      const { acquire: usual, release, candidate, candidateShare } = await this.current();
      const acquire = candidate !== '' && Math.random() < candidateShare ? candidate : usual;
      const outcome = await this.redis.evalsha(acquire, 2, lock, stock, token, this.settings.lockTtlMs);
      if (outcome === 1 || outcome === 2) {
        lockAcquire.observe((performance.now() - began) / 1_000);
        if (outcome === 1) await this.hold(lock, stock, token, release);
        return true;
      }
      if (performance.now() - began > this.settings.lockWaitMs) {
        lockAcquire.observe((performance.now() - began) / 1_000);
        return false;
      }
      await pause(pauseMs * (0.5 + Math.random()));
    }
  }

  private async hold(lock: string, stock: string, token: string, release: string): Promise<void> {
    const { lockHoldMs, lockForgotten, lockTtlMs } = this.settings;
    const began = performance.now();
    await this.redis.decr(stock);
    await pause(lockHoldMs);
    if (Math.random() < lockForgotten) {
      lockHold.observe(lockTtlMs / 1_000);
      return;
    }
    await this.redis.evalsha(release, 1, lock, token);
    lockHold.observe((performance.now() - began) / 1_000);
  }

  private async current(): Promise<typeof this.scripts> {
    if (performance.now() - this.lookedAt > RELOOK_MS) {
      this.lookedAt = performance.now();
      const { acquire = '', release = '', candidate = '', candidateShare = '0' } = await this.redis.hgetall(SCRIPTS_KEY);
      this.scripts = { acquire, release, candidate, candidateShare: Number(candidateShare) };
    }
    return this.scripts;
  }
}

/** Has the service in that Redis use the scripts that it was shipped with, whatever somebody set. */
export async function shipScripts(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.hset(SCRIPTS_KEY, { acquire: shaOf(scriptOf('lock.lua')), release: shaOf(scriptOf('release.lua')) });
  await redis.hdel(SCRIPTS_KEY, 'candidate', 'candidateShare');
  await redis.quit();
}

/** The text of one of the scripts in lua/. */
export function scriptOf(file: string): string {
  return readFileSync(new URL(`lua/${file}`, import.meta.url), 'utf8');
}

export function shaOf(script: string): string {
  return createHash('sha1').update(script).digest('hex');
}
