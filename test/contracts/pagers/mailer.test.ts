import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { inspect } from 'node:util';
import ICAL from 'ical.js';
import { type ParsedMail, simpleParser } from 'mailparser';
import type { Fault } from '../../../sandbox/faults.ts';
import { type MailServer, type MailServerOptions, startMailServer } from '../../../sandbox/pagers/mail-server.ts';
import type { Mail } from '../../../src/domain/ports/mailer.ts';
import { createMailer as createUnset } from '../../../src/integrations/mail/index.ts';
import type { CheckedMailer } from '../../../src/integrations/mail/mailer-kind.ts';
import { createMailer } from '../../../src/integrations/mail/smtp.ts';
import { accountsWith } from '../../support/scenario/accounts-with.ts';

const LOGIN = { user: 'bongsu', password: 'mail-pass/wörd%' };

const FROM = 'bongsu@example.com';

const MAIL: Mail = {
  key: 'retro:12:0',
  to: ['minji@example.com'],
  subject: 'SEV1 #12 회고 🔥',
  text: '내일 10시\nhttps://zoom.example.com/j/1',
};

let server: MailServer;

beforeEach(async () => {
  server = await startMailServer({ ...LOGIN, unknown: ['gone@example.com', 'left@example.com'] });
});

afterEach(async () => {
  await server.close();
});

function mailer({ smtpUrl = server.smtpUrl, from = FROM, timeoutMs = 2_000 } = {}): CheckedMailer {
  return createMailer({ smtpUrl, from, timeoutMs });
}

async function refusal(promise: Promise<unknown>): Promise<unknown> {
  const error = await promise.then(
    () => 'nothing was refused',
    (e: unknown) => e,
  );
  const shown = inspect(error, { depth: 6 });
  const plain = Buffer.from(`\0${LOGIN.user}\0${LOGIN.password}`).toString('base64');
  for (const secret of [LOGIN.password, encodeURIComponent(LOGIN.password), plain]) expect(shown).not.toContain(secret);
  return error;
}

const parsed = (index = 0): Promise<ParsedMail> => simpleParser(server.mails[index]?.raw ?? '');

describe('a mail', () => {
  it('arrives as it was written, in Korean and emoji, at everybody', async () => {
    await mailer().send({ ...MAIL, to: ['minji@example.com', 'junho@example.com'] });
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]).toMatchObject({ from: FROM, to: ['minji@example.com', 'junho@example.com'] });
    const mail = await parsed();
    expect(mail.subject).toBe(MAIL.subject);
    expect(mail.text?.trim()).toBe(MAIL.text);
    expect(mail.from?.value).toEqual([{ name: 'Bongsu', address: FROM }]);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it('keeps the name that the sender was given', async () => {
    await mailer({ from: '봉수 <bongsu@example.com>' }).send(MAIL);
    expect((await parsed()).from?.value).toEqual([{ name: '봉수', address: FROM }]);
    expect((await parsed()).messageId).toMatch(/@example\.com>$/);
  });

  it('bears the same Message-ID for the same key, and another one for every other key', async () => {
    const keys = [
      'retro:12:0',
      'retro:12:0',
      'retro:12:00',
      'retro 12:0',
      'retro.12.0',
      "it's (a) key!*~",
      '한글',
      `${'k'.repeat(400)}1`,
      `${'k'.repeat(400)}2`,
    ];
    for (const key of keys) await mailer().send({ ...MAIL, key });
    const ids = await Promise.all(server.mails.map(async (_, index) => (await parsed(index)).messageId ?? ''));
    expect(ids[0]).toBe('<bongsu.retro%3A12%3A0@example.com>');
    expect(new Set(ids).size).toBe(keys.length - 1);
    // RFC 5322: dot-atom-text on both sides.
    for (const id of ids) expect(id).toMatch(/^<[\w!#$%&'*+/=?^`{|}~.-]+@[\w.-]+>$/);
  });

  it('lets no words become headers or further recipients', async () => {
    await mailer().send({ ...MAIL, subject: 'a\r\nBcc: evil@example.com\r\n\r\nb', text: '.\r\n.\r\nQUIT\r\n' });
    expect(server.mails[0]?.to).toEqual(MAIL.to);
    const mail = await parsed();
    expect(mail.bcc).toBeUndefined();
    expect(mail.text?.split(/\r?\n/)).toEqual(expect.arrayContaining(['.', 'QUIT']));
  });
});

describe('an invitation', () => {
  const ics = (method: string): string =>
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Bongsu//EN',
      `METHOD:${method}`,
      'BEGIN:VEVENT',
      'UID:retro-12@bongsu',
      'SEQUENCE:1',
      'DTSTAMP:20260302T090000Z',
      'DTSTART:20260303T010000Z',
      'DTEND:20260303T020000Z',
      'SUMMARY:SEV1 #12 회고 🔥',
      'DESCRIPTION:쿠폰 발급이 지연되었습니다. 시간순으로 돌아봅니다. 줌 링크와 자료는 슬랙',
      '  채널에 있습니다.',
      'ORGANIZER;CN=Bongsu:mailto:bongsu@example.com',
      'ATTENDEE;RSVP=TRUE:mailto:minji@example.com',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n');

  it.each(['REQUEST', 'CANCEL'] as const)('with the method %s is a calendar part beside the text, unchanged', async (method) => {
    await mailer().send({ ...MAIL, calendar: { method, ics: ics(method) } });
    const mail = await parsed();
    expect(mail.text?.trim()).toBe(MAIL.text);
    // RFC 6047: the part's method is the object's own.
    const types = server.mails[0]?.raw
      .match(/^content-type: (.*(?:\r\n[ \t].*)*)/gim)
      ?.map((line) => line.replace(/\s+/g, ' ').toLowerCase());
    expect(types).toEqual(expect.arrayContaining([`content-type: text/calendar; charset=utf-8; method=${method.toLowerCase()}`]));
    const parts = mail.attachments.filter(({ contentType }) => /calendar|ics/.test(contentType));
    expect(parts.map(({ contentType }) => contentType)).toEqual(expect.arrayContaining(['text/calendar']));
    for (const { content } of parts) expect(content.toString('utf8')).toBe(ics(method));
    const calendar = new ICAL.Component(ICAL.parse(parts[0]?.content.toString('utf8') ?? ''));
    expect(calendar.getFirstPropertyValue('method')).toBe(method);
    expect(new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined).summary).toBe('SEV1 #12 회고 🔥');
  });

  it('is one of two parts that say the same, so that a client may show either', async () => {
    await mailer().send({ ...MAIL, calendar: { method: 'REQUEST', ics: ics('REQUEST') } });
    expect(server.mails[0]?.raw).toMatch(/content-type: multipart\/alternative/i);
  });
});

describe('a recipient that is refused', () => {
  it('is named, whether alone or among others, and the others get the mail', async () => {
    const gone = {
      name: 'PermanentError',
      code: 'recipient_refused',
      message: expect.stringMatching(/gone@example\.com.*team\.people/),
      refusal: { refused: { about: 'person' } },
    };
    expect(await refusal(mailer().send({ ...MAIL, to: ['gone@example.com'] }))).toMatchObject(gone);
    expect(await refusal(mailer().send({ ...MAIL, to: ['gone@example.com', 'left@example.com'] }))).toMatchObject(gone);
    expect(server.mails).toEqual([]);
    expect(await refusal(mailer().send({ ...MAIL, to: ['minji@example.com', 'gone@example.com'] }))).toMatchObject(gone);
    expect(server.mails.map(({ to }) => to)).toEqual([['minji@example.com']]);
  });

  it('for now may be tried again', async () => {
    server.faults.inject({ call: 'RCPT', fault: { kind: 'rate-limit', retryAfterSeconds: 1 }, times: 1 });
    const error = await refusal(mailer().send({ ...MAIL, to: ['minji@example.com', 'junho@example.com'] }));
    expect(error).toMatchObject({
      name: 'TransientError',
      code: 'recipient_delayed',
      message: expect.stringContaining('minji@example.com'),
    });
  });
});

describe('whatever happens, at every step of the conversation:', () => {
  const steps = ['CONNECT', 'AUTH', 'RCPT', 'DATA'];
  const passing: [what: string, fault: Fault, code: RegExp][] = [
    ['silence', { kind: 'hang' }, /^timeout$/],
    ['a cut', { kind: 'cut' }, /^connection$/],
    ['451', { kind: 'http', status: 500 }, /^smtp_451$/],
    ['450', { kind: 'rate-limit', retryAfterSeconds: 1 }, /^smtp_450$/],
  ];
  it.each(steps.flatMap((step) => passing.map(([what, fault, code]) => [what, step, fault, code] as const)))(
    '%s at %s may be tried again',
    async (_, step, fault, code) => {
      server.faults.inject({ call: step, fault, times: 1 });
      const error = await refusal(mailer({ timeoutMs: 400 }).send(MAIL));
      expect(error).toMatchObject({ name: 'TransientError', code: expect.stringMatching(code) });
      await mailer().send(MAIL);
      expect(server.mails).toHaveLength(1);
    },
  );

  it.each(['DATA', 'CONNECT'])('554 at %s is for good', async (step) => {
    server.faults.inject({ call: step, fault: { kind: 'error', code: '554' } });
    expect(await refusal(mailer().send(MAIL))).toMatchObject({ name: 'PermanentError', code: 'smtp_554' });
  });

  it('a server that drips its answer is not waited for any longer than a silent one', async () => {
    const clients: Socket[] = [];
    const drips = createServer((socket) => {
      socket.write('220 drips\r\n');
      // Never silent for long, and never done.
      const dripping = setInterval(() => socket.write('250-wait\r\n'), 20);
      socket.on('error', () => {}).on('close', () => clearInterval(dripping));
      clients.push(socket);
    }).listen(0, '127.0.0.1');
    await once(drips, 'listening');
    try {
      const smtpUrl = `smtp://127.0.0.1:${(drips.address() as AddressInfo).port}`;
      const began = performance.now();
      const error = await refusal(mailer({ smtpUrl, timeoutMs: 300 }).send(MAIL));
      expect(error).toMatchObject({ name: 'TransientError', code: 'timeout' });
      expect(performance.now() - began).toBeLessThan(3_000);
    } finally {
      for (const client of clients) client.destroy();
      drips.close();
    }
  });
});

describe('credentials', () => {
  it('that are refused are for good, for verify() too', async () => {
    const wrong = mailer({ smtpUrl: server.smtpUrl.replace(/:\/\/[^@]+@/, '://bongsu:another-password@') });
    const refused = { name: 'PermanentError', code: 'auth_refused', message: expect.stringContaining('SMTP_URL') };
    expect(await refusal(wrong.send(MAIL))).toMatchObject(refused);
    expect(await refusal(wrong.verify())).toMatchObject(refused);
    await mailer().verify();
    expect(server.mails).toEqual([]);
  });

  it('do not go to another machine unencrypted, unless the address says so', async () => {
    // 0.0.0.0 arrives at this machine without being called loopback.
    const smtpUrl = server.smtpUrl.replace('127.0.0.1', '0.0.0.0');
    expect(await refusal(mailer({ smtpUrl }).send(MAIL))).toMatchObject({
      name: 'PermanentError',
      code: 'no_encryption',
      message: expect.stringContaining('smtps://'),
    });
    expect(server.mails).toEqual([]);
    await mailer({ smtpUrl: `${smtpUrl}?requireTLS=false` }).send(MAIL);
    expect(server.mails).toHaveLength(1);
  });
});

describe('STARTTLS', () => {
  const options: MailServerOptions = { ...LOGIN, startTls: true };

  it('with a certificate that nobody vouches for is refused, with the way out', async () => {
    const strange = await startMailServer(options);
    try {
      expect(await refusal(mailer({ smtpUrl: strange.smtpUrl }).send(MAIL))).toMatchObject({
        name: 'PermanentError',
        code: 'certificate',
        message: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
      });
      expect(strange.mails).toEqual([]);
      await mailer({ smtpUrl: `${strange.smtpUrl}?tls.rejectUnauthorized=false` }).send(MAIL);
      expect(strange.mails).toHaveLength(1);
    } finally {
      await strange.close();
    }
  });
});

it('without SMTP_URL and MAIL_FROM every mail is refused, with what to set', async () => {
  expect(await refusal(createUnset(accountsWith()).send(MAIL))).toMatchObject({
    name: 'PermanentError',
    code: 'not_configured',
    message: expect.stringMatching(/SMTP_URL.*MAIL_FROM/),
  });
});

describe('many mails', () => {
  const many = (count: number): Mail[] =>
    Array.from({ length: count }, (_, n) => ({ ...MAIL, key: `subscriber:${n}:update:1:1`, to: [`reader-${n}@example.com`] }));

  it('go over no more connections than they were given, each with a Message-ID of its own', async () => {
    let connections = 0;
    const counted = () => {
      connections += 1;
      return false;
    };
    server.faults.inject({ call: 'CONNECT', fault: { kind: 'cut' }, when: counted });
    const batch = mailer().batch({ connections: 3 });
    await Promise.all(many(40).map((mail) => batch.send(mail)));
    batch.close();
    expect(connections).toBeLessThanOrEqual(3);
    const ids = await Promise.all(server.mails.map(async ({ raw }) => (await simpleParser(raw)).messageId));
    expect(new Set(ids).size).toBe(40);
  });

  it('have one refused, and the others arrive', async () => {
    const batch = mailer().batch({ connections: 2 });
    const mails = many(6).map((mail, n) => (n === 2 ? { ...mail, to: ['gone@example.com'] } : mail));
    const outcomes = await Promise.allSettled(mails.map((mail) => batch.send(mail)));
    batch.close();
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    const [refused] = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toMatchObject({ code: 'recipient_refused', refusal: { refused: { about: 'person', because: 'closed' } } });
    expect(server.mails).toHaveLength(5);
  });

  it('say that the server is away, in the same words as one does', async () => {
    await server.close();
    const batch = mailer().batch({ connections: 2 });
    expect(await refusal(batch.send(MAIL))).toMatchObject({ name: 'TransientError', code: 'connection' });
    batch.close();
    server = await startMailServer(LOGIN);
  });

  it('say where one POST ends them, on one line that no mail program cuts in two', async () => {
    const unsubscribeUrl = `https://bongsu.example.com/unsubscribe?token=12345678.${'a'.repeat(64)}`;
    await mailer().send({ ...MAIL, unsubscribeUrl });
    const { raw = '' } = server.mails[0] ?? {};
    expect(raw).toContain(`List-Unsubscribe: <${unsubscribeUrl}>\r\n`);
    expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
  });
});
