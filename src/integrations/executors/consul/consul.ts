import { z } from 'zod';
import { PermanentError } from '../../../domain/errors.ts';
import type { DialState, DialValue } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
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
      said: worded(({ executors }) => executors.consulUrl),
    },
    CONSUL_TOKEN: {
      shape: secret('an ACL token'),
      example: 'consul-token-example',
      said: worded(({ executors }) => executors.consulToken),
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
  missing: worded(({ executors }) => executors.setConsulUrlAndConsulTokenWithKeywrite),
  create({ url, token }, { clock, mask }) {
    return {
      dial: ({ key, datacenter }) => {
        const where = `Consul key ${key}`;
        const shown = `${url}/v1/kv/${key.split('/').map(encodeURIComponent).join('/')}`;
        const forbidden = worded(({ executors }) => executors.forbidden(key));
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
              throw new PermanentError(
                'not_found',
                worded(({ executors }) => executors.cannotBeReadWhatAnswers(where)),
              );
            const [{ ModifyIndex: index, Value } = { ModifyIndex: 0, Value: null }] = found.data;
            return { value: valueOfText(Buffer.from(Value ?? '', 'base64').toString('utf8')), version: String(index), index };
          },
          check(to) {
            if (Buffer.byteLength(String(to ?? '')) > MOST_BYTES)
              throw new PermanentError(
                'invalid',
                worded(({ executors }) => executors.takesAtMostKb(where, MOST_BYTES / 1024)),
              );
          },
          async set({ to, seen }, { timeoutMs }) {
            const cas = { cas: String(seen.index) };
            const reply = to === null ? await ask('DELETE', cas, timeoutMs) : await ask('PUT', cas, timeoutMs, String(to));
            // The answer is true or false, whatever its status.
            if (reply.text.trim() === 'true') return;
            throw changedSince(
              where,
              worded(({ executors }) => executors.somebodyElseWasThereAMomentBefore),
            );
          },
          byHand: (to: DialValue) => shellWords(to === null ? ['consul', 'kv', 'delete', key] : ['consul', 'kv', 'put', key, String(to)]),
        });
      },
    };
  },
});
