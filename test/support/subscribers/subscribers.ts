import { simpleParser } from 'mailparser';
import { type MailServer, startMailServer } from '../../../sandbox/pagers/mail-server.ts';
import { CALM, type Scenario, type ScenarioOptions, scenario } from '../scenario/scenario.ts';

/** A mail as its reader has it. */
export interface ReadMail {
  to: string;
  subject: string;
  text: string;
  messageId: string;
  /** Where one POST ends it, and what is posted. */
  oneClick: { url: string; body: string } | undefined;
  /** Of the link that stands in it. */
  link: string;
}

const FROM = 'bongsu@example.com';
/** What people reach the bot under; requests in tests go to the bot itself. */
const PUBLIC_URL = 'https://bongsu.example.com';

const servers = new Set<MailServer>();
afterEach(async () => {
  for (const server of servers) await server.close();
  servers.clear();
});

/** A real SMTP server, which takes no mail for these. */
export async function mailServer(unknown: readonly string[] = []): Promise<MailServer> {
  const server = await startMailServer({ user: 'bongsu', password: 'mail-password', unknown });
  servers.add(server);
  return server;
}

/** What the environment says of mail and of where people reach us. */
export function mailEnvironment(mail: Pick<MailServer, 'smtpUrl'>): Record<string, string> {
  return { SMTP_URL: mail.smtpUrl, MAIL_FROM: FROM, PUBLIC_URL };
}

/** A calm scenario with mail, whose updates go out as they were drafted. */
export async function withMail(mail: MailServer, { environment, playbook = [], ...options }: ScenarioOptions = {}): Promise<Scenario> {
  return await scenario({
    ...CALM,
    ...options,
    playbook: [...CALM.playbook, ...playbook],
    environment: { ...CALM.environment, ...mailEnvironment(mail), ...environment },
  });
}

export async function read({ raw, to }: MailServer['mails'][number]): Promise<ReadMail> {
  const mail = await simpleParser(raw);
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(raw)?.[1]?.trim();
  const url = /^<(.*)>$/.exec(header('List-Unsubscribe') ?? '')?.[1];
  return {
    to: to.join(),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    messageId: mail.messageId ?? '',
    oneClick: url === undefined ? undefined : { url, body: header('List-Unsubscribe-Post') ?? '' },
    link: /https:\/\/bongsu\.example\.com\/(?:subscribe\/confirm|unsubscribe)\?\S+/.exec(mail.text ?? '')?.[0] ?? '',
  };
}

/** Asks the bot at an address that a mail names. */
export async function asks(
  s: Scenario,
  url: string,
  { method = 'GET', body, ...more }: RequestInit = {},
): Promise<{ status: number; html: string; headers: Headers }> {
  const { pathname, search } = new URL(url, PUBLIC_URL);
  const response = await fetch(`${s.app.url}${pathname}${search}`, { method, ...(body !== undefined && { body }), ...more });
  const html = await response.text();
  await s.settle();
  return { status: response.status, html, headers: response.headers };
}

/** Fills in the form of `/subscribe`. */
export async function subscribes(s: Scenario, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return await asks(s, '/subscribe', { method: 'POST', body: new URLSearchParams(fields), headers });
}

/** Subscribes and presses the button behind the link in the mail. */
export async function confirmed(s: Scenario, mail: MailServer, fields: Record<string, string>): Promise<void> {
  const before = mail.mails.length;
  await subscribes(s, fields);
  const asked = mail.mails.slice(before).find(({ to }) => to.includes(fields.address ?? ''));
  if (!asked) throw new Error(`no mail asked ${fields.address}`);
  const { link } = await read(asked);
  const { status } = await asks(s, link, { method: 'POST' });
  if (status !== 200) throw new Error(`confirming was answered with ${status}`);
}
