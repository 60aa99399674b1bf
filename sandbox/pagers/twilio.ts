import { Faults } from '../faults.ts';
import { type Route, type StandInCall, type StandInReply, type StandInRequest, startStandInServer } from '../stand-in-server.ts';
import { readTwiml, type Spoken } from './twiml.ts';

export interface TwilioStandInOptions {
  accountSid: string;
  authToken: string;
  /** Its own numbers, which messages and calls may come from. */
  numbers: readonly string[];
  /** Trial accounts reach these numbers only. */
  trial?: { verified: readonly string[] };
  port?: number;
}

export interface TextMessage {
  sid: string;
  to: string;
  from: string;
  body: string;
}

export interface PhoneCall {
  sid: string;
  to: string;
  from: string;
  heard: Spoken[];
}

export interface TwilioStandIn {
  url: string;
  /** Calls are named `POST /Messages`, `POST /Calls`, `GET /Account`, `GET /IncomingPhoneNumbers`. An `error` fault is a code of Twilio's, sent with 400. */
  faults: Faults;
  calls: StandInCall[];
  messages: TextMessage[];
  phoneCalls: PhoneCall[];
  close(): Promise<void>;
}

/** The numbers that Twilio's own test credentials refuse (https://www.twilio.com/docs/iam/test-credentials). */
const INVALID = '+15005550001';
const NO_MOBILE = '+15005550009';

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** Twilio as far as Bongsu uses it: sending a message, starting a call, and looking at the account. Like Twilio, it tells no doubles apart. */
export async function startTwilio({ accountSid, authToken, numbers, trial, port }: TwilioStandInOptions): Promise<TwilioStandIn> {
  const faults = new Faults();
  const messages: TextMessage[] = [];
  const phoneCalls: PhoneCall[] = [];
  let created = 0;
  const nextSid = (prefix: string): string => `${prefix}${(++created).toString(16).padStart(32, '0')}`;

  function requireAccount({ path, headers }: StandInRequest): void {
    const basic = Buffer.from((headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString('utf8');
    if (basic !== `${accountSid}:${authToken}`) throw new Refusal(401, 20003, 'Authenticate');
    if (!new RegExp(`/Accounts/${accountSid}[./]`).test(path))
      throw new Refusal(404, 20404, `The requested resource ${path} was not found`);
  }

  function partiesOf(form: URLSearchParams): { to: string; from: string } {
    const to = form.get('To') ?? '';
    const from = form.get('From') ?? '';
    if (to === '') throw new Refusal(400, 21604, "A 'To' phone number is required.");
    if (!/^\+[1-9]\d{6,14}$/.test(to) || to === INVALID)
      throw new Refusal(400, 21211, `The 'To' number ${to} is not a valid phone number.`);
    if (trial && !trial.verified.includes(to)) throw new Refusal(400, 21608, `The number ${to} is unverified.`);
    return { to, from };
  }

  function message(form: URLSearchParams): StandInReply {
    const { to, from } = partiesOf(form);
    const body = form.get('Body') ?? '';
    if (!numbers.includes(from))
      throw new Refusal(400, 21659, `'From' ${from} is not a Twilio phone number or Short Code country mismatch`);
    if (to === NO_MOBILE) throw new Refusal(400, 21614, `'To' number is not a valid mobile number: ${to}`);
    if (body === '') throw new Refusal(400, 21602, 'Message body is required.');
    if (body.length > 1_600) throw new Refusal(400, 21617, 'The concatenated message body exceeds the 1600 character limit');
    const sent = { sid: nextSid('SM'), to, from, body };
    messages.push(sent);
    return { status: 201, body: { ...sent, account_sid: accountSid, status: 'queued', error_code: null, error_message: null } };
  }

  function phoneCall(form: URLSearchParams): StandInReply {
    const { to, from } = partiesOf(form);
    const twiml = form.get('Twiml') ?? '';
    if (!numbers.includes(from)) throw new Refusal(400, 21210, `Source phone number ${from} is not yet verified for your account.`);
    if (twiml === '') throw new Refusal(400, 21205, 'Url parameter is required.');
    if (twiml.length > 4_000) throw new Refusal(400, 32018, 'Twiml size exceeded maximum allowed value of 4000 characters');
    const heard = readTwiml(twiml);
    // Twilio finds out when somebody answers, and tells them of an application error; here the caller shall hear of it.
    if (!heard) throw new Refusal(400, 12100, 'Document parse failure');
    const started = { sid: nextSid('CA'), to, from, heard };
    phoneCalls.push(started);
    return { status: 201, body: { sid: started.sid, to, from, account_sid: accountSid, status: 'queued', direction: 'outbound-api' } };
  }

  function account(): StandInReply {
    return { status: 200, body: { sid: accountSid, status: 'active', type: trial ? 'Trial' : 'Full' } };
  }

  function ownNumbers(wanted: string | null): StandInReply {
    const found = numbers.filter((number) => wanted === null || number === wanted);
    const capabilities = { sms: true, voice: true, mms: false, fax: false };
    return { status: 200, body: { incoming_phone_numbers: found.map((phone_number) => ({ phone_number, capabilities })) } };
  }

  function route(request: StandInRequest): Route {
    const { method, path, query, text } = request;
    const form = new URLSearchParams(text);
    const resource = /^\/2010-04-01\/Accounts\/[^/.]+(?:\/(\w+))?\.json$/.exec(path);
    const name = `${method} /${resource?.[1] ?? (resource ? 'Account' : 'unknown')}`;
    const routes: Record<string, () => StandInReply> = {
      'POST /Messages': () => message(form),
      'POST /Calls': () => phoneCall(form),
      'GET /Account': account,
      'GET /IncomingPhoneNumbers': () => ownNumbers(query.get('PhoneNumber')),
    };
    return {
      name,
      args: { ...Object.fromEntries(query), ...Object.fromEntries(form) },
      run: () => {
        try {
          requireAccount(request);
          const handle = routes[name];
          if (!handle) throw new Refusal(404, 20404, `The requested resource ${path} was not found`);
          return handle();
        } catch (error) {
          if (error instanceof Refusal) return refused(error.status, error.code, error.message);
          throw error;
        }
      },
    };
  }

  const server = await startStandInServer({
    faults,
    route,
    refusal: (fault) => {
      if (fault.kind === 'rate-limit') return refused(429, 20429, 'Too Many Requests');
      return fault.kind === 'http'
        ? refused(fault.status, 20500, 'Injected failure')
        : refused(400, Number(fault.code), 'Injected refusal');
    },
    ...(port !== undefined && { port }),
  });
  return { url: server.url, faults, calls: server.calls, messages, phoneCalls, close: server.close };
}

function refused(status: number, code: number, message: string): StandInReply {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}
