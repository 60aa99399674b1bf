import { type SettingsEndpoint, type SettingsEndpointOptions, startSettingsEndpoint } from '../../../sandbox/settings-endpoint.ts';
import { httpExecutor } from '../../../src/integrations/executors/http/http.ts';
import { webhookSignature } from '../../../src/integrations/signature.ts';
import { accountsWith } from '../../support/scenario/accounts-with.ts';
import { DIAL_SECRET, executorDeps } from '../../support/servers/dial-stands/dial-scene.ts';
import { httpDial } from '../../support/servers/dial-stands/http.ts';

const IN_TIME = { timeoutMs: 5_000 };

let endpoint: SettingsEndpoint | undefined;
afterEach(async () => {
  await endpoint?.close();
  endpoint = undefined;
});

async function started(options: Partial<SettingsEndpointOptions> = {}): Promise<SettingsEndpoint> {
  endpoint = await startSettingsEndpoint({ secret: DIAL_SECRET, settings: { pool: { size: 20 }, open: true, mode: 'fast' }, ...options });
  return endpoint;
}

interface Seen {
  name: string;
  headers: Record<string, string>;
  text: string;
}

function seen({ calls }: SettingsEndpoint): Seen[] {
  return calls.map(({ name, args }) => ({ name, ...(args as Omit<Seen, 'name'>) }));
}

it('sends the field alone, signed, with its key and for the state that it read', async () => {
  const target = await started();
  const dial = httpDial({ url: target.url, field: 'pool.size' });
  const from = await dial.read(IN_TIME);
  await dial.write({ from, to: 40, key: 'run:7:pool' }, IN_TIME);
  const calls = seen(target);
  expect(calls.map(({ name }) => name)).toEqual(['GET /settings', 'GET /settings', 'PATCH /settings']);
  for (const { headers, text } of calls)
    expect(headers['x-bongsu-signature']).toBe(webhookSignature(DIAL_SECRET, headers['x-bongsu-timestamp'] ?? '', text));
  expect(calls[2]).toMatchObject({ text: '{"pool":{"size":40}}', headers: { 'idempotency-key': 'run:7:pool', 'if-match': from.version } });
  expect(target.settings()).toEqual({ pool: { size: 40 }, open: true, mode: 'fast' });
});

it('refuses an older version though the value is the same', async () => {
  const target = await started();
  const dial = httpDial({ url: target.url, field: 'pool.size' });
  const from = await dial.read(IN_TIME);
  target.replace({ pool: { size: 20 }, open: false });
  await expect(dial.write({ from, to: 40, key: 'k' }, IN_TIME)).rejects.toMatchObject({ code: 'changed' });
  expect(target.writes()).toBe(0);
});

it.each([412, 409])('takes HTTP %d for a change by somebody else, unless it is as wanted', async (status) => {
  const target = await started();
  const dial = httpDial({ url: target.url, field: 'pool.size' });
  const from = await dial.read(IN_TIME);
  target.faults.inject({ call: 'PATCH /settings', fault: { kind: 'http', status }, times: 1 });
  await expect(dial.write({ from, to: 40, key: 'k' }, IN_TIME)).rejects.toMatchObject({ name: 'PermanentError', code: 'changed' });
  target.faults.inject({ call: 'PATCH /settings', fault: { kind: 'lost-reply', status }, times: 1 });
  await dial.write({ from, to: 40, key: 'k' }, IN_TIME);
  expect(target.writes()).toBe(1);
});

it.each(['weak', 'none'] as const)('writes where the ETag is %s', async (etag) => {
  const target = await started({ etag });
  const dial = httpDial({ url: target.url, field: 'pool.size' });
  const from = await dial.read(IN_TIME);
  expect(from).toEqual({ value: 20 });
  await dial.write({ from, to: 40, key: 'k' }, IN_TIME);
  expect(seen(target).at(-1)?.headers['if-match']).toBeUndefined();
  expect(target.settings()).toMatchObject({ pool: { size: 40 } });
});

it('sends no rehearsal to an address that does not know them, but looks at the type', async () => {
  const target = await started({ dryRun: 'unknown' });
  const dial = httpDial({ url: target.url, field: 'pool.size' });
  const from = await dial.read(IN_TIME);
  await dial.rehearse({ from, to: 40 }, IN_TIME);
  await expect(dial.rehearse({ from, to: 'many' }, IN_TIME)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(/number.*many/),
  });
  expect(seen(target).filter(({ name }) => name.startsWith('PATCH'))).toEqual([]);
});

it.each<[field: string, to: string | number, body: string]>([
  ['pool.size', '40', '{"pool":{"size":40}}'],
  ['open', 'false', '{"open":false}'],
  ['mode', 7, '{"mode":"7"}'],
  ['pool.max', 60, '{"pool":{"max":60}}'],
  ['deep.down', 'x', '{"deep":{"down":"x"}}'],
])('keeps the type of %s', async (field, to, body) => {
  const target = await started();
  const dial = httpDial({ url: target.url, field });
  await dial.write({ from: await dial.read(IN_TIME), to, key: 'k' }, IN_TIME);
  expect(seen(target).at(-1)?.text).toBe(body);
});

it('takes away a field that was not there', async () => {
  const target = await started();
  const dial = httpDial({ url: target.url, field: 'pool.max' });
  expect(await dial.read(IN_TIME)).toMatchObject({ value: null });
  await dial.write({ from: { value: null }, to: 60, key: 'k' }, IN_TIME);
  await dial.write({ from: { value: 60 }, to: null, key: 'u' }, IN_TIME);
  expect(target.settings()).toEqual({ pool: { size: 20 }, open: true, mode: 'fast' });
});

it('repeats what the address said, secrets hidden, and not all of it', async () => {
  const target = await started({ objection: () => `token=abc123def456 ${DIAL_SECRET} at most 30 ${'x'.repeat(5_000)}` });
  const dial = httpDial({ url: target.url, field: 'pool.size' });
  const error = await dial.write({ from: { value: 20 }, to: 40, key: 'k' }, IN_TIME).catch((e: unknown) => e as Error);
  expect(error).toMatchObject({ code: 'invalid', message: expect.stringContaining('at most 30') });
  expect((error as Error).message).not.toMatch(/abc123|sandbox-webhook/);
  expect((error as Error).message.length).toBeLessThan(600);
});

it.each<[status: number, name: string, code: string]>([
  [500, 'TransientError', 'http_500'],
  [429, 'TransientError', 'ratelimited'],
  [302, 'PermanentError', 'http_302'],
  [400, 'PermanentError', 'invalid'],
  [403, 'PermanentError', 'forbidden'],
  [410, 'PermanentError', 'not_found'],
  [405, 'PermanentError', 'http_405'],
])('HTTP %d is a %s %s', async (status, name, code) => {
  const target = await started();
  target.faults.inject({ call: 'PATCH /settings', fault: { kind: 'http', status } });
  const dial = httpDial({ url: target.url, field: 'pool.size' });
  await expect(dial.write({ from: { value: 20 }, to: 40, key: 'k' }, IN_TIME)).rejects.toMatchObject({ name, code });
  expect(target.writes()).toBe(0);
});

it('reads no list and no page', async () => {
  const target = await started({ settings: { list: [1] } });
  await expect(httpDial({ url: target.url, field: 'list' }).read(IN_TIME)).rejects.toMatchObject({ code: 'invalid' });
  target.faults.inject({ call: 'GET /settings', fault: { kind: 'http', status: 204 } });
  await expect(httpDial({ url: target.url, field: 'x' }).read(IN_TIME)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('JSON'),
  });
});

it('logs in with what stands in the address, and shows neither it nor the query', async () => {
  const target = await started();
  const dial = httpDial({ url: `${target.url.replace('//', '//ops:hunter22hunter@')}?token=T0TOKEN`, field: 'pool.size' });
  await dial.read(IN_TIME);
  expect(seen(target)[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ops:hunter22hunter').toString('base64')}`);
  expect(dial.where + dial.byHand(1)).not.toMatch(/hunter22|T0TOKEN/);
  expect(dial.byHand("it's")).toContain(`{"pool":{"size":"it'\\''s"}}`);
});

it('is not set up without a secret', () => {
  expect(httpExecutor.create(accountsWith(), executorDeps())).toBeUndefined();
});
