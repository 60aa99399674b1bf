import { z } from 'zod';
import { TransientError } from '../../domain/errors.ts';
import { withoutEnd } from '../../domain/text/without-end.ts';
import type { Clock } from '../../domain/time/clock.ts';
import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import type { Probe } from '../accounts/probe.ts';
import { httpUrl, secret, textLike } from '../accounts/shapes.ts';
import { httpRequest, jsonOf } from '../http.ts';
import { twilioError } from './twilio-errors.ts';

export const twilioAccount = account({
  title: 'Twilio',
  variables: {
    TWILIO_ACCOUNT_SID: {
      shape: textLike(/^AC/, 'an account SID, which begins with AC'),
      example: 'AC0123456789',
      said: worded(({ messengers }) => messengers.twilioAccountSid),
    },
    TWILIO_AUTH_TOKEN: {
      shape: secret('the auth token of the Twilio account'),
      example: 'twilio-auth-token',
      said: worded(({ messengers }) => messengers.twilioAuthToken),
    },
    TWILIO_FROM: {
      shape: textLike(/^\+\d{7,15}$/, 'a phone number in international form, such as +821012345678'),
      example: '+821000000000',
      said: worded(({ messengers }) => messengers.twilioFrom),
    },
    TWILIO_API_URL: {
      shape: httpUrl('an http(s) address such as https://api.twilio.com'),
      usual: 'https://api.twilio.com',
      example: 'https://api.twilio.com',
      said: worded(({ messengers }) => messengers.twilioApiUrl),
    },
  },
  needs: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'],
  settings: (v) => ({
    accountSid: v.TWILIO_ACCOUNT_SID,
    authToken: v.TWILIO_AUTH_TOKEN,
    /** The number that messages and calls come from. */
    from: v.TWILIO_FROM,
    apiUrl: v.TWILIO_API_URL,
  }),
});

interface TwilioSettings {
  accountSid: string;
  authToken: { reveal(): string };
  from: string;
  apiUrl: string;
}

export interface TwilioClient {
  /** Creates a message or a call; resolves with its sid. Twilio knows no keys: the same twice is two of them. */
  create(resource: 'Messages' | 'Calls', form: Record<string, string>): Promise<string>;
  /** Whether the account is in use and TWILIO_FROM is its own. Costs nothing and reaches nobody. */
  look(capability: 'sms' | 'voice'): Promise<Probe>;
}

const created = z.object({ sid: z.string() });
const accountAnswer = z.object({ status: z.string(), type: z.string().optional() });
const numbers = z.object({
  incoming_phone_numbers: z.array(z.object({ capabilities: z.object({ sms: z.boolean(), voice: z.boolean() }).partial().optional() })),
});

/** Twilio's REST API of 2010-04-01 (https://www.twilio.com/docs/usage/api), as far as paging needs it. */
export function createTwilioClient(twilio: TwilioSettings, { clock, timeoutMs }: { clock: Clock; timeoutMs: number }): TwilioClient {
  const { accountSid, authToken, from, apiUrl } = twilio;
  const base = `${withoutEnd(apiUrl, '/')}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}`;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken.reveal()}`).toString('base64')}`;

  async function call<T>(schema: z.ZodType<T>, path: string, form?: URLSearchParams): Promise<T> {
    const reply = await httpRequest({
      vendor: 'Twilio',
      method: form ? 'POST' : 'GET',
      url: `${base}${path}`,
      headers: { authorization, ...(form && { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }) },
      ...(form && { body: form.toString() }),
      timeoutMs,
    });
    if (reply.status < 200 || reply.status > 299) throw twilioError(reply, clock.now(), [authToken.reveal(), authorization]);
    const parsed = schema.safeParse(jsonOf(reply.text));
    if (!parsed.success) throw new TransientError('bad_answer', 'Twilio answered something that is not its own: is TWILIO_API_URL right?');
    return parsed.data;
  }

  return {
    async create(resource, form) {
      return (await call(created, `/${resource}.json`, new URLSearchParams({ From: from, ...form }))).sid;
    },
    async look(capability) {
      const unready = (text: string): Probe => ({ ready: false, text });
      const { status, type } = await call(accountAnswer, '.json');
      if (status !== 'active') return unready(`the Twilio account is ${status}: nothing will be sent`);
      const owned = await call(numbers, `/IncomingPhoneNumbers.json?${new URLSearchParams({ PhoneNumber: from })}`);
      const [number] = owned.incoming_phone_numbers;
      if (!number) return unready(`TWILIO_FROM (${from}) is not a number of this account`);
      if (number.capabilities?.[capability] === false)
        return unready(`TWILIO_FROM (${from}) cannot do ${capability}: choose a number that can`);
      if (type === 'Trial') return unready('a trial account of Twilio reaches verified numbers only');
      return { ready: true, text: `Twilio is ready, from ${from}` };
    },
  };
}
