import { z } from 'zod';
import { PermanentError } from '../../../domain/errors.ts';
import type { DialState, DialValue } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
import { account } from '../../accounts/account.ts';
import { httpUrl, secret } from '../../accounts/shapes.ts';
import { jsonOf } from '../../http.ts';
import { executorKind } from '../executor-kind.ts';
import { exchanged } from '../http/exchange.ts';
import { lookedUpDial } from '../looked-up-dial.ts';

export const unleashAccount = account({
  title: 'Unleash',
  variables: {
    UNLEASH_URL: {
      shape: httpUrl('an http(s) address such as http://unleash:4242'),
      example: 'http://unleash:4242',
      said: worded(({ executors }) => executors.unleashUrl),
    },
    UNLEASH_TOKEN: {
      shape: secret('a token of the admin API'),
      example: 'user:unleash-token-example',
      said: worded(({ executors }) => executors.unleashToken),
    },
  },
  needs: ['UNLEASH_URL', 'UNLEASH_TOKEN'],
  settings: ({ UNLEASH_URL, UNLEASH_TOKEN }) => ({ url: UNLEASH_URL, token: UNLEASH_TOKEN }),
});

const environmentOf = z.object({ enabled: z.boolean() });

/** A feature flag in one environment. Unleash compares nothing when it is told on or off, so the flag is read right before. */
export const unleashExecutor = executorKind({
  name: 'unleash',
  account: unleashAccount,
  missing: worded(({ executors }) => executors.setUnleashUrlAndUnleashTokenATokenOf),
  create({ url, token }, { clock, mask }) {
    return {
      dial: ({ project, feature, environment }) => {
        const where = `Unleash flag ${feature} of ${project} in ${environment}`;
        const [inProject, named, there] = [project, feature, environment].map(encodeURIComponent);
        const path = `${url}/api/admin/projects/${inProject}/features/${named}/environments/${there}`;
        const ask = (method: 'GET' | 'POST', address: string, timeoutMs: number) =>
          exchanged(
            {
              where,
              vendor: 'Unleash',
              forbidden: worded(({ executors }) => executors.letTheOwnerOfUnleashTokenEnableAnd(project, environment)),
              mask,
              clock,
            },
            // As it is, without the word Bearer.
            { method, url: address, headers: { accept: 'application/json', authorization: token.reveal() }, timeoutMs },
          );
        return lookedUpDial<DialState>({
          where,
          mask,
          async look({ timeoutMs }) {
            const found = environmentOf.safeParse(jsonOf((await ask('GET', path, timeoutMs)).text));
            if (found.success) return { value: found.data.enabled };
            throw new PermanentError(
              'invalid',
              worded(({ executors }) => executors.cannotBeReadTheAnswer(where)),
            );
          },
          check: (to) => void truthOf(where, to),
          set: async ({ to }, { timeoutMs }) => void (await ask('POST', `${path}/${truthOf(where, to) ? 'on' : 'off'}`, timeoutMs)),
          byHand: (to) => `curl -X POST -H "Authorization: $UNLEASH_TOKEN" ${path}/${String(to) === 'true' ? 'on' : 'off'}`,
        });
      },
    };
  },
});

/** A flag that is on or off takes nothing else. */
export function truthOf(where: string, to: DialValue): boolean {
  if (String(to) === 'true' || String(to) === 'false') return String(to) === 'true';
  throw new PermanentError(
    'invalid',
    worded(({ executors }) => executors.isOnOrOffIt(where)),
  );
}
