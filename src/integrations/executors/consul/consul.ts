import { z } from 'zod';
import { PermanentError } from '../../../domain/errors.ts';
import type { DialState, DialValue } from '../../../domain/mitigation/targets.ts';
import { account } from '../../accounts/account.ts';
import { httpUrl, secret } from '../../accounts/shapes.ts';
import { jsonOf } from '../../http.ts';
import { shellWords } from '../command/shell-words.ts';
import { executorKind } from '../executor-kind.ts';
import { exchanged } from '../http/exchange.ts';
import { changedSince, lookedUpDial } from '../looked-up-dial.ts';
import { valueOfText } from '../value-of-text.ts';

export const consulAccount = account({
  title: 'Consul',
  variables: {
    CONSUL_URL: {
      shape: httpUrl('an http(s) address such as http://consul:8500'),
      example: 'http://consul:8500',
      said: {
        en: 'a Consul agent, or what speaks its KV API, for mitigations that set a key ([executors](../executors.md))',
        ko: '키를 바꾸는 완화 조치에 쓸 Consul 에이전트, 또는 같은 KV API를 쓰는 서버 ([executors](../executors.md))',
      },
    },
    CONSUL_TOKEN: {
      shape: secret('an ACL token'),
      example: 'consul-token-example',
      said: {
        en: 'its ACL token, with `key:read` and `key:write` on the keys of the playbook',
        ko: '플레이북의 키에 `key:read`, `key:write` 권한이 있는 ACL 토큰',
      },
    },
  },
  needs: ['CONSUL_URL'],
  about: { CONSUL_TOKEN: ['CONSUL_URL'] },
  settings: ({ CONSUL_URL, CONSUL_TOKEN }) => ({ url: CONSUL_URL, token: CONSUL_TOKEN }),
});

/** Consul's own limit (developer.hashicorp.com/consul/api-docs/kv). */
const MOST_BYTES = 512 * 1024;

const entries = z.array(z.object({ ModifyIndex: z.int().positive(), Value: z.string().nullable() })).length(1);

interface Seen extends DialState {
  /** 0: there is no such key yet. */
  index: number;
}

/** A key of Consul's KV store, by its check-and-set. */
export const consulExecutor = executorKind({
  name: 'consul',
  account: consulAccount,
  missing: {
    en: 'set CONSUL_URL, and CONSUL_TOKEN with key:write on the keys of the playbook',
    ko: 'CONSUL_URL을, 그리고 플레이북의 키에 key:write 권한이 있는 CONSUL_TOKEN을 설정해 주세요',
  },
  create({ url, token }, { clock, mask }) {
    return {
      dial: ({ key, datacenter }) => {
        const where = `Consul key ${key}`;
        const shown = `${url}/v1/kv/${key.split('/').map(encodeURIComponent).join('/')}`;
        const forbidden = {
          en: `grant key:read and key:write on ${key} to CONSUL_TOKEN`,
          ko: `CONSUL_TOKEN에 ${key} 키의 key:read, key:write 권한이 필요합니다`,
        };
        const ask = async (method: 'GET' | 'PUT' | 'DELETE', fields: Record<string, string>, timeoutMs: number, body?: string) => {
          const query = new URLSearchParams({ ...fields, ...(datacenter !== undefined && { dc: datacenter }) }).toString();
          return await exchanged(
            { where, vendor: 'Consul', forbidden, mask, clock },
            {
              method,
              url: query === '' ? shown : `${shown}?${query}`,
              headers: token === undefined ? {} : { 'x-consul-token': token.reveal() },
              ...(body === undefined ? {} : { body }),
              timeoutMs,
            },
            method === 'GET' ? [404] : [],
          );
        };
        return lookedUpDial<Seen>({
          where,
          mask,
          async look({ timeoutMs }) {
            // The agent's own cache would not do for what is compared.
            const reply = await ask('GET', { consistent: '' }, timeoutMs);
            // A key that is not there has an index all the same; another server has none.
            if (reply.status === 404 && reply.headers.has('x-consul-index')) return { value: null, index: 0 };
            const found = entries.safeParse(jsonOf(reply.text));
            if (reply.status === 404 || !found.success)
              throw new PermanentError('not_found', {
                en: `${where} cannot be read: what answers at CONSUL_URL is no Consul. Correct the address.`,
                ko: `읽을 수 없습니다: ${where}. CONSUL_URL의 응답이 Consul이 아닙니다. 주소를 고쳐 주세요.`,
              });
            const [{ ModifyIndex: index, Value } = { ModifyIndex: 0, Value: null }] = found.data;
            return { value: valueOfText(Buffer.from(Value ?? '', 'base64').toString('utf8')), version: String(index), index };
          },
          check(to) {
            if (Buffer.byteLength(String(to ?? '')) > MOST_BYTES)
              throw new PermanentError('invalid', {
                en: `${where} takes at most ${MOST_BYTES / 1024} KB.`,
                ko: `값은 최대 ${MOST_BYTES / 1024} KB입니다: ${where}`,
              });
          },
          async set({ to, seen }, { timeoutMs }) {
            const cas = { cas: String(seen.index) };
            const reply = to === null ? await ask('DELETE', cas, timeoutMs) : await ask('PUT', cas, timeoutMs, String(to));
            // The answer is true or false, whatever its status.
            if (reply.text.trim() === 'true') return;
            throw changedSince(where, { en: 'somebody else was there a moment before', ko: '바로 전에 다른 쪽에서 바꿈' });
          },
          byHand: (to: DialValue) => shellWords(to === null ? ['consul', 'kv', 'delete', key] : ['consul', 'kv', 'put', key, String(to)]),
        });
      },
    };
  },
});
