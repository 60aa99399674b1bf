import type { Browser } from 'playwright-core';
import { BrowserPage } from '../../support/browser/browser-page.ts';
import { suiteDemo } from '../../support/browser/suite-demo.ts';
import { describeWith } from '../../support/run/services.ts';

const TEST_TIMEOUT_MS = 300_000;
/** From the narrowest phone to a desk, and what people noticed. */
const WIDTHS = [320, 360, 390, 480, 600, 700, 701, 780, 820, 900, 1024, 1080, 1081, 1200, 1280, 1400];

/** What is cut, laid over something else or broken into lines in the header; run in the page. */
const HEADER = `(() => {
  const found = [];
  const shown = [...document.querySelectorAll('.bar > *')].filter((node) => node.offsetParent !== null);
  const boxes = shown.map((node) => ({ name: node.id || node.className || node.tagName, ...node.getBoundingClientRect().toJSON() }));
  for (const it of boxes) {
    if (it.left < 0 || it.right > innerWidth + 0.5) found.push(it.name + ' is cut');
    if (it.height > 44) found.push(it.name + ' is broken into lines');
  }
  for (const [index, a] of boxes.entries())
    for (const b of boxes.slice(index + 1))
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) found.push(a.name + ' lies over ' + b.name);
  if (document.querySelector('.bar').clientHeight > 110) found.push('three lines of header');
  if (document.documentElement.scrollWidth > innerWidth) found.push('wider than the screen');
  return found;
})()`;

describeWith('chromium', (_getUrl, getServer) => {
  const demo = suiteDemo({ timeScale: 30 });
  let browser: Browser;
  let visitor: BrowserPage;
  beforeEach(async () => {
    browser = getServer().browser;
    visitor = await BrowserPage.open(browser, `${demo().url}/?as=minji`);
  });
  afterEach(async () => {
    await visitor.close();
    expect(visitor.complaints).toEqual([]);
  });

  it(
    'newcomer 14: keeps its header whole at every width, in both languages',
    async () => {
      const { page } = visitor;
      const found: string[] = [];
      for (const language of ['en', 'ko']) {
        await page.goto(`${demo().url}/?language=${language}`);
        await page.locator('#speed', { hasText: 'TIME_SCALE' }).waitFor({ state: 'attached' });
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 800 });
          found.push(...((await page.evaluate(HEADER)) as string[]).map((what) => `${language}, ${width}: ${what}`));
        }
      }
      expect(found).toEqual([]);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'newcomer 14: shows a chart whole that arrives at the bottom, and leaves those where they are who have scrolled away',
    async () => {
      const { page } = visitor;
      await visitor.command('/incident open sev2 Coupons are late');
      await visitor.channel(/inc-1-/).click();
      await page.locator('.message.pinned').waitFor();
      // Pictures come in after the message that holds them has been drawn.
      let letIn: () => void = () => {};
      const heldUp = new Promise<void>((resolve) => {
        letIn = resolve;
      });
      await page.route('**/api/files/*', async (route) => {
        await heldUp;
        await route.continue();
      });
      await visitor.command('/incident graph cpu');
      const picture = page.locator('#log .message:not(.pinned) figure img').last();
      await picture.waitFor({ state: 'attached' });
      letIn();
      const below = `(() => { const log = document.querySelector('#log'); return Math.round(log.scrollHeight - log.scrollTop - log.clientHeight); })()`;
      await page.waitForFunction(`[...document.querySelectorAll('#log figure img')].every((img) => img.complete && img.naturalHeight > 0)`);
      await page.waitForFunction(`${below} < 2`);

      await page.locator('#log').evaluate((log: { scrollTop: number }) => {
        log.scrollTop = 0;
      });
      await page.waitForFunction(`document.querySelector('#log').scrollTop === 0`);
      const room = new URL(page.url()).searchParams.get('channel') ?? '';
      await demo().stage.world.slack.say('junho', room, 'Somebody else goes on');
      await page.locator('#log', { hasText: 'Somebody else goes on' }).waitFor();
      expect(await page.evaluate(`document.querySelector('#log').scrollTop`)).toBe(0);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'newcomer 14: leads the keyboard to what it shows, and links to what users see',
    async () => {
      const { page } = visitor;
      await visitor.button('Take the tour').click();
      await page.locator('.tour-count', { hasText: '1 of 8' }).waitFor();
      await visitor.button('Show me').click();
      await page.waitForFunction(`document.activeElement.matches('.tour-target[data-focus], .tour-target button, button.tour-target')`);
      await page.keyboard.press('Enter');
      await page.locator('.tour-count', { hasText: '2 of 8' }).waitFor();

      const outside = page.locator('.outside a');
      expect(await outside.evaluateAll((links) => links.map((link) => (link as unknown as { href: string }).href))).toEqual([
        `${demo().botUrl}/status`,
        `${demo().botUrl}/shop?language=en`,
      ]);
      await visitor.channel(/inc-1-/).click();
      await page.locator('.message.pinned').waitFor();
      await visitor.command('/incident mitigate waiting-screen');
      await page.locator('#modal [type=submit]').click();
      const shop = await browser.newPage({ locale: 'en-GB' });
      try {
        await shop.goto(`${demo().botUrl}/shop`);
        await shop.locator('#waiting', { hasText: 'You are in line' }).waitFor();
        expect(await shop.locator('#get').isVisible()).toBe(false);
      } finally {
        await shop.close();
      }
    },
    TEST_TIMEOUT_MS,
  );
});
