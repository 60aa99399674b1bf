import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { type Fault, Faults } from '../faults.ts';

export interface MailServerOptions {
  user: string;
  password: string;
  /** Addresses that it takes no mail for. */
  unknown?: readonly string[];
  /** Offers STARTTLS with a certificate that nobody trusts. */
  startTls?: boolean;
  port?: number;
}

export interface ReceivedMail {
  from: string;
  /** Of the envelope. */
  to: string[];
  /** The message as it came over the wire. */
  raw: string;
}

export interface MailServer {
  /** As SMTP_URL wants it. */
  smtpUrl: string;
  port: number;
  /**
   * Calls are named `CONNECT`, `AUTH`, `RCPT`, `DATA`. In SMTP's words `http` is 451, `rate-limit` is 450 and an `error` has an SMTP code,
   * such as `550`; `lost-reply` and `cut-after` come after the mail was taken, if they strike `DATA`.
   */
  faults: Faults;
  mails: ReceivedMail[];
  close(): Promise<void>;
}

type Done = (error?: Error | null) => void;

/** A real SMTP server (npm `smtp-server`) on the loopback, which keeps what it gets. */
export async function startMailServer(options: MailServerOptions): Promise<MailServer> {
  const { user, password, unknown = [], startTls = false, port = 0 } = options;
  const faults = new Faults();
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();

  /** Shows the fault that was injected for this call, or runs it. */
  async function answer(call: string, session: SMTPServerSession, done: Done, run: () => Error | undefined): Promise<void> {
    const fault = await faults.next(call, { user: session.user });
    if (fault?.kind === 'hang') return;
    const cut = (): void => {
      for (const socket of sockets) if (socket.remotePort === session.remotePort) socket.destroy();
    };
    if (fault?.kind === 'cut') return cut();
    if (fault === undefined || fault.kind === 'slow') return done(run());
    if (fault.kind === 'cut-after' || fault.kind === 'lost-reply') run();
    if (fault.kind === 'cut-after') return cut();
    done(refusal(fault));
  }

  const handlers: SMTPServerOptions = {
    onConnect: (session, done) => void answer('CONNECT', session, done, () => undefined),
    onAuth: (auth, session, done) =>
      void answer(
        'AUTH',
        session,
        (error) => (error ? done(error) : done(null, { user })),
        () =>
          auth.username === user && auth.password === password ? undefined : smtpRefusal(535, '5.7.8 Authentication credentials invalid'),
      ),
    onRcptTo: ({ address }, session, done) =>
      void answer('RCPT', session, done, () =>
        unknown.includes(address) ? smtpRefusal(550, `5.1.1 <${address}> User unknown`) : undefined,
      ),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        void answer('DATA', session, done, () => {
          const to = rcptTo.map(({ address }) => address);
          mails.push({ from: mailFrom ? mailFrom.address : '', to, raw: Buffer.concat(chunks).toString('utf8') });
          return undefined;
        });
      });
    },
  };
  const server = new SMTPServer({
    ...handlers,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    // It would warn of its own certificate, which nobody here is meant to trust.
    logger: false,
    disabledCommands: startTls ? [] : ['STARTTLS'],
    closeTimeout: 1,
  });
  // A client that goes away in the middle is what some tests are about.
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.server.address() as AddressInfo).port;
  return {
    smtpUrl: `smtp://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${bound}`,
    port: bound,
    faults,
    mails,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function refusal(fault: Exclude<Fault, { kind: 'cut' | 'cut-after' | 'hang' | 'slow' }>): Error {
  if (fault.kind === 'rate-limit') return smtpRefusal(450, '4.7.1 Try again later');
  if (fault.kind === 'error') return smtpRefusal(Number(fault.code), 'Injected refusal');
  return smtpRefusal(451, '4.3.0 Injected failure');
}

function smtpRefusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
