import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { TokenBuckets } from '../../domain/alerts/token-buckets.ts';
import { errorText } from '../../domain/errors.ts';
import type { Language } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import type { SubscriberWords } from '../../languages/en/surfaces/updates.ts';
import type { Runtime } from '../../workflows/runtime/runtime.ts';
import { mailReturned } from '../../workflows/subscribers/mail-returned.ts';
import { askByMail, confirmByToken, endByToken, offersMail, subscriptionOf } from '../../workflows/subscribers/subscribe.ts';
import { preferredLanguage } from '../status/preferred-language.ts';
import { clientAddress } from './client-address.ts';
import { returnedIn } from './mail-events.ts';
import { buttonPage, formPage, SUBSCRIBER_PAGE_POLICY, wordPage } from './subscriber-page.ts';

export interface SubscriberDoorOptions {
  runtime: Runtime;
  /** Whether the provider of mail signed a body; undefined when nobody set that up. */
  mailEventsSigned: ((signed: { id: string; timestamp: string; signatures: string; body: string }) => boolean) | undefined;
}

/** One network may ask for so many mails at once, and one more each minute: an office behind one address is still let in. */
const ASKS = { burst: 10, perSecond: 1 / 60 };
const FORM_MAX = 10_000;
const EVENTS_MAX = 1_048_576;

type Words = SubscriberWords['page'];

/**
 * `GET` and `POST /subscribe`, `/subscribe/confirm` and `/unsubscribe`, for people and for mail programs (RFC 8058), and `POST /mail/events` for the provider of mail (docs/telling/subscribers.md). A GET changes
 * nothing: scanners open the links in mail.
 */
export function openSubscriberDoor(app: FastifyInstance, options: SubscriberDoorOptions): void {
  const routes = async (door: FastifyInstance) => {
    door.removeAllContentTypeParsers();
    door.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: FORM_MAX }, (_request, body, done) =>
      done(null, new URLSearchParams(String(body))),
    );
    // RFC 8058 allows both forms; what stands in it says no more than the address does.
    door.addContentTypeParser('multipart/form-data', { parseAs: 'string', bodyLimit: FORM_MAX }, (_request, _body, done) =>
      done(null, new URLSearchParams()),
    );
    door.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: EVENTS_MAX }, (_request, body, done) => done(null, body));
    openPages(door, options);
    openMailEvents(door, options);
  };
  // Without a name Fastify looks for one among all modules that were ever loaded.
  app.register(Object.assign(routes, { [Symbol.for('fastify.display-name')]: 'subscribers' }));
}

function openPages(door: FastifyInstance, { runtime }: SubscriberDoorOptions): void {
  const { clock, services } = runtime;
  const buckets = new TokenBuckets(
    () => ASKS,
    () => clock.now().getTime(),
  );

  /** The languages of all services that are shown to the public, the home service's first. */
  const languages = (): Language[] => {
    const of = ({ playbook: { statusPage, team } }: Runtime) => statusPage.languages ?? [team.language];
    return [...new Set([services.home, ...services.all].flatMap(of))];
  };
  const speaking = (language: Language): { language: Language; words: Words } => {
    const present = services.home.present.in(language);
    return { language: present.statusWords().language, words: present.subscriberWords().page };
  };
  const reader = ({ headers }: FastifyRequest): Language => preferredLanguage(headers['accept-language'], languages());
  const send = (reply: FastifyReply, html: string): FastifyReply =>
    reply
      .header('vary', 'accept-language')
      .header('cache-control', 'no-store')
      .header('content-security-policy', SUBSCRIBER_PAGE_POLICY)
      .header('x-content-type-options', 'nosniff')
      // The address of these pages is a key.
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8')
      .send(html);
  const form = (written: Language, wrong?: string): string =>
    formPage({
      ...speaking(written),
      written,
      services: services.all.map(({ playbook: { service } }) => ({ key: service.key, name: pick(service.name, written) })),
      ...(wrong !== undefined && { wrong }),
    });
  const say = (reply: FastifyReply, written: Language, title: keyof Words, text: keyof Words, again?: keyof Words): FastifyReply => {
    const { language, words } = speaking(written);
    return send(reply, wordPage({ language, title: words[title], text: words[text], ...(again && { again: words[again] }) }));
  };
  const unknownToken = (reply: FastifyReply, written: Language) =>
    say(reply.code(404), written, 'unknownToken', 'unknownTokenMore', ...(offersMail(runtime) ? (['again'] as const) : []));

  door.get('/subscribe', async (request, reply) => {
    const language = reader(request);
    if (!offersMail(runtime)) return say(reply.code(404), language, 'title', 'notOffered');
    return send(reply, form(language));
  });

  door.post('/subscribe', async (request, reply) => {
    const fields = fieldsOf(request);
    const chosen = fields.get('language');
    const language = languages().find((one) => one === chosen) ?? reader(request);
    if (!offersMail(runtime)) return say(reply.code(404), language, 'title', 'notOffered');
    const client = clientAddress(request.ip, request.headers['x-forwarded-for']);
    const waitMs = buckets.waitMs(client);
    if (waitMs > 0) {
      void reply.header('retry-after', Math.ceil(waitMs / 1_000));
      return say(reply.code(429), language, 'title', 'tooMany');
    }
    buckets.spend(client, 1);
    const known = services.all.map(({ playbook }) => playbook.service.key);
    const wanted = known.filter((key) => fields.getAll('service').includes(key));
    const address = fields.get('address') ?? '';
    const taken = await askByMail(runtime, {
      address,
      services: wanted.length === 0 || wanted.length === known.length ? null : wanted,
      severities: fields.has('major') ? ['sev1'] : null,
      language,
    });
    if (!taken) return send(reply.code(400), form(language, address.slice(0, 254)));
    return say(reply, language, 'sent', 'sentMore');
  });

  door.get('/subscribe/confirm', async (request, reply) => {
    const token = tokenIn(request);
    const found = await subscriptionOf(runtime, token, 'confirm');
    if (!found || (found.state !== 'asked' && found.state !== 'on')) return unknownToken(reply, found?.language ?? reader(request));
    const { language, words: t } = speaking(found.language);
    if (found.state === 'on') return say(reply, found.language, 'confirmed', 'confirmedMore');
    const page = { title: t.confirm, text: t.confirmMore, button: t.confirmButton, action: '/subscribe/confirm', token };
    return send(reply, buttonPage({ language, ...page }));
  });

  door.post('/subscribe/confirm', async (request, reply) => {
    const token = tokenIn(request);
    const language = (await subscriptionOf(runtime, token, 'confirm'))?.language ?? reader(request);
    if (!(await confirmByToken(runtime, token))) return unknownToken(reply, language);
    return say(reply, language, 'confirmed', 'confirmedMore');
  });

  door.get('/unsubscribe', async (request, reply) => {
    const token = tokenIn(request);
    const found = await subscriptionOf(runtime, token, 'end');
    if (!found) return unknownToken(reply, reader(request));
    if (found.state !== 'on' && found.endedBecause !== 'replaced') return say(reply, found.language, 'ended', 'endedMore');
    const { language, words: t } = speaking(found.language);
    return send(reply, buttonPage({ language, title: t.end, text: t.endMore, button: t.endButton, action: '/unsubscribe', token }));
  });

  door.post('/unsubscribe', async (request, reply) => {
    const token = tokenIn(request);
    const found = await subscriptionOf(runtime, token, 'end');
    if (!found || !(await endByToken(runtime, token))) return unknownToken(reply, found?.language ?? reader(request));
    return say(reply, found.language, 'ended', 'endedMore', ...(offersMail(runtime) ? (['again'] as const) : []));
  });
}

/** What a provider says of mail that it took and could not deliver. It is answered 200 whatever is in it, so that nothing is repeated that nobody here understands. */
function openMailEvents(door: FastifyInstance, { runtime, mailEventsSigned }: SubscriberDoorOptions): void {
  door.post('/mail/events', async (request, reply) => {
    if (!mailEventsSigned) return reply.code(404).send({ error: 'Set MAIL_BOUNCE_SECRET, with which the mail provider signs.' });
    const body = typeof request.body === 'string' ? request.body : '';
    const header = (name: string) => [request.headers[`webhook-${name}`] ?? request.headers[`svix-${name}`] ?? []].flat()[0] ?? '';
    const signed = { id: header('id'), timestamp: header('timestamp'), signatures: header('signature'), body };
    if (!mailEventsSigned(signed))
      return reply.code(401).send({ error: 'The signature does not fit MAIL_BOUNCE_SECRET, or its time is over.' });
    const returned = returnedIn(body);
    if (!returned) return { dropped: 0 };
    try {
      return { dropped: await mailReturned(runtime, returned.addresses, returned.because) };
    } catch (error) {
      runtime.log.warn({ reason: errorText(error) }, 'What a provider of mail said could not be recorded; it says so again.');
      return reply.code(503).header('retry-after', '5').send({ error: 'It could not be recorded; say it again.' });
    }
  });
}

function fieldsOf({ body }: FastifyRequest): URLSearchParams {
  return body instanceof URLSearchParams ? body : new URLSearchParams();
}

/** Of the address, as in a link of a mail, or of the form that such a link showed. */
function tokenIn(request: FastifyRequest): string {
  const { token } = request.query as { token?: unknown };
  return (typeof token === 'string' ? token : fieldsOf(request).get('token')) ?? '';
}
