import { type Redis, ReplyError } from 'ioredis';
import { errorText, PermanentError } from '../../../domain/errors.ts';
import type { ChangeOptions, Dial, DialState, DialValue } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
import type { OnDemand } from '../../on-demand.ts';
import { shellWords } from '../command/shell-words.ts';
import { valueOfText } from '../value-of-text.ts';

/**
 * Compares and sets in one go, since nothing else runs in Redis meanwhile. KEYS[1]; ARGV: field or nothing, what it was and what it shall be ('=' and the value, or nothing for
 * absent), and `rehearse` or `write`. A key that expires goes on expiring. Redis before 7 cannot tell beforehand whether the user may write.
 */
const COMPARE_AND_SET = `
local key, field, from, to = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
local plain = field == ''
local present = plain and redis.call('GET', key)
if not plain then present = redis.call('HGET', key, field) end
local now = present and '=' .. present or ''
if now == to then return {'set'} end
if now ~= from then return {'changed', now} end
local command
if to == '' then command = plain and {'DEL', key} or {'HDEL', key, field}
else command = plain and {'SET', key, string.sub(to, 2), 'KEEPTTL'} or {'HSET', key, field, string.sub(to, 2)} end
if ARGV[4] == 'write' then
  redis.call(unpack(command))
elseif redis.acl_check_cmd and not redis.acl_check_cmd(unpack(command)) then
  return redis.error_reply('NOPERM no permission for ' .. command[1] .. ' ' .. key)
end
return {'set'}
`;

/** A key, or a field of a hash; null when it is not there. Setting null deletes it. A key of another type is refused as `invalid`. */
export function redisDial(connection: OnDemand<Redis>, { key, field }: { key: string; field?: string | undefined }): Dial {
  const where = field === undefined ? `Redis key ${key}` : `field ${field} of the Redis hash ${key}`;
  const ask = <T>(question: (redis: Redis) => Promise<T>, timeoutMs: number) =>
    connection.use(async (redis) => {
      try {
        return await question(redis);
      } catch (error) {
        if (error instanceof ReplyError && errorText(error).startsWith('WRONGTYPE')) {
          throw new PermanentError(
            'invalid',
            worded(({ dataExecutors }) => dataExecutors.holdsAnotherKindOfValueName(where, field)),
          );
        }
        throw error;
      }
    }, timeoutMs);
  const compareAndSet = async (
    { from, to }: { from: DialState; to: DialValue },
    how: 'rehearse' | 'write',
    { timeoutMs, ask: mayIt }: ChangeOptions,
  ) => {
    const [outcome, now = ''] = (await ask(async (redis) => {
      await mayIt?.();
      return await redis.eval(COMPARE_AND_SET, 1, key, field ?? '', wanted(from.value), wanted(to), how);
    }, timeoutMs)) as [string, string?];
    if (outcome === 'changed') {
      const is = now === '' ? null : now.slice(1);
      throw new PermanentError(
        'changed',
        worded(({ dataExecutors }) => dataExecutors.isByNowNotNotSetSomebodyElse(where, is, from.value)),
      );
    }
  };
  return {
    where,
    async read({ timeoutMs }) {
      const text = await ask((redis) => (field === undefined ? redis.get(key) : redis.hget(key, field)), timeoutMs);
      return { value: text === null ? null : valueOfText(text) };
    },
    rehearse: (change, options) => compareAndSet(change, 'rehearse', options),
    write: (change, options) => compareAndSet(change, 'write', options),
    byHand: (to) => shellWords(['redis-cli', ...byHand(to, key, field)]),
  };
}

/** As the script wants it: absence is told apart from an empty text. */
function wanted(value: DialValue): string {
  return value === null ? '' : `=${value}`;
}

function byHand(to: DialValue, key: string, field: string | undefined): string[] {
  if (field === undefined) return to === null ? ['DEL', key] : ['SET', key, String(to), 'KEEPTTL'];
  return to === null ? ['HDEL', key, field] : ['HSET', key, field, String(to)];
}
