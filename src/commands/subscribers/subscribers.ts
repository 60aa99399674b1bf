import { z } from 'zod';
import { writtenAs } from '../../domain/incident/actor.ts';
import { SEVERITIES } from '../../domain/incident/states.ts';
import { worded } from '../../languages/worded.ts';
import type { Runtime } from '../../workflows/runtime/runtime.ts';
import { addWebhook, describeSubscribers, removeSubscriber } from '../../workflows/subscribers/webhook-subscribers.ts';
import { about, number, service } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { components } from '../maintenance/arguments.ts';
import { choice, listOption, numeral, serviceWord, type WordReader } from '../words/readers.ts';

/** Slack writes an address that was typed as `<https://…>`, or `<https://…|…>`. */
const urlWord: WordReader = {
  kind: 'word',
  shown: () => 'https://…',
  example: worded(() => 'https://example.com/hooks/bongsu'),
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
  summary: worded(({ subscriptions }) => subscriptions.subscribersSummary),
  args: z.object({}),
  words: {},
  permission: 'lead',
  changes: false,
  run: async ({ runtime }) => ({ show: 'subscribers', view: await seen(runtime) }),
});

export const subscribersWebhook = generalCommand({
  name: 'subscribers webhook',
  summary: worded(({ subscriptions }) => subscriptions.webhookSummary),
  args: z.object({
    url: about(z.url().max(2_000), {
      what: worded(({ subscriptions }) => subscriptions.address),
      examples: ['https://example.com/hooks/bongsu'],
      expects: worded(({ subscriptions }) => subscriptions.addressExpects),
    }),
    service: service(),
    least: about(z.enum(SEVERITIES).optional(), { what: worded(({ subscriptions }) => subscriptions.least), examples: ['sev2'] }),
    components,
  }),
  words: { url: urlWord, service: serviceWord, least: choice(SEVERITIES), components: listOption('components') },
  permission: 'lead',
  changes: true,
  run: async ({ runtime, cause, actor, args }) => {
    const { secret } = await addWebhook(runtime, { cause, by: writtenAs(actor), ...args });
    return { show: 'subscribers', view: { ...(await seen(runtime)), added: { address: args.url, secret } } };
  },
});

export const subscribersRemove = generalCommand({
  name: 'subscribers remove',
  summary: worded(({ subscriptions }) => subscriptions.removeSummary),
  args: z.object({ id: about(number(), { what: worded(({ subscriptions }) => subscriptions.subscriber), examples: [3] }) }),
  words: { id: numeral },
  permission: 'lead',
  changes: true,
  run: async ({ runtime, cause, args: { id } }) => {
    await removeSubscriber(runtime, { cause, id });
    return { show: 'subscribers', view: { ...(await seen(runtime)), removed: id } };
  },
});
