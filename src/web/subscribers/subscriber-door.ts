import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { TokenBuckets } from '../../domain/alerts/token-buckets.ts';
import { errorText } from '../../domain/errors.ts';
import type { Language } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import { publicComponents } from '../../domain/status-page/components.ts';
import { partName } from '../../domain/subscribers/subscription.ts';
import type { SubscriberWords } from '../../languages/en/surfaces/updates.ts';
import type { Runtime } from '../../workflows/runtime/runtime.ts';
import { mailReturned } from '../../workflows/subscribers/mail-returned.ts';
import {
  type AskedForMail,
  askByMail,
  confirmByToken,
  endByToken,
  offersMail,
  subscriptionOf,
} from '../../workflows/subscribers/subscribe.ts';
import { StatusAccess } from '../status/access.ts';
import { lookOf } from '../status/page/look.ts';
import { preferredLanguage } from '../status/preferred-language.ts';
import { clientAddress } from './client-address.ts';
import { returnedIn } from './mail-events.ts';
import { buttonPage, type FormView, formLookOf, formPage, wordPage } from './subscriber-page.ts';

export interface SubscriberDoorOptions {
  runtime: Runtime;
  /** Opens what is not for everybody. */
  statusToken: string | undefined;
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

function openPages(door: FastifyInstance, { runtime, statusToken }: SubscriberDoorOptions): void {
  const { clock, services } = runtime;
  const buckets = new TokenBuckets(
    () => ASKS,
    () => clock.now().getTime(),
  );

  const access = new StatusAccess({ token: statusToken, publicUrl: runtime.publicUrl });

  /** Services of which whoever asks may hear: what is told behind a token is mailed to whoever has it. */
  const offered = (request: FastifyRequest): Runtime[] => {
    const isOpen = access.isOpenTo(request);
    return services.all.filter(({ playbook }) => isOpen || playbook.statusPage.access !== 'token');
  };
  /** The languages of all services that are shown to the public, the home service's first. */
  const languages = (): Language[] => {
    const of = ({ playbook: { statusPage, team } }: Runtime) => statusPage.languages ?? [team.language];
    return [...new Set([services.home, ...services.all].flatMap(of))];
  };
  const look = () => formLookOf(lookOf(services.home.playbook));
  const speaking = (language: Language): { style: string; language: Language; words: Words } => {
    const present = services.home.present.in(language);
    return { style: look().style, language: present.statusWords().language, words: present.subscriberWords().page };
  };
  /** The language of the link on the status page, else the browser's. */
  const reader = ({ headers, query }: FastifyRequest): Language => {
    const { lang } = query as { lang?: unknown };
    return languages().find((one) => one === lang) ?? preferredLanguage(headers['accept-language'], languages());
  };
  const send = (reply: FastifyReply, html: string): FastifyReply =>
    reply
      .header('vary', 'accept-language')
      .header('cache-control', 'no-store')
      .header('content-security-policy', look().policy)
      .header('x-content-type-options', 'nosniff')
      // The address of these pages is a key.
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8')
      .send(html);
  const form = (written: Language, all: readonly Runtime[], wrong?: string): string =>
    formPage({ ...speaking(written), written, parts: partsOf(all, written), ...(wrong !== undefined && { wrong }) });
  const say = (reply: FastifyReply, written: Language, title: keyof Words, text: keyof Words, again?: keyof Words): FastifyReply => {
    const { words, ...spoken } = speaking(written);
    return send(reply, wordPage({ ...spoken, title: words[title], text: words[text], ...(again && { again: words[again] }) }));
  };
  const unknownToken = (reply: FastifyReply, written: Language) =>
    say(reply.code(404), written, 'unknownToken', 'unknownTokenMore', ...(offersMail(runtime) ? (['again'] as const) : []));

  door.get('/subscribe', async (request, reply) => {
    const language = reader(request);
    const all = offered(request);
    if (!offersMail(runtime) || all.length === 0) return say(reply.code(404), language, 'title', 'notOffered');
    return send(reply, form(language, all));
  });

  door.post('/subscribe', async (request, reply) => {
    const fields = fieldsOf(request);
    const written = fields.get('language');
    const language = languages().find((one) => one === written) ?? reader(request);
    const all = offered(request);
    if (!offersMail(runtime) || all.length === 0) return say(reply.code(404), language, 'title', 'notOffered');
    const client = clientAddress(request.ip, request.headers['x-forwarded-for']);
    const waitMs = buckets.waitMs(client);
    if (waitMs > 0) {
      void reply.header('retry-after', Math.ceil(waitMs / 1_000));
      return say(reply.code(429), language, 'title', 'tooMany');
    }
    buckets.spend(client, 1);
    const address = fields.get('address') ?? '';
    const taken = await askByMail(runtime, {
      address,
      ...chosen(fields, all, services.all.length),
      severities: fields.has('major') ? ['sev1'] : null,
      language,
    });
    if (!taken) return send(reply.code(400), form(language, all, address.slice(0, 254)));
    return say(reply, language, 'sent', 'sentMore');
  });

  door.get('/subscribe/confirm', async (request, reply) => {
    const token = tokenIn(request);
    const found = await subscriptionOf(runtime, token, 'confirm');
    if (!found || (found.state !== 'asked' && found.state !== 'on')) return unknownToken(reply, found?.language ?? reader(request));
    const { words: t, ...spoken } = speaking(found.language);
    if (found.state === 'on') return say(reply, found.language, 'confirmed', 'confirmedMore');
    const page = { title: t.confirm, text: t.confirmMore, button: t.confirmButton, action: '/subscribe/confirm', token };
    return send(reply, buttonPage({ ...spoken, ...page }));
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
    const { words: t, ...spoken } = speaking(found.language);
    return send(reply, buttonPage({ ...spoken, title: t.end, text: t.endMore, button: t.endButton, action: '/unsubscribe', token }));
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

/** What can be chosen: services, or the parts of the only one. */
function partsOf(all: readonly Runtime[], language: Language): FormView['parts'] {
  const [one, ...others] = all;
  if (one === undefined || others.length > 0)
    return { field: 'service', each: all.map(({ playbook: { service } }) => ({ key: service.key, name: pick(service.name, language) })) };
  return { field: 'component', each: publicComponents(one.playbook).map(({ key, name }) => ({ key, name: pick(name, language) })) };
}

/** Whoever leaves all or none of them chosen hears of all; `ofThem`: of so many services, of which some may be for others. */
function chosen(fields: URLSearchParams, all: readonly Runtime[], ofThem: number): Pick<AskedForMail, 'services' | 'components'> {
  const { field, each } = partsOf(all, 'en');
  const marked = each.map(({ key }) => key).filter((key) => fields.getAll(field).includes(key));
  const isAll = marked.length === 0 || marked.length === each.length;
  const keys = all.map(({ playbook }) => playbook.service.key);
  const [service = ''] = keys;
  const services = field === 'service' && !isAll ? marked : keys;
  return {
    services: services.length === ofThem ? null : services,
    components: field === 'component' && !isAll ? marked.map((key) => partName(service, key)) : null,
  };
}
