import { z } from 'zod';
import { writtenAs } from '../../domain/incident/actor.ts';
import { SEVERITIES } from '../../domain/incident/states.ts';
import type { Runtime } from '../../workflows/runtime/runtime.ts';
import { addWebhook, describeSubscribers, removeSubscriber } from '../../workflows/subscribers/webhook-subscribers.ts';
import { about, number, service } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { choice, numeral, serviceWord, type WordReader } from '../words/readers.ts';

/** Slack writes an address that was typed as `<https://…>`, or `<https://…|…>`. */
const urlWord: WordReader = {
  kind: 'word',
  shown: 'https://…',
  example: { en: 'https://example.com/hooks/bongsu', ko: 'https://example.com/hooks/bongsu' },
  read: (text) => {
    const url = /^<?(https?:\/\/[^|<>\s]+)(?:\|[^<>]*)?>?$/.exec(text)?.[1];
    return url === undefined ? undefined : { value: url.replaceAll('&amp;', '&') };
  },
};

async function seen(runtime: Runtime) {
  const mailNeeds = [
    ...(runtime.mailer.from === undefined ? ['SMTP_URL', 'MAIL_FROM'] : []),
    ...(runtime.publicUrl === undefined ? ['PUBLIC_URL'] : []),
  ];
  return { ...(await describeSubscribers(runtime)), mailNeeds, now: runtime.clock.now() };
}

export const subscribers = generalCommand({
  name: 'subscribers',
  summary: { en: 'How many are told updates outside, and the webhooks.', ko: '업데이트 구독자 수와 웹훅을 봅니다.' },
  args: z.object({}),
  words: {},
  permission: 'lead',
  changes: false,
  run: async ({ runtime }) => ({ show: 'subscribers', view: await seen(runtime) }),
});

export const subscribersWebhook = generalCommand({
  name: 'subscribers webhook',
  summary: { en: 'Have a signed webhook told every update.', ko: '서명된 웹훅으로 업데이트를 보냅니다.' },
  args: z.object({
    url: about(z.url().max(2_000), {
      what: { en: 'address', ko: '주소' },
      examples: ['https://example.com/hooks/bongsu'],
      expects: { en: 'Write the https address of the receiver', ko: '수신 서버의 https 주소를 적어 주세요' },
    }),
    service: service(),
    least: about(z.enum(SEVERITIES).optional(), { what: { en: 'least severity', ko: '최소 심각도' }, examples: ['sev2'] }),
  }),
  words: { url: urlWord, service: serviceWord, least: choice(SEVERITIES) },
  permission: 'lead',
  changes: true,
  run: async ({ runtime, cause, actor, args }) => {
    const { secret } = await addWebhook(runtime, { cause, by: writtenAs(actor), ...args });
    return { show: 'subscribers', view: { ...(await seen(runtime)), added: { address: args.url, secret } } };
  },
});

export const subscribersRemove = generalCommand({
  name: 'subscribers remove',
  summary: { en: 'Tell one subscriber nothing more.', ko: '구독 하나를 끝냅니다.' },
  args: z.object({ id: about(number(), { what: { en: 'subscriber', ko: '구독 번호' }, examples: [3] }) }),
  words: { id: numeral },
  permission: 'lead',
  changes: true,
  run: async ({ runtime, cause, args: { id } }) => {
    await removeSubscriber(runtime, { cause, id });
    return { show: 'subscribers', view: { ...(await seen(runtime)), removed: id } };
  },
});
