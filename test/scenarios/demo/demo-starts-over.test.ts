import { type Demo, startDemo } from '../../../sandbox/page/demo.ts';
import { channel, DemoPage } from '../../support/browser/demo-page.ts';
import { PATIENCE_MS } from '../../support/run/patience.ts';

let demo: Demo;
let page: DemoPage;
beforeEach(async () => {
  demo = await startDemo({ port: 0, timeScale: 60, logLevel: 'error', patienceMs: PATIENCE_MS });
  page = new DemoPage(demo.url);
});
afterEach(async () => {
  await demo.stop();
});

/** In the channel that is there from the start. */
async function declare(words: string): Promise<unknown> {
  const general = await page.see('junho', (workspace) => channel(workspace, 'general')?.id);
  return page.act('slash', { as: 'junho', channel: general, text: words });
}

const incidents = () => demo.stage.app.runtime.storage.incidents.list(['open'], 10);

describe('newcomer 14: the demo that starts over', () => {
  it('is a new world and an empty database on the server that is there, and does what was pressed meanwhile to them', async () => {
    await declare('open sev1 Coupons late');
    const room = await page.see('junho', (workspace) => workspace.channels.find(({ name }) => name.startsWith('inc-1-'))?.id);
    const before = { run: demo.stage.run, world: demo.stage.world, database: new URL(demo.stage.app.runtime.storage.url) };

    const over = demo.stage.reset();
    const pressed = Promise.all([
      page.act('break', { scenario: 'S3' }),
      page.act('slash', { as: 'junho', channel: 'C0STATUS', text: 'open sev2 Typed meanwhile' }),
      page.act('say', { as: 'junho', channel: room, text: 'Into a channel that is gone by then' }),
      // A second one is the same.
      page.act('reset', {}),
    ]);
    await over;
    expect(await pressed).toEqual([
      { ok: true },
      { ok: true },
      { ok: false, problem: 'The demo has started over, and what this belonged to is gone.' },
      { ok: true },
    ]);
    expect(demo.stage.run).not.toBe(before.run);
    expect(demo.stage.world).not.toBe(before.world);
    expect(demo.stage.world.coupon.broken()).toMatchObject([{ scenario: 'S3' }]);
    expect((await incidents()).map(({ title }) => title)).toEqual(['Typed meanwhile']);
    // No server is started for it, which is what took its time.
    const after = new URL(demo.stage.app.runtime.storage.url);
    expect(after.host).toBe(before.database.host);
    expect(after.pathname).not.toBe(before.database.pathname);
  });

  it('has the bot’s own pages and doors at one address, before and after', async () => {
    const alert = (headers: object) =>
      fetch(`${demo.botUrl}/alerts/generic`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ title: 'Coupons are late', labels: { severity: 'critical' } }),
      });
    const status = async () => await (await fetch(`${demo.botUrl}/status`, { headers: { 'accept-language': 'en' } })).text();
    expect(await status()).toContain('No known problems');
    expect((await alert({})).status).toBe(401);
    expect((await alert({ authorization: 'Bearer demo' })).ok).toBe(true);
    await page.see('minji', (workspace) => workspace.channels.find(({ name }) => name.startsWith('inc-1-')));
    expect((await alert({ authorization: 'Bearer demos' })).status).toBe(401);

    await demo.stage.reset();
    expect(await incidents()).toEqual([]);
    expect(await status()).toContain('No known problems');
    expect((await alert({ authorization: 'Bearer demo' })).ok).toBe(true);
    await page.see('minji', (workspace) => workspace.channels.find(({ name }) => name.startsWith('inc-1-')));

    const facts = (await (await fetch(`${demo.url}/api/demo`)).json()) as { bot: object };
    expect(facts.bot).toMatchObject({ url: demo.botUrl, alertToken: 'demo' });
    const shop = await fetch(`${demo.botUrl}/shop`);
    expect([shop.status, await shop.text()]).toEqual([200, expect.stringContaining('<title>Coupon shop</title>')]);
    expect((await fetch(`${demo.botUrl}/shop.js`)).headers.get('content-type')).toContain('javascript');
    expect((await fetch(`${demo.botUrl}/nothing`)).status).toBe(404);
  });
});
