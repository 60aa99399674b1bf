import { workspaceOf } from '../../../sandbox/people.ts';
import type { World } from '../../../sandbox/world.ts';
import { fire, TOKEN } from '../../support/scenario/alert-sender.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';
import { SHOP_CHANNEL, SHOP_PEOPLE, SHOP_STATUS, threeServicesParsed } from '../../support/scenario/three-services.ts';

/** One bot, three services of two teams. */
async function organisation(): Promise<Scenario> {
  const { users, channels } = workspaceOf(couponPlaybook());
  const shop = Object.entries(SHOP_PEOPLE).map(([name, { slack: id, name: realName, email }]) => ({ name, id, realName, email }));
  const all = [...users, ...shop];
  const everybody = all.map(({ name }) => name);
  return await scenario({
    ...CALM,
    environment: { ...CALM.environment, ALERT_TOKEN: TOKEN },
    overrides: { organisation: threeServicesParsed(CALM.playbook) },
    slack: {
      users: all,
      channels: [...channels, SHOP_STATUS, SHOP_CHANNEL].map((channel) => ({ ...channel, members: everybody })),
    },
  });
}

const blocksOf = (said: { delivery: { body?: unknown } }) => JSON.stringify(said.delivery.body);
const viewOf = (s: Scenario, by: string): World['slack'] extends { views(by: string): infer Views } ? Views : never =>
  s.slack.views(by) as never;

describe('one bot with three services of two teams', () => {
  it('opens three incidents at once, each with its own people, channels and name', async () => {
    const s = await organisation();
    await s.says('jisoo', 'open coupon sev1 Coupons late');
    await s.says('jisoo', 'open shop sev2 Checkout fails');
    await fire(s, { name: 'JobsLate', labels: { severity: 'critical', namespace: 'batch-jobs' } });
    const rows = await s.app.runtime.storage.incidents.list(['open'], 10);
    expect(rows.map(({ id, service }) => [id, service])).toEqual([
      [3, 'batch'],
      [2, 'shop'],
      [1, 'coupon'],
    ]);

    // Each team is paged for its own, and told of its own.
    s.expectDirect('minji', /Coupon issuing: Coupons late/);
    s.expectDirect('mira', /Web shop: Checkout fails/);
    s.expectDirect('mira', /Nightly batch: JobsLate/);
    s.expectPosted('status', /New incident in Coupon issuing|Coupon issuing/);
    s.expectPosted(SHOP_STATUS.name, /Web shop: Checkout fails/);
    s.expectPosted(SHOP_STATUS.name, /Nightly batch: JobsLate/);
    expect(s.slack.directMessages('minji').filter(({ text }) => /shop|batch/i.test(text))).toEqual([]);

    // The shop's channels are called as its team wants it, the others as ever.
    const names = s.slack.channels().map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['inc-1-coupons-late', 'inc-2-shop-checkout-fails', 'inc-3-batch-jobslate']));

    const list = blocksOf(await s.says('mira', 'list'));
    for (const name of ['Coupon issuing: Coupons late', 'Web shop: Checkout fails', 'Nightly batch: JobsLate'])
      expect(list).toContain(name);
    const ofShop = blocksOf(await s.says('mira', 'list shop'));
    expect(ofShop).toContain('Checkout fails');
    expect(ofShop).not.toContain('Coupons late');
    s.takeAll();
  });

  it('asks which service is meant only where nobody can tell', async () => {
    const s = await organisation();
    await s.says('jisoo', 'open sev1 Checkout fails');
    expect(await s.app.runtime.storage.incidents.list(['open'], 10)).toEqual([]);
    const form = viewOf(s, 'jisoo').at(-1);
    expect(JSON.stringify(form)).toMatch(/Which service\?.*Nightly batch.*Coupon issuing.*Web shop/);
    await s.submits('jisoo', { service: 'shop', title: 'Checkout fails', severity: 'sev1' });
    expect(await s.incident(1)).toMatchObject({ service: 'shop', severity: 'sev1', title: 'Checkout fails' });

    // In a channel of the shop it goes without saying.
    await s.says('jisoo', 'open sev2 Baskets are empty', 'shop');
    expect(await s.incident(2)).toMatchObject({ service: 'shop', title: 'Baskets are empty' });
    const unknown = await s.says('jisoo', 'oncall', 'shop');
    expect(blocksOf(unknown)).toContain('U0MIRA');
    expect(blocksOf(unknown)).not.toContain('U0MINJI');
    expect(blocksOf(await s.says('jisoo', 'oncall'))).toMatch(/Nightly batch, Web shop.*U0MIRA.*Coupon issuing.*U0MINJI/);
    expect(blocksOf(await s.says('jisoo', 'oncall coupon'))).toContain('U0MINJI');
    s.takeAll();
  });

  it('sends an alert that fits no service to the default one, and says so', async () => {
    const s = await organisation();
    await fire(s, { name: 'SomethingOdd', labels: { severity: 'critical', service: 'nobodys' } });
    expect(await s.incident(1)).toMatchObject({ service: 'coupon' });
    s.expectPosted('#1', /No label names a service and no route fits/);
    await fire(s, { name: 'CheckoutSlow', labels: { severity: 'critical', service: 'shop' } });
    expect(await s.incident(2)).toMatchObject({ service: 'shop' });
    const posted = s.slack.messages(s.channelId('#2')).map(({ text }) => text);
    expect(posted.join('\n')).not.toMatch(/no route fits/);
    s.takeAll();
  });

  it('gives the people of one team no power over the service of another', async () => {
    const s = await organisation();
    await s.says('jisoo', 'open shop sev1 Checkout fails');
    // minji is on call for coupons and nobody of the shop: she can help, and neither lead nor change its system.
    const severity = await s.says('minji', 'severity #1 sev3 nothing to see');
    expect(severity.answer).toMatch(/Only responders|Only the commander/);
    expect((await s.incident(1)).severity).toBe('sev1');
    const override = await s.says('minji', 'override <@U0MINJI> 2h L1 shop');
    expect(override.answer).toMatch(/Only responders/);
    expect((await s.says('mira', 'severity #1 sev2 fewer are affected')).answer).not.toMatch(/Only/);
    expect((await s.incident(1)).severity).toBe('sev2');

    // A freeze of the shop leaves coupons alone; the bare one stops everything.
    expect((await s.says('mira', 'freeze shop deploying')).answer).toMatch(/Only of Web shop:/);
    const { freezes } = s.app.runtime.storage;
    expect(await freezes.current('shop')).toMatchObject({ service: 'shop', reason: 'deploying' });
    expect(await freezes.current('coupon')).toBeUndefined();
    await s.says('mira', 'freeze everything is odd');
    expect(await freezes.current('coupon')).toMatchObject({ service: null });
    // Who leads the shop may let the shop go on, and not everybody.
    expect((await s.says('lena', 'unfreeze', 'shop')).answer).toMatch(/Only leads may do this/);
    expect(await freezes.current('coupon')).toMatchObject({ service: null });
    await s.says('lena', 'unfreeze shop');
    await s.says('dohyun', 'unfreeze');
    expect(await freezes.inForce()).toEqual([]);
    s.takeAll();
  });

  it('shows a private incident to leads of its own team only', async () => {
    const s = await organisation();
    await s.says('jisoo', 'open shop sev1 --private Card numbers seen');
    expect(blocksOf(await s.says('lena', 'list'))).toContain('Card numbers seen');
    expect(blocksOf(await s.says('dohyun', 'list'))).not.toContain('Card numbers');
    expect((await s.says('dohyun', 'status #1')).answer).toMatch(/no incident #1/);
    s.takeAll();
  });

  it('tells the users of each service of their own trouble, and everybody of all', async () => {
    const s = await organisation();
    await s.says('jisoo', 'open shop sev1 Checkout fails');
    const json = async (path: string) => (await fetch(`${s.app.url}${path}`)).json();
    expect(await json('/status.json?service=shop')).toMatchObject({ service: { key: 'shop' }, state: 'investigating' });
    expect(await json('/status.json?service=coupon')).toMatchObject({ service: { key: 'coupon' }, state: 'ok' });
    const all = (await json('/status.json')) as { services: { service: { key: string }; state: string }[] };
    expect(all.services.map(({ service, state }) => `${service.key} ${state}`)).toEqual(['batch ok', 'coupon ok', 'shop investigating']);
    const unknown = await fetch(`${s.app.url}/status?service=shopp`);
    expect([unknown.status, await unknown.json()]).toEqual([404, { error: 'There is no such service. There are: batch, coupon, shop.' }]);
    const page = await (await fetch(`${s.app.url}/status`, { headers: { 'accept-language': 'en' } })).text();
    expect(page).toMatch(/href="\/status\?service=shop".*We are looking into a problem with Web shop/);
    expect(page).not.toContain('Checkout');
    s.takeAll();
  });
});
