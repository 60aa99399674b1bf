import { simpleParser } from 'mailparser';
import type { Faults } from '../../../sandbox/faults.ts';
import { PAGER_CREDENTIALS, type PagerStandIns } from '../../../sandbox/pagers/index.ts';
import { loadConfig } from '../../../src/config.ts';
import type { Contact, PageNotice, PagerChannel } from '../../../src/domain/ports/pagers.ts';
import { createLog } from '../../../src/integrations/log.ts';
import { createMailer } from '../../../src/integrations/mail/index.ts';
import { createPagers, type PagerOptions } from '../../../src/integrations/pagers/index.ts';

/** What a pager's other side has got, whatever the pager. */
export interface Arrived {
  /** How the person was named. */
  to: string;
  /** Where the words of the page are. */
  text: string;
}

/** What the cases of PagerChannel must know of one pager. */
export interface PagerStand {
  faults(standIns: PagerStandIns): Faults;
  /** The call that delivers. */
  call: string;
  arrived(standIns: PagerStandIns): Promise<Arrived[]>;
  /** The same key twice: does the other side have it twice, or once? */
  twice: 'twice' | 'once' | 'twice under one id';
  /** What the person needs, if anything. */
  address: 'email' | 'phone' | undefined;
  /** The environment with credentials that are refused. */
  wrong: Record<string, string>;
  /** The most characters of the words that may arrive. */
  most: number;
  /** Which text it carries. */
  carries: 'text' | 'short';
}

/** Shaped like the right one, so that it is the other side that refuses it. */
const WRONG = 'f'.repeat(32);

export const PAGER_STANDS: Record<string, PagerStand> = {
  email: {
    faults: ({ mail }) => mail.faults,
    call: 'DATA',
    arrived: ({ mail }) =>
      Promise.all(mail.mails.map(async ({ to, raw }) => ({ to: to.join(), text: ((await simpleParser(raw)).text ?? '').trim() }))),
    twice: 'twice under one id',
    address: 'email',
    wrong: { SMTP_URL: `smtp://bongsu:${WRONG}@127.0.0.1` },
    most: 20_000,
    carries: 'text',
  },
  sms: {
    faults: ({ twilio }) => twilio.faults,
    call: 'POST /Messages',
    arrived: async ({ twilio }) => twilio.messages.map(({ to, body }) => ({ to, text: body })),
    twice: 'twice',
    address: 'phone',
    wrong: { TWILIO_AUTH_TOKEN: WRONG },
    most: 160,
    carries: 'short',
  },
  voice: {
    faults: ({ twilio }) => twilio.faults,
    call: 'POST /Calls',
    arrived: async ({ twilio }) =>
      twilio.phoneCalls.map(({ to, heard }) => ({ to, text: heard.flatMap((verb) => ('say' in verb ? verb.say : []))[0] ?? '' })),
    twice: 'twice',
    address: 'phone',
    wrong: { TWILIO_AUTH_TOKEN: WRONG },
    most: 160,
    carries: 'short',
  },
  webhook: {
    faults: ({ webhook }) => webhook.faults,
    call: 'POST /pages',
    arrived: async ({ webhook }) =>
      (webhook.received as { person: Contact; text: string }[]).map(({ person, text }) => ({ to: person.slack, text })),
    twice: 'twice under one id',
    address: undefined,
    wrong: { WEBHOOK_SECRET: WRONG },
    most: 20_000,
    carries: 'text',
  },
  pagerduty: {
    faults: ({ pagerduty }) => pagerduty.faults,
    call: 'trigger',
    arrived: async ({ pagerduty }) =>
      pagerduty.alerts.map(({ payload: { custom_details: details } }) => ({ to: String(details?.slack), text: String(details?.text) })),
    twice: 'once',
    address: undefined,
    wrong: { PAGERDUTY_ROUTING_KEY: WRONG },
    most: 20_000,
    carries: 'text',
  },
};

export const MINJI: Contact = { name: '김민지', slack: 'U0MINJI', email: 'minji@example.com', phone: '+821012345678' };

export function pageNotice(changes: Partial<PageNotice> = {}): PageNotice {
  return {
    key: 'page:7:1',
    incidentId: 12,
    title: 'Kafka lag 급증 🔥',
    severity: 'sev1',
    level: 'L1',
    attempt: 1,
    subject: '[SEV1] #12 Kafka lag 급증 🔥 (1차 온콜 엔지니어(L1))',
    text: 'SEV1 #12 Kafka lag 급증 🔥\nKafka lag 12,400 👩‍👩‍👧‍👦 & <쿠폰>\nhttps://meet.example.com/j/1?a=1&b=2',
    short: 'SEV1 #12: Kafka lag 급증 🔥 "쿠폰" <발급> & 지연. Slack에서 확인하세요 👩‍👩‍👧‍👦',
    language: 'ko',
    ...changes,
  };
}

export interface PagersIn {
  standIns: PagerStandIns;
  /** Laid over the stand-ins' environment; an empty text unsets. */
  environment?: Record<string, string>;
  options?: Partial<PagerOptions>;
  paging?: Partial<PagerOptions['team']['paging']>;
}

/** The pagers as app.ts makes them, from a real configuration. */
export function pagersIn({ standIns, environment = {}, options = {}, paging = {} }: PagersIn): PagerChannel[] {
  const config = loadConfig({
    SLACK_BOT_TOKEN: 'xoxb-test',
    SLACK_SIGNING_SECRET: 'signing-secret',
    ...standIns.environment,
    ...withPort(environment, standIns),
  });
  const timeoutMs = options.timeoutMs ?? 2_000;
  return createPagers(config.accounts, {
    clock: { now: () => new Date() },
    log: createLog({ level: 'silent' }),
    mailer: createMailer(config.accounts, { timeoutMs }),
    team: { paging: { order: undefined, webhook: standIns.webhook.url, ...paging } },
    service: { key: 'coupon' },
    ...options,
    timeoutMs,
  });
}

function withPort(environment: Record<string, string>, { mail }: PagerStandIns): Record<string, string> {
  const { SMTP_URL: url } = environment;
  return url ? { ...environment, SMTP_URL: `${url}:${mail.port}` } : environment;
}

/** Whatever must never be read in an error. */
export const PAGER_SECRETS: readonly string[] = [
  PAGER_CREDENTIALS.mail.password,
  PAGER_CREDENTIALS.twilio.authToken,
  PAGER_CREDENTIALS.routingKey,
  PAGER_CREDENTIALS.webhookSecret,
  Buffer.from(`${PAGER_CREDENTIALS.twilio.accountSid}:${PAGER_CREDENTIALS.twilio.authToken}`).toString('base64'),
  Buffer.from(`\0${PAGER_CREDENTIALS.mail.user}\0${PAGER_CREDENTIALS.mail.password}`).toString('base64'),
  WRONG,
];
