import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { describeWith } from '../../support/run/services.ts';
import { bareMitigation } from '../../support/scenario/run-mitigation.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** The waiting screen as Bongsu serves it, and a front end that follows the status with the script from `/waiting.js`. */

async function waits(s: Scenario, language = 'en') {
  const response = await fetch(`${s.app.url}/waiting`, { headers: { 'accept-language': language } });
  return { status: response.status, headers: response.headers, html: await response.text() };
}

async function switchedOn(s: Scenario): Promise<void> {
  const { id } = await s.opens('minji', 'sev1 Coupons late');
  const one = bareMitigation(s.app.runtime, 'waiting-screen', id);
  await one.execute(await one.plan({}), 'run:1');
  // What is read is kept for a second.
  await s.advance('2s');
}

it('is a preview that says so, then a page that answers 503, looks again by itself and keeps people apart, in the reader’s language', async () => {
  const s = await scenario(CALM);
  const preview = await waits(s);
  expect(preview.status).toBe(200);
  expect(preview.html).toMatch(/Coupon issuing is busy\. You are in line[\s\S]*A preview: the waiting screen is off/);

  await switchedOn(s);
  const english = await waits(s);
  expect(english.status).toBe(503);
  expect(english.html).not.toMatch(/preview|<script/);
  const seconds = Number(english.headers.get('retry-after'));
  expect(english.html).toContain(`<meta http-equiv="refresh" content="${seconds}">`);
  expect(english.html).toMatch(/<html lang="en">[\s\S]*You are in line[\s\S]*href="\/status\?lang=en"/);
  expect((await waits(s, 'ko')).html).toMatch(/<html lang="ko">[\s\S]*대기 중이니[\s\S]*스스로 다시 확인/);
  const asked = await Promise.all(Array.from({ length: 30 }, async () => Number((await waits(s)).headers.get('retry-after'))));
  expect(Math.min(...asked)).toBeGreaterThanOrEqual(20);
  expect(Math.max(...asked)).toBeLessThanOrEqual(30);
  expect(new Set(asked).size).toBeGreaterThan(3);
  expect((await fetch(`${s.app.url}/waiting?service=nothing`)).status).toBe(404);
});

describeWith('chromium', (_getUrl, getServer) => {
  let shop: Server;
  let shopPage = '';
  const pages: Page[] = [];
  beforeAll(async () => {
    shop = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(shopPage));
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.close();
  });
  afterAll(async () => await new Promise((resolve) => shop.close(resolve)));

  /** A shop on another origin, whose clock the test moves. */
  async function opens(s: Scenario): Promise<Page> {
    shopPage = `<!doctype html><html><body><main data-bongsu="open">shop</main><section data-bongsu="waiting" hidden><p data-bongsu="waiting-text"></p></section>
      <p data-bongsu="notices" hidden></p><script src="${s.app.url}/waiting.js" async></script></body></html>`;
    const page = await getServer().browser.newPage({ locale: 'ko-KR' });
    pages.push(page);
    await page.clock.install({ time: new Date('2026-03-03T05:00:00Z') });
    await page.addInitScript(`const ask = fetch; window.asked = []; window.under = [];
      window.fetch = (...all) => { asked.push(Date.now() / 1000); const one = ask(...all); under.push(one.then((answer) => answer.clone().text())); return one; };`);
    await page.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`);
    await page.locator('[data-bongsu="open"]').waitFor({ state: 'visible' });
    await page.waitForFunction('document.querySelector(\'[data-bongsu="notices"]\').hidden');
    // From here on only the test moves it.
    await page.clock.pauseAt(new Date('2026-03-03T05:00:20Z'));
    return page;
  }

  /** Second by second, so that an answer arrives before the next one is over. */
  async function passes(page: Page, seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      await page.clock.runFor(1_000);
      await page.evaluate('Promise.allSettled(under.splice(0)).then(() => undefined)');
    }
  }

  /** When it asked, in seconds of its clock. */
  async function asksOf(page: Page): Promise<number[]> {
    return (await page.evaluate('asked')) as number[];
  }

  it('shows its waiting screen in the reader’s language, and the shop again', async () => {
    const s = await scenario(CALM);
    const page = await opens(s);
    await switchedOn(s);
    await passes(page, 46);
    await page.locator('[data-bongsu="waiting"]').waitFor({ state: 'visible' });
    expect(await page.locator('[data-bongsu="waiting-text"]').textContent()).toMatch(/대기 중이니/);
    expect(await page.locator('[data-bongsu="open"]').isVisible()).toBe(false);
    await s.says('minji', 'resolve #1');
    s.takeAll();
    await s.advance('2s');
    await passes(page, 46);
    await page.locator('[data-bongsu="open"]').waitFor({ state: 'visible' });
  });

  it('asks later each time while nobody answers, with a part left to chance, and never before it is told to', async () => {
    const s = await scenario(CALM);
    const page = await opens(s);
    await page.route('**/status.json', (route) => route.abort());
    await passes(page, 150);
    const asked = await asksOf(page);
    const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
    // The first one was told when to come again: 30 to 45 s.
    expect(pauses[0]).toBeGreaterThanOrEqual(29);
    for (const [index, longest] of [5, 10, 20, 40].entries()) {
      // The clock goes on to the end of a second before an answer arrives.
      expect(pauses[index + 1]).toBeGreaterThanOrEqual(longest / 2 - 0.1);
      expect(pauses[index + 1]).toBeLessThanOrEqual(longest + 1.1);
    }
    await page.unroute('**/status.json');
    const busy = { 'retry-after': '600', 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Retry-After' };
    await page.route('**/status.json', (route) => route.fulfill({ status: 503, headers: busy }));
    while ((await asksOf(page)).length === asked.length) await passes(page, 1);
    await passes(page, 590);
    expect(await asksOf(page)).toHaveLength(asked.length + 1);
  });

  it('takes a date for a time to wait, and a page of a proxy for no answer', async () => {
    const s = await scenario(CALM);
    const page = await opens(s);
    const date = {
      'retry-after': 'Tue, 03 Mar 2026 05:10:00 GMT',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'Retry-After',
    };
    await page.route('**/status.json', (route) => route.fulfill({ status: 503, headers: date }));
    while ((await asksOf(page)).length === 1) await passes(page, 1);
    await passes(page, 500);
    expect(await asksOf(page)).toHaveLength(2);
    await page.unroute('**/status.json');
    await page.route('**/status.json', (route) =>
      route.fulfill({ status: 200, headers: { 'access-control-allow-origin': '*' }, body: '<html>sign in</html>' }),
    );
    await passes(page, 300);
    const late = (await asksOf(page)).slice(2);
    const pauses = late.slice(1).map((at, index) => at - (late[index] ?? 0));
    // Five, ten, twenty … at most, half of it at least: no crowd asks a proxy without end.
    expect(pauses.length).toBeLessThanOrEqual(7);
    expect(pauses.at(-1)).toBeGreaterThan(20);
  });
});
