import { PAGER_CREDENTIALS } from '../../../sandbox/pagers/index.ts';
import { startTwilio, type TwilioStandIn } from '../../../sandbox/pagers/twilio.ts';
import { readTwiml } from '../../../sandbox/pagers/twiml.ts';
import type { PageNotice } from '../../../src/domain/ports/pagers.ts';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { createLog } from '../../../src/integrations/log.ts';
import { createMailer } from '../../../src/integrations/mail/index.ts';
import { PAGER_CHANNELS, type PagerSetup } from '../../../src/integrations/pagers/index.ts';
import { twilioAccount } from '../../../src/integrations/pagers/twilio-client.ts';
import { twilioError } from '../../../src/integrations/pagers/twilio-errors.ts';
import { accountsWith, given } from '../../support/scenario/accounts-with.ts';
import { MINJI, pageNotice } from '../../support/servers/pager-stands.ts';

const { twilio: ACCOUNT, number: NUMBER } = PAGER_CREDENTIALS;
let standIn: TwilioStandIn;

beforeEach(async () => {
  standIn = await startTwilio({ ...ACCOUNT, numbers: [NUMBER] });
});

afterEach(async () => {
  await standIn.close();
});

interface Changes {
  accountSid?: string;
  authToken?: string;
  from?: string;
  url?: string;
}

const SETUP: PagerSetup = {
  clock: { now: () => new Date() },
  log: createLog({ level: 'silent' }),
  mailer: createMailer(accountsWith()),
  team: { paging: { order: ['sms', 'voice'] } },
  service: { key: 'coupon' },
  timeoutMs: 20_000,
};

function setup({ accountSid = ACCOUNT.accountSid, authToken = ACCOUNT.authToken, from = NUMBER, url }: Changes = {}) {
  return accountsWith(given(twilioAccount, { accountSid, authToken: new Secret(authToken), from, apiUrl: url ?? standIn.url }));
}

function kind(name: 'sms' | 'voice') {
  const found = PAGER_CHANNELS.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}

const send = (name: 'sms' | 'voice', to: string, changes: Changes = {}, notice: Partial<PageNotice> = {}) =>
  kind(name)
    .create(setup(changes), SETUP)
    ?.send(pageNotice(notice), { ...MINJI, phone: to });

describe('a call', () => {
  it.each([
    ['ko', 'ko-KR'],
    ['en', 'en-US'],
  ] as const)('in %s is read aloud three times as %s', async (language, spoken) => {
    await send('voice', '+821012345678', {}, { language, short: 'Tom & Jerry <b>' });
    expect(standIn.phoneCalls[0]).toMatchObject({ to: '+821012345678', from: NUMBER });
    const say = { say: 'Tom & Jerry <b>', language: spoken };
    expect(standIn.phoneCalls[0]?.heard).toEqual([say, { pauseSeconds: 1 }, say, { pauseSeconds: 1 }, say]);
  });

  it.each([
    ['closes the verb', '</Say><Dial>+15551234567</Dial><Say>'],
    ['is markup through and through', '&<>"\''.repeat(32)],
    ['holds control characters and half an emoji', 'a\u0000b\u001b[31m\ud83dc\uffff'],
  ])('is no more than words when the text %s', async (_, short) => {
    await send('voice', '+821012345678', {}, { short });
    expect(standIn.phoneCalls[0]?.heard.filter((verb) => 'say' in verb)).toHaveLength(3);
  });

  it('may be ended by nothing else in the stand-in either', () => {
    expect(readTwiml('<Response><Dial>+1</Dial></Response>')).toBeUndefined();
    expect(readTwiml('<Response><Say language="ko-KR">a & b</Say></Response>')).toBeUndefined();
    expect(readTwiml('<Response><Say language="ko-KR">a \u0000</Say></Response>')).toBeUndefined();
    expect(readTwiml('<Response><Say language="ko-KR">a</Say>')).toBeUndefined();
  });
});

describe('a refusal says what to do:', () => {
  it.each<[what: string, name: 'sms' | 'voice', to: string, changes: Changes, code: string, advice: string]>([
    ['a number that does not exist', 'sms', '+15005550001', {}, '21211', 'correct phone under team.people'],
    ['a landline', 'sms', '+15005550009', {}, '21614', 'correct phone under team.people'],
    ['a foreign sender of messages', 'sms', '+821012345678', { from: '+15551234567' }, '21659', 'TWILIO_FROM'],
    ['a foreign sender of calls', 'voice', '+821012345678', { from: '+15551234567' }, '21210', 'TWILIO_FROM'],
    ['another token', 'voice', '+821012345678', { authToken: 'another-token' }, '20003', 'TWILIO_AUTH_TOKEN'],
    ['another account', 'sms', '+821012345678', { accountSid: 'ACother' }, '20003', 'TWILIO_ACCOUNT_SID'],
  ])('%s', async (_, name, to, changes, code, advice) => {
    await expect(send(name, to, changes)).rejects.toMatchObject({ name: 'PermanentError', code, message: expect.stringContaining(advice) });
  });

  it.each([
    ['21610', 'START'],
    ['21408', 'Geo Permissions'],
    ['21608', 'trial'],
    ['99999', 'Twilio refused with code 99999: Injected refusal'],
  ])('Twilio’s code %s', async (code, advice) => {
    standIn.faults.inject({ call: 'POST /Messages', fault: { kind: 'error', code } });
    await expect(send('sms', '+821012345678')).rejects.toMatchObject({
      name: 'PermanentError',
      code,
      message: expect.stringContaining(advice),
    });
  });

  it.each([
    ['21211', 'person'],
    ['21610', 'person'],
    ['21608', 'person'],
    ['20003', undefined],
    ['21659', undefined],
    ['21408', undefined],
  ])('met-C6: tells by %s whether it is about this number or about us', async (code, about) => {
    standIn.faults.inject({ call: 'POST /Messages', fault: { kind: 'error', code } });
    await expect(send('sms', '+821012345678')).rejects.toMatchObject({ refusal: about && { refused: { about } } });
  });

  it('what Twilio quotes of the request shows no secret', () => {
    const { accountSid, authToken } = ACCOUNT;
    const basic = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
    const text = JSON.stringify({ code: 20001, message: `bad header Basic ${basic} with ${authToken}` });
    const error = twilioError({ status: 400, headers: new Headers(), text }, new Date(), [authToken, `Basic ${basic}`]);
    expect(error).toMatchObject({ name: 'PermanentError', message: 'Twilio refused with code 20001: bad header [secret] with [secret]' });
  });

  it('an address that is not Twilio’s', async () => {
    const { url } = standIn;
    await expect(send('sms', '+821012345678', { url: `${url}/elsewhere` })).rejects.toMatchObject({
      message: expect.stringContaining('TWILIO_ACCOUNT_SID'),
    });
  });
});

describe('doctor', () => {
  it('sees an account that is ready, without sending anything', async () => {
    await expect(kind('sms').probe(setup(), SETUP)).resolves.toMatchObject({ ready: true });
    await expect(kind('voice').probe(setup(), SETUP)).resolves.toMatchObject({ ready: true });
    expect(standIn.calls.every(({ name }) => name.startsWith('GET '))).toBe(true);
  });

  it('sees a number that is not the account’s, a trial account and a wrong token', async () => {
    await expect(kind('sms').probe(setup({ from: '+15551234567' }), SETUP)).resolves.toMatchObject({
      ready: false,
      text: expect.stringContaining('not a number of this account'),
    });
    await expect(kind('sms').probe(setup({ authToken: 'wrong-token' }), SETUP)).rejects.toMatchObject({
      message: expect.stringContaining('TWILIO_AUTH_TOKEN'),
    });
    const trial = await startTwilio({ ...ACCOUNT, numbers: [NUMBER], trial: { verified: [] } });
    try {
      await expect(kind('sms').probe(setup({ url: trial.url }), SETUP)).resolves.toMatchObject({
        ready: false,
        text: expect.stringContaining('trial'),
      });
      await expect(send('sms', '+821012345678', { url: trial.url })).rejects.toMatchObject({ code: '21608' });
    } finally {
      await trial.close();
    }
  });
});
