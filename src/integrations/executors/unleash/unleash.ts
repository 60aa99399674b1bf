import { z } from 'zod';
import { PermanentError } from '../../../domain/errors.ts';
import type { DialState, DialValue } from '../../../domain/mitigation/targets.ts';
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
      said: {
        en: 'the Unleash server, for mitigations that switch a feature flag ([executors](../executors.md))',
        ko: '기능 플래그를 켜고 끄는 완화 조치에 쓸 Unleash 서버 ([executors](../executors.md))',
      },
    },
    UNLEASH_TOKEN: {
      shape: secret('a token of the admin API'),
      example: 'user:unleash-token-example',
      said: {
        en: 'a token of its admin API, best of a service account that may enable and disable these flags and no more',
        ko: 'Admin API 토큰. 해당 플래그를 켜고 끄는 권한만 있는 서비스 계정의 토큰이 좋습니다',
      },
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
  missing: {
    en: 'set UNLEASH_URL and UNLEASH_TOKEN, a token of its admin API',
    ko: 'UNLEASH_URL과 Admin API 토큰인 UNLEASH_TOKEN을 설정해 주세요',
  },
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
              forbidden: {
                en: `let the owner of UNLEASH_TOKEN enable and disable flags of ${project} in ${environment}`,
                ko: `UNLEASH_TOKEN의 주인에게 ${project} 프로젝트 ${environment} 환경의 플래그를 켜고 끌 권한이 필요합니다`,
              },
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
            throw new PermanentError('invalid', {
              en: `${where} cannot be read: the answer does not say whether it is enabled.`,
              ko: `읽을 수 없습니다: ${where}. 응답에 enabled 값이 없습니다.`,
            });
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
  throw new PermanentError('invalid', {
    en: `${where} is on or off: it takes true or false.`,
    ko: `켜거나 끄는 값입니다: ${where}. true 또는 false만 받습니다.`,
  });
}
