import { z } from 'zod';
import type { Mail } from '../../domain/ports/mailer.ts';
import { assertLease } from '../../domain/process/lease.ts';
import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { clientUrl, plain } from '../accounts/shapes.ts';
import { createMask } from '../mask.ts';
import { part } from '../part.ts';
import { type CheckedMailer, mailerKind } from './mailer-kind.ts';
import { messageIdOf } from './message-id.ts';
import { partlyRefused, smtpError } from './smtp-errors.ts';

export interface SmtpOptions {
  /** `smtp://user:password@host:587`, with STARTTLS when the server offers it, or `smtps://…`; nodemailer's options may follow as a query. */
  smtpUrl: string;
  /** `bongsu@example.com` or `Bongsu <bongsu@example.com>`. */
  from: string;
  /** Milliseconds for a whole mail; 10,000 without it. */
  timeoutMs?: number;
}

/** Of nodemailer. */
const PARAMETERS = [
  ...['secure', 'requireTLS', 'ignoreTLS', 'opportunisticTLS', 'name', 'localAddress', 'authMethod', 'tls.*'],
  ...['pool', 'maxConnections', 'maxMessages', 'connectionTimeout', 'greetingTimeout', 'socketTimeout', 'dnsTimeout'],
];
const ADDRESS = 'an address such as bongsu@example.com';

export const smtpAccount = account({
  title: 'Mail',
  variables: {
    SMTP_URL: {
      shape: clientUrl(['smtp:', 'smtps:'], 'smtp://host:587 or smtps://host:465, with user:password@ in front of the host', PARAMETERS),
      example: 'smtp://bongsu:smtp-password@mail.example.com:587',
      said: worded(({ messengers }) => messengers.smtpUrl),
    },
    MAIL_FROM: {
      shape: plain(z.string().includes('@', ADDRESS), ADDRESS),
      example: 'bongsu@example.com',
      said: worded(({ messengers }) => messengers.mailFrom),
    },
  },
  needs: ['SMTP_URL', 'MAIL_FROM'],
  settings: ({ SMTP_URL, MAIL_FROM }) => ({ smtpUrl: SMTP_URL, from: MAIL_FROM }),
});

export const smtpKind = mailerKind({
  account: smtpAccount,
  create: ({ smtpUrl, from }, options) => createMailer({ smtpUrl: smtpUrl.reveal(), from, ...options }),
});

export const nodemailerPart = part({
  name: 'nodemailer',
  without: worded(({ messengers }) => messengers.noMailCanBeSent),
  from: () => import('nodemailer'),
});

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/i;

/**
 * Mail over SMTP, one connection each. `send` resolves when the server has taken the mail for everybody. A try whose answer was lost may have
 * sent it: the next one carries the same Message-ID. A password goes out encrypted only, except to this machine; `?requireTLS=false` in the URL overrides.
 */
export function createMailer({ smtpUrl, from, timeoutMs = 10_000 }: SmtpOptions): CheckedMailer {
  const { username, hostname } = new URL(smtpUrl);
  const options = {
    url: smtpUrl,
    requireTLS: username !== '' && smtpUrl.startsWith('smtp:') && !LOOPBACK.test(hostname),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // Texts come from people: nothing in them may name a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  let opened: ReturnType<typeof open> | undefined;
  const open = async () => (await nodemailerPart.load()).createTransport(options);
  const transport = () => (opened ??= open());
  const mask = createMask([smtpUrl]);
  const sender = from.includes('<') ? from : { name: 'Bongsu', address: from };

  async function sendBy(carrier: { sendMail: Awaited<ReturnType<typeof open>>['sendMail'] }, mail: Mail, afterMs: number): Promise<void> {
    const { key, to, subject, text, calendar, unsubscribeUrl } = mail;
    assertLease();
    // The timeouts above are for silence; a server that drips is stopped by this one.
    const signal = AbortSignal.timeout(afterMs);
    const info = await carrier
      .sendMail({
        messageId: messageIdOf(key, from),
        from: sender,
        to: [...to],
        subject,
        text,
        ...(calendar && { icalEvent: { method: calendar.method, content: calendar.ics, filename: 'invite.ics' } }),
        headers: {
          // RFC 3834: no out-of-office answers to this.
          'Auto-Submitted': 'auto-generated',
          ...(unsubscribeUrl !== undefined && oneClick(unsubscribeUrl)),
        },
        signal,
      })
      .catch((error: unknown) => {
        throw smtpError(error, { mask, timeoutMs: afterMs });
      });
    if (info.rejected.length > 0) throw partlyRefused(info.rejected, info.rejectedErrors ?? [], mask);
  }

  return {
    from: typeof sender === 'string' ? (/<([^<>]+)>/.exec(sender)?.[1] ?? sender) : sender.address,

    send: async (mail) => await sendBy(await transport(), mail, timeoutMs),

    batch({ connections }) {
      const pooled = nodemailerPart
        .load()
        .then(({ createTransport }) =>
          createTransport({ ...options, pool: true, maxConnections: connections, maxMessages: MOST_BY_CONNECTION, maxRequeues: 0 }),
        );
      // Whoever sends is told.
      pooled.catch(() => {});
      return {
        // It may have to wait for a connection first.
        send: async (mail) => await sendBy(await pooled, mail, 2 * timeoutMs),
        close: () => void pooled.then((carrier) => carrier.close()).catch(() => {}),
      };
    },

    async verify() {
      await (await transport()).verify().catch((error: unknown) => {
        throw smtpError(error, { mask, timeoutMs });
      });
    },
  };
}

/** Servers that count them end a connection after some hundred. */
const MOST_BY_CONNECTION = 500;

/** RFC 8058: a mail program ends it with one POST. Prepared, because a folded address would be cut in two. */
function oneClick(url: string): Record<string, { prepared: true; value: string } | string> {
  return {
    'List-Unsubscribe': { prepared: true, value: `<${url}>` },
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    Precedence: 'bulk',
  };
}
