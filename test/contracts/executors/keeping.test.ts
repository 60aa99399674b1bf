import { type Consul, startConsul } from '../../../sandbox/keeping/consul.ts';
import { type FlagDefinitions, startFlagDefinitions } from '../../../sandbox/keeping/flag-definitions.ts';
import { type Job, startJob } from '../../../sandbox/keeping/job.ts';
import type { Unleash } from '../../../sandbox/keeping/unleash.ts';
import { webhookSignature } from '../../../src/integrations/signature.ts';
import { DIAL_SECRET } from '../../support/servers/dial-stands/dial-scene.ts';
import { consulDial, flagdDial, KEEPING_TOKEN, unleashDial, unleashPlace, webhookDial } from '../../support/servers/dial-stands/keeping.ts';

const IN_TIME = { timeoutMs: 5_000 };
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function kept<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const one = await starting;
  closing.push(one.close);
  return one;
}

const headersOf = ({ calls }: { calls: { args: Record<string, unknown> }[] }, at: number) =>
  calls.at(at)?.args.headers as Record<string, string>;

function sentIn(call: { args: Record<string, unknown> } | undefined): { headers: Record<string, string>; text: string } {
  if (!call) throw new Error('nothing was sent');
  return call.args as { headers: Record<string, string>; text: string };
}

describe('a key of Consul', () => {
  const start = (): Promise<Consul> =>
    kept(startConsul({ entries: { 'shop/limit': '500', 'shop/empty': '' }, token: KEEPING_TOKEN, allowed: ['shop/'] }));

  it('is written for the index that was read a moment before, and by nobody else in between', async () => {
    const consul = await start();
    const dial = consulDial(consul.url, { key: 'shop/limit' });
    const from = await dial.read(IN_TIME);
    consul.faults.inject({
      call: 'PUT /v1/kv',
      fault: { kind: 'slow', ms: 0 },
      times: 1,
      when: () => {
        consul.put('shop/limit', '350');
        return true;
      },
    });
    await expect(dial.write({ from, to: 200, key: 'k' }, IN_TIME)).rejects.toMatchObject({ name: 'PermanentError', code: 'changed' });
    expect([consul.entry('shop/limit'), consul.writes()]).toEqual(['350', 0]);
    expect(consul.calls.find(({ name }) => name === 'PUT /v1/kv')?.args.query).toEqual({ cas: from.version });
  });

  it('is made where it was not there, and taken away again', async () => {
    const consul = await start();
    const dial = consulDial(consul.url, { key: 'shop/new one/ä', datacenter: 'dc2' });
    const from = await dial.read(IN_TIME);
    expect(from.value).toBeNull();
    await dial.write({ from, to: 'fast', key: 'k' }, IN_TIME);
    expect(consul.entry('shop/new one/ä')).toBe('fast');
    await dial.write({ from: { value: 'fast' }, to: null, key: 'u' }, IN_TIME);
    expect(consul.entry('shop/new one/ä')).toBeUndefined();
    expect(consul.calls.every(({ args }) => (args.query as Record<string, string>).dc === 'dc2')).toBe(true);
  });

  it('may hold nothing', async () => {
    const { url } = await start();
    expect((await consulDial(url, { key: 'shop/empty' }).read(IN_TIME)).value).toBe('');
  });

  it('says which right is missing', async () => {
    const { url } = await start();
    await expect(consulDial(url, { key: 'shop/limit' }, 'another-token').read(IN_TIME)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/key:write on shop\/limit to CONSUL_TOKEN.*ACL not found/),
    });
  });
});

describe('a flag of Unleash', () => {
  const fields = { feature: 'checkout', environment: 'production' };
  let unleash: Unleash;
  beforeEach(async () => {
    unleash = await kept(unleashPlace());
  });

  it('is switched off and on, once each', async () => {
    const dial = unleashDial(unleash.url, fields);
    expect(dial.where).toBe('Unleash flag checkout of default in production');
    const from = await dial.read(IN_TIME);
    expect(from).toEqual({ value: true });
    for (const key of ['run', 'run']) await dial.write({ from, to: false, key }, IN_TIME);
    expect([unleash.isEnabled('checkout', 'production'), unleash.writes()]).toEqual([false, 1]);
    await dial.write({ from: { value: false }, to: true, key: 'undo' }, IN_TIME);
    expect([unleash.isEnabled('checkout', 'production'), unleash.writes()]).toEqual([true, 2]);
    expect(headersOf(unleash, -1).authorization).toBe(KEEPING_TOKEN);
  });

  it('is left alone by a rehearsal, and when somebody else has switched it since the plan', async () => {
    const dial = unleashDial(unleash.url, fields);
    await dial.rehearse({ from: { value: true }, to: false }, IN_TIME);
    expect([unleash.isEnabled('checkout', 'production'), unleash.writes()]).toEqual([true, 0]);
    unleash.turn('checkout', 'production', false);
    // Off, as somebody saw it when they planned to leave it on, is no state to begin from.
    await expect(dial.write({ from: { value: true }, to: true, key: 'k' }, IN_TIME)).rejects.toMatchObject({ code: 'changed' });
    await dial.write({ from: { value: true }, to: false, key: 'k' }, IN_TIME);
    expect([unleash.isEnabled('checkout', 'production'), unleash.writes()]).toEqual([false, 0]);
  });

  it('finds done what was done when the answer was lost', async () => {
    const dial = unleashDial(unleash.url, fields);
    unleash.faults.inject({ call: 'POST off', fault: { kind: 'cut-after' }, times: 1 });
    await dial.write({ from: { value: true }, to: false, key: 'k' }, IN_TIME);
    expect(unleash.writes()).toBe(1);
  });

  it.each([
    [
      { ...fields, environment: 'staging' },
      KEEPING_TOKEN,
      'forbidden',
      /UNLEASH_TOKEN enable and disable flags of default in staging.*permissions/,
    ],
    [fields, 'another-token', 'forbidden', /must log in/],
    [{ ...fields, feature: 'nowhere' }, KEEPING_TOKEN, 'not_found', /Could not find feature nowhere/],
  ])('%j asked with %s is %s', async (wanted, token, code, said) => {
    const dial = unleashDial(unleash.url, wanted, token);
    await expect(dial.read(IN_TIME)).rejects.toMatchObject({ name: 'PermanentError', code, message: expect.stringMatching(said) });
    await expect(dial.write({ from: { value: true }, to: false, key: 'k' }, IN_TIME)).rejects.toMatchObject({ code });
  });

  it('takes nothing but on and off', async () => {
    const dial = unleashDial(unleash.url, fields);
    await expect(dial.rehearse({ from: { value: true }, to: 'half' }, IN_TIME)).rejects.toMatchObject({ code: 'invalid' });
    await expect(dial.write({ from: { value: true }, to: 1, key: 'k' }, IN_TIME)).rejects.toMatchObject({ code: 'invalid' });
    expect(dial.byHand(false)).toBe(
      `curl -X POST -H "Authorization: $UNLEASH_TOKEN" ${unleash.url}/api/admin/projects/default/features/checkout/environments/production/off`,
    );
  });

  it('waits no longer than it is told to, and tries again what passes', async () => {
    unleash.faults.inject({ call: '*', fault: { kind: 'hang' }, times: 1 });
    await expect(unleashDial(unleash.url, fields).read({ timeoutMs: 200 })).rejects.toMatchObject({ code: 'timeout' });
    unleash.faults.inject({ call: '*', fault: { kind: 'http', status: 503 }, times: 1 });
    await expect(unleashDial(unleash.url, fields).read(IN_TIME)).rejects.toMatchObject({ name: 'TransientError', code: 'http_503' });
  });
});

describe('a flag of flagd', () => {
  const variants = { on: true, off: false };
  const flags = {
    checkout: { state: 'ENABLED' as const, variants, defaultVariant: 'on', targeting: { if: [{ var: 'beta' }, 'on', 'off'] } },
    search: { state: 'ENABLED' as const, variants, defaultVariant: 'on' },
  };
  const start = (etag: 'strong' | 'none' = 'strong'): Promise<FlagDefinitions> =>
    kept(startFlagDefinitions({ secret: DIAL_SECRET, flags, etag }));

  it('is disabled in its document, of which all else stays as it is', async () => {
    const store = await start();
    const dial = flagdDial({ url: store.url, flag: 'checkout' });
    expect((await dial.read(IN_TIME)).value).toBe(true);
    await dial.write({ from: { value: true }, to: false, key: 'run:7' }, IN_TIME);
    expect(store.document()).toMatchObject({
      $schema: expect.any(String),
      flags: { ...flags, checkout: { ...flags.checkout, state: 'DISABLED' } },
    });
    const put = store.calls.find(({ name }) => name.startsWith('PUT'))?.args as { headers: Record<string, string>; text: string };
    expect(put.headers['x-bongsu-signature']).toBe(webhookSignature(DIAL_SECRET, put.headers['x-bongsu-timestamp'] ?? '', put.text));
    expect(put.headers['idempotency-key']).toBe('run:7');
  });

  it('does not take back what somebody else changed of another flag', async () => {
    const store = await start();
    const dial = flagdDial({ url: store.url, flag: 'checkout' });
    const from = await dial.read(IN_TIME);
    const others = { ...flags, search: { ...flags.search, defaultVariant: 'off' } };
    store.replace(others);
    await expect(dial.write({ from, to: false, key: 'k' }, IN_TIME)).rejects.toMatchObject({ code: 'changed' });
    expect(store.document().flags).toEqual(others);
    await dial.write({ from: await dial.read(IN_TIME), to: false, key: 'k' }, IN_TIME);
    expect(store.document().flags.search?.defaultVariant).toBe('off');
  });

  it('is not changed where nothing would tell of a change in between', async () => {
    const store = await start('none');
    const dial = flagdDial({ url: store.url, flag: 'checkout' });
    const from = await dial.read(IN_TIME);
    await expect(dial.rehearse({ from, to: false }, IN_TIME)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('ETag'),
    });
  });

  it('comes with what flagd itself answers', async () => {
    const store = await start();
    const dial = flagdDial({ url: store.url, flag: 'search', set: 'defaultVariant', evaluate: store.evaluateUrl });
    const from = await dial.read(IN_TIME);
    expect(from).toMatchObject({ value: 'on', facts: { evaluated: 'on' } });
    await dial.write({ from, to: 'off', key: 'k' }, IN_TIME);
    expect(await dial.read(IN_TIME)).toMatchObject({ value: 'off', facts: { evaluated: 'on' } });
    store.sync();
    expect(await dial.read(IN_TIME)).toMatchObject({ value: 'off', facts: { evaluated: 'off' } });
    store.faults.inject({ call: 'POST /ofrep', fault: { kind: 'http', status: 500 } });
    expect((await dial.read(IN_TIME)).facts).toBeUndefined();
  });
});

describe('a webhook', () => {
  const start = (): Promise<Job> => kept(startJob({ secret: DIAL_SECRET, state: 'v42' }));

  it('that tells nothing of itself is called as it is said, its key the same at every try', async () => {
    const job = await start();
    const dial = webhookDial({ url: job.url, undo: job.undoUrl });
    const from = await dial.read(IN_TIME);
    expect(from).toEqual({ value: null, unseen: true });
    await dial.rehearse({ from, to: 'v41' }, IN_TIME);
    expect(job.calls).toEqual([]);
    for (let time = 0; time < 2; time += 1) await dial.write({ from, to: 'v41', key: 'run:7' }, IN_TIME);
    expect([job.state(), job.writes()]).toEqual(['v41', 1]);
    await dial.write({ from, to: null, key: 'run:7:back' }, IN_TIME);
    expect([job.state(), job.writes()]).toEqual(['v42', 2]);
    expect(job.calls.map(({ name }) => name)).toEqual(['POST /run', 'POST /run', 'POST /undo']);
    const { headers, text } = sentIn(job.calls[0]);
    expect(JSON.parse(text)).toEqual({ value: 'v41', key: 'run:7' });
    expect(headers['x-bongsu-signature']).toBe(webhookSignature(DIAL_SECRET, headers['x-bongsu-timestamp'] ?? '', text));
    expect(headers['idempotency-key']).toBe('run:7');
  });

  it('cannot be undone without an address for it', async () => {
    const job = await start();
    const dial = webhookDial({ url: job.url });
    await expect(dial.write({ from: { value: null }, to: null, key: 'k' }, IN_TIME)).rejects.toMatchObject({ code: 'invalid' });
    expect([dial.byHand(null), job.calls]).toEqual(['', []]);
  });

  it('is sent what its job wants, as JSON or as a form, and shows no token', async () => {
    const job = await start();
    const body = { ref: 'main', 'inputs.version': '{to}', 'inputs.note': 'for {key}', token: 'T0KEN' };
    const dial = webhookDial({ url: `${job.url}?access=T0KEN`, body });
    job.faults.inject({ call: '*', fault: { kind: 'http', status: 204 } });
    await dial.write({ from: { value: null }, to: 'v41', key: 'k7' }, IN_TIME);
    const sent = job.calls[0]?.args as { text: string; query: object };
    expect(JSON.parse(sent.text)).toEqual({ ref: 'main', inputs: { version: 'v41', note: 'for k7' }, token: 'T0KEN' });
    expect(sent.query).toEqual({ access: 'T0KEN' });
    expect(dial.where + dial.byHand('v41')).not.toContain('T0KEN');
    job.faults.clear();
    const form = webhookDial({ url: job.url, send: 'form', body: { value: '{to}', note: 'a&b' } });
    await form.write({ from: { value: null }, to: 'v40', key: 'k8' }, IN_TIME);
    expect([job.state(), sentIn(job.calls.at(-1)).text]).toEqual(['v40', 'value=v40&note=a%26b']);
  });

  it('that knows when it is done is undone by its own address', async () => {
    const job = await start();
    const dial = webhookDial({ url: job.url, undo: job.undoUrl, state: job.stateUrl, field: 'job.state', done: 'drained' });
    const from = await dial.read(IN_TIME);
    await dial.write({ from, to: 'drained', key: 'k' }, IN_TIME);
    await dial.write({ from: { value: 'drained' }, to: from.value, key: 'u' }, IN_TIME);
    expect(job.calls.filter(({ name }) => name.startsWith('POST')).map(({ name }) => name)).toEqual(['POST /run', 'POST /undo']);
  });

  it('fails for good by what it refuses, and for now by what passes', async () => {
    const job = await start();
    const dial = webhookDial({ url: job.url });
    await expect(dial.write({ from: { value: null }, to: 'x'.repeat(101), key: 'k' }, IN_TIME)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('no such version'),
    });
    job.faults.inject({ call: 'POST /run', fault: { kind: 'http', status: 503 }, times: 1 });
    await expect(dial.write({ from: { value: null }, to: 'v41', key: 'k' }, IN_TIME)).rejects.toMatchObject({ name: 'TransientError' });
  });
});
