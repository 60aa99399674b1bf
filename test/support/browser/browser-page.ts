import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';

/** For a busy machine. */
const PATIENCE_MS = 45_000;
const IMAGES = join(import.meta.dirname, '../../../docs/images');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

export type Look = keyof typeof LOOKS;

/** How people may see the page. */
export const LOOKS = {
  light: { colorScheme: 'light', viewport: DESKTOP },
  dark: { colorScheme: 'dark', viewport: DESKTOP },
  phone: { colorScheme: 'dark', viewport: PHONE },
} as const;

/** The demo's page in a browser, as a person uses it; remembers what the page complained of. */
export class BrowserPage {
  readonly page: Page;
  /** Errors in its console and exceptions that nobody caught. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => message.type() === 'error' && this.complaints.push(message.text()));
    page.on('pageerror', (error) => this.complaints.push(error.message));
  }

  static async open(browser: Browser, url: string): Promise<BrowserPage> {
    // Nothing moves, so that pictures and contrasts are those at rest.
    const page = await browser.newPage({ ...LOOKS.light, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Asia/Seoul' });
    const opened = new BrowserPage(page);
    await page.goto(url);
    await page.locator('#sidebar button').first().waitFor({ state: 'attached' });
    return opened;
  }

  async look(look: Look): Promise<void> {
    const { viewport, colorScheme } = LOOKS[look];
    await this.page.emulateMedia({ colorScheme });
    await this.page.setViewportSize(viewport);
  }

  /** A button by its whole name. */
  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
  }

  /** The bot's button with this action in the open conversation; the last one when there are several. */
  action(id: string): Locator {
    return this.page.locator(`#log [data-action^="${id}"]`).last();
  }

  channel(name: RegExp | string): Locator {
    return this.page.locator('#sidebar button', { hasText: name });
  }

  /** Has the person who is acted for run a command in the open conversation. */
  async command(words: string): Promise<void> {
    await this.page.locator('#composer-text').fill(words);
    await this.page.locator('#send').click();
  }

  async break(scenario: string): Promise<void> {
    await this.button(new RegExp(`^Break ${scenario}`)).click();
  }

  /** What axe (https://github.com/dequelabs/axe-core) finds seriously wrong on the whole page but these parts of it, by their selectors: rule, and where. */
  async seriousViolations({ but = [] }: { but?: readonly string[] } = {}): Promise<string[]> {
    if (!(await this.page.evaluate("typeof axe === 'object'"))) await this.page.evaluate(AXE);
    const where = { include: [['html']], exclude: but.map((selector) => [selector]) };
    // Where something is, its own HTML says; a selector for each thing that is looked at takes longer than looking.
    const how = { resultTypes: ['violations'], selectors: false };
    const found = (await this.page.evaluate(`axe.run(${JSON.stringify(where)}, ${JSON.stringify(how)})`)) as {
      violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
    };
    return found.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`));
  }

  /** The picture of the docs with this name, written when DEMO_PICTURES is set; its bytes in any case. */
  async picture(name: string): Promise<Buffer> {
    // What the pointer rests on shows its tools.
    await this.page.mouse.move(0, 0);
    const png = await this.page.screenshot();
    if (process.env.DEMO_PICTURES) writeFileSync(join(IMAGES, `${name}.png`), png);
    return png;
  }

  close(): Promise<void> {
    return this.page.close();
  }
}
