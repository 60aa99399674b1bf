import { type Redis, ReplyError } from 'ioredis';
import { errorText, PermanentError } from '../../../domain/errors.ts';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import { pick } from '../../../domain/language/pick.ts';
import { verbatim } from '../../../domain/language/verbatim.ts';
import type { LockScripts } from '../../../domain/mitigation/targets.ts';
import type { Log } from '../../../domain/ports/log.ts';
import type { Random } from '../../../domain/ports/random.ts';
import { worded } from '../../../languages/worded.ts';
import { mitigateRedis } from '../../redis/mitigated-redis.ts';
import { redisDial } from './redis-dial.ts';

const TRIED_TTL_MS = 10_000;
const TRIED_STOCK = 100;

/** What a script says, as the watched service understands it: `KEYS lock, stock; ARGV token, ttlMs`. */
const HELD = 1;
const TAKEN = 2;

/**
 * Lua scripts in the Redis at `url`. A script that acquires is called as the service calls it: EVALSHA sha 2 lock stock token ttlMs. It answers 1: the lock is held, until
 * it is released or `ttlMs` are over; 2: no lock was needed, one was taken from the stock within the script; 0 or nothing: somebody else has the lock.
 */
export function createLockScripts(
  url: { reveal(): string },
  { log, random }: { log: Log; random: Random },
): LockScripts & { close(): Promise<void> } {
  const lease = mitigateRedis(url, { log });
  const { connection } = lease;
  return {
    load: (script, { timeoutMs, ask }) =>
      connection.use(async (redis) => {
        await ask?.();
        try {
          return String(await redis.script('LOAD', script));
        } catch (error) {
          const words = error instanceof ReplyError ? errorText(error) : '';
          if (/compiling script/i.test(words))
            throw new PermanentError(
              'invalid',
              worded(({ dataExecutors }) => dataExecutors.redisCannotCompileTheScript(words)),
            );
          throw error;
        }
      }, timeoutMs),
    isLoaded: (sha, { timeoutMs }) =>
      connection.use(async (redis) => {
        const [known] = (await redis.script('EXISTS', sha)) as number[];
        return known === 1;
      }, timeoutMs),
    check: (sha, { timeoutMs, ask }) =>
      connection.use(async (redis) => {
        await ask?.();
        await check(redis, sha, random.id());
      }, timeoutMs),
    dial: (target) => redisDial(connection, target),
    close: () => lease.close(),
  };
}

/** Two callers try for one lock that nobody else knows. */
async function check(redis: Redis, sha: string, id: string): Promise<void> {
  const [lock, stock] = [`bongsu:check:${id}:lock`, `bongsu:check:${id}:stock`];
  const acquire = (token: string) => redis.evalsha(sha, 2, lock, stock, token, TRIED_TTL_MS);
  try {
    // Should this process die here, it is gone by itself.
    await redis.set(stock, TRIED_STOCK, 'PX', TRIED_TTL_MS);
    const first = await acquire('bongsu-1');
    if (first === HELD) await checkHeld(redis, lock, () => acquire('bongsu-2'));
    else if (first === TAKEN) await checkTaken(redis, stock, () => acquire('bongsu-2'));
    else
      throw broken(
        worded(({ dataExecutors }, language) =>
          dataExecutors.onAFreeLockItAnsweredNotHeldOrTaken(pick(answered(first), language), HELD, TAKEN),
        ),
      );
  } catch (error) {
    throw explainRun(error, sha);
  } finally {
    await redis.del(lock, stock);
  }
}

async function checkHeld(redis: Redis, lock: string, acquireAgain: () => Promise<unknown>): Promise<void> {
  const ttlMs = await redis.pttl(lock);
  if (ttlMs === -2) throw broken(worded(({ dataExecutors }) => dataExecutors.itAnsweredThatTheLockIsHeldButDidNot));
  if (ttlMs < 0) throw broken(worded(({ dataExecutors }) => dataExecutors.lockThatItMakesNeverExpiresNobody));
  if (ttlMs > TRIED_TTL_MS)
    throw broken(worded(({ dataExecutors }) => dataExecutors.lockThatItMakesLivesForMsInsteadOfMs(ttlMs, TRIED_TTL_MS)));
  const second = await acquireAgain();
  if (second !== null && second !== 0)
    throw broken(
      worded(({ dataExecutors }, language) => dataExecutors.itLetASecondCallerInWhileTheFirstOne(pick(answered(second), language))),
    );
}

/** Nobody is kept out, so each caller must have taken exactly one. */
async function checkTaken(redis: Redis, stock: string, acquireAgain: () => Promise<unknown>): Promise<void> {
  for (const left of [TRIED_STOCK - 1, TRIED_STOCK - 2]) {
    const now = Number(await redis.get(stock));
    if (now !== left) throw broken(worded(({ dataExecutors }) => dataExecutors.itAnsweredThatItTookOneFromTheStock(left + 1, now)));
    if (left === TRIED_STOCK - 2) return;
    const second = await acquireAgain();
    if (second !== TAKEN)
      throw broken(
        worded(({ dataExecutors }, language) => dataExecutors.itTookOneForTheFirstCallerButAnswered(pick(answered(second), language))),
      );
  }
}

/** An error that the script met is about the script, unless it is about us. */
function explainRun(error: unknown, sha: string): unknown {
  if (!(error instanceof ReplyError)) return error;
  const words = errorText(error);
  if (words.startsWith('NOSCRIPT')) {
    return new PermanentError(
      'not_found',
      worded(({ dataExecutors }) => dataExecutors.redisDoesNotKnowTheScript(sha)),
    );
  }
  return /script:|user_script/.test(words) && !/permission|NOPERM|can't run/i.test(words)
    ? broken(worded(({ dataExecutors }) => dataExecutors.itFailed(words)))
    : error;
}

function broken(what: Bilingual): PermanentError {
  return new PermanentError(
    'invalid',
    worded(({ dataExecutors }, language) => dataExecutors.scriptIsNoLockThatTheServiceCouldUse(pick(what, language))),
  );
}

function answered(answer: unknown): Bilingual {
  return answer === null ? worded(({ dataExecutors }) => dataExecutors.nothing) : verbatim(String(answer));
}
