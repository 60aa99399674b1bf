import { inspect } from 'node:util';
import { type HelpDeskStandIn, startZendesk } from '../../../sandbox/help-desks/zendesk.ts';
import { helpDesksCheck } from '../../../src/cli/doctor/told-elsewhere.ts';
import { loadConfig } from '../../../src/config.ts';
import type { HelpDesk, Macro } from '../../../src/domain/ports/help-desks.ts';
import { createHelpDesks, HELP_DESKS } from '../../../src/integrations/help-desks/index.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';

/** What every help desk promises, against a stand-in that speaks its documented API and refuses what that refuses. */

const EMAIL = 'support-bot@example.com';
const TOKEN = 'stand-in-token-0123456789';
const STANDS = {
  zendesk: {
    start: () => startZendesk({ email: EMAIL, token: TOKEN }),
    environment: (url: string) => ({ ZENDESK_URL: url, ZENDESK_EMAIL: EMAIL, ZENDESK_TOKEN: TOKEN }),
    wrong: { ZENDESK_TOKEN: 'wrong-token-0123456789' },
    calls: { create: 'POST /macros', change: 'PUT /macros/:id' },
  },
};
const MACRO: Macro = {
  marker: 'abc/coupon/7',
  title: '#7 Coupons: Investigating',
  paragraphs: ['Coupons are <late> {{ticket.id}}.\nSorry.', 'Is mine lost?\nNo.'],
};

it('every vendor has a stand-in, and a name of its own', () => {
  expect(HELP_DESKS.map(({ name }) => name).sort()).toEqual(Object.keys(STANDS).sort());
});

describe.each(HELP_DESKS.map((kind) => [kind.name, kind] as const))('the help desk %s', (name, kind) => {
  const stand = STANDS[name as keyof typeof STANDS];
  let vendor: HelpDeskStandIn;

  beforeEach(async () => {
    vendor = await stand.start();
  });
  afterEach(() => vendor.close());

  const config = (over: Record<string, string> = {}) =>
    loadConfig({ SLACK_BOT_TOKEN: 'xoxb-1-contract', SLACK_SIGNING_SECRET: 'contract-secret', ...stand.environment(vendor.url), ...over });
  function desk(over: Record<string, string> = {}, timeoutMs = 5_000): HelpDesk {
    const setup = { clock: { now: () => new Date('2026-03-03T05:00:00.000Z') }, timeoutMs };
    const made = createHelpDesks(config(over).accounts, setup).find((one) => one.name === name);
    if (!made) throw new Error(`${name} was not made`);
    return made;
  }
  async function refusal(promise: Promise<unknown>) {
    const error = await promise.then(
      () => new Error('nothing was refused'),
      (thrown: unknown) => thrown as Error,
    );
    expect(inspect(error, { depth: 8 })).not.toContain('stand-in-token');
    return error as Error & { code?: string; retryAfterMs?: number; said?: { en: string } };
  }

  it('keeps a macro that follows, is put away, and can be used again', async () => {
    expect(await desk().find(MACRO)).toBeUndefined();
    const made = await desk().create(MACRO);
    expect(vendor.macros).toMatchObject([{ title: '#7 Coupons: Investigating [abc/coupon/7]', active: true }]);
    // Neither HTML nor a placeholder of the vendor's.
    const value = '<p>Coupons are &#60;late&#62; &#123;&#123;ticket.id&#125;&#125;.<br>Sorry.</p><p>Is mine lost?<br>No.</p>';
    expect(vendor.macros[0]?.actions).toEqual([{ field: 'comment_value_html', value }]);
    await desk().change(made.id, { ...MACRO, title: '#7 Coupons: Recovering', paragraphs: ['It is back.'] });
    expect(vendor.macros).toMatchObject([{ title: '#7 Coupons: Recovering [abc/coupon/7]', actions: [{ value: '<p>It is back.</p>' }] }]);
    await desk().retire(made.id);
    expect(vendor.macros[0]?.active).toBe(false);
    await desk().change(made.id, MACRO);
    expect(vendor.macros).toMatchObject([{ active: true }]);
  });

  it('knows ours again by its marker, and nobody else’s, also behind a hundred newer ones', async () => {
    const made = await desk().create({ ...MACRO, title: '가'.repeat(400) });
    await desk().create({ ...MACRO, marker: 'abc/coupon/77' });
    expect(await desk().find({ marker: 'abc/coupon/8' })).toBeUndefined();
    expect(await desk().find(MACRO)).toEqual(made);
    for (let index = 0; index < 101; index += 1)
      vendor.macros.push({ id: 90_000 + index, title: `macro ${index}`, active: true, actions: [] });
    expect(await desk().find(MACRO)).toEqual(made);
  });

  it('says which variables to check when it is not let in, what is wrong in the vendor’s words, and what is gone', async () => {
    const unknown = await refusal(desk(stand.wrong).create(MACRO));
    expect(unknown).toMatchObject({ name: 'PermanentError', code: 'http_401' });
    expect(unknown.said?.en).toContain('ZENDESK_TOKEN');
    vendor.faults.inject({ call: stand.calls.create, fault: { kind: 'error', code: 'Title: is too rude' }, times: 1 });
    const error = await refusal(desk().create(MACRO));
    expect(error).toMatchObject({ name: 'PermanentError', code: 'http_422' });
    expect(error.said?.en).toContain('Title: is too rude');
    expect(await refusal(desk().change('404404', MACRO))).toMatchObject({ name: 'PermanentError', code: 'http_404' });
    await desk().retire('404404');
    expect(vendor.macros).toEqual([]);
  });

  it('waits as long as it is asked to, and tries again what passes', async () => {
    const { create } = stand.calls;
    vendor.faults.inject({ call: create, fault: { kind: 'rate-limit', retryAfterSeconds: 17 }, times: 1 });
    expect(await refusal(desk().create(MACRO))).toMatchObject({ name: 'TransientError', retryAfterMs: 17_000 });
    vendor.faults.inject({ call: create, fault: { kind: 'http', status: 500 }, times: 1 });
    expect(await refusal(desk().create(MACRO))).toMatchObject({ name: 'TransientError', code: 'http_500' });
    vendor.faults.inject({ call: create, fault: { kind: 'hang' }, times: 1 });
    expect(await refusal(desk({}, 300).create(MACRO))).toMatchObject({ name: 'TransientError', code: 'timeout' });
    vendor.faults.inject({ call: create, fault: { kind: 'cut-after' }, times: 1 });
    expect(await refusal(desk().create(MACRO))).toMatchObject({ name: 'TransientError', code: 'connection' });
    expect(await desk().find(MACRO)).toBeDefined();
  });

  it('doctor sees whether it answers, and changes nothing', async () => {
    const playbook = { ...couponPlaybook(), updates: { ...couponPlaybook().updates, helpDesks: [{ desk: name }] } };
    const look = async (over: Record<string, string>) =>
      await helpDesksCheck.run({ config: config(over), playbook, log: silentLog, timeoutMs: 5_000 });
    expect(await look({})).toMatchObject([{ level: 'ok', subject: `Help desk ${name}` }]);
    expect(await look(stand.wrong)).toMatchObject([{ level: 'fail' }]);
    const nothing = Object.fromEntries(Object.keys(stand.environment('')).map((variable) => [variable, '']));
    expect(await look(nothing)).toMatchObject([{ level: 'fail', text: expect.stringContaining(kind.variables) }]);
    expect(await refusal(desk(nothing).create(MACRO))).toMatchObject({ code: 'not_set_up' });
    expect(vendor.macros).toEqual([]);
  });
});
