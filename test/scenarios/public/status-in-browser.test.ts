import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { statusNow, TWO_COMPONENTS } from '../../support/examples/public-status.ts';
import { describeWith } from '../../support/run/services.ts';
import { asAdmin } from '../../support/run/test-run.ts';
import { add } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** The status page as people see it: on a phone and at a desk, in both colours and both languages, and on paper. STATUS_PICTURES writes the docs' pictures anew. */
const IMAGES = join(import.meta.dirname, '../../../docs/images');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const DESKTOP = { width: 1100, height: 900 };
const PHONE = { width: 390, height: 844 };

const LOOKS = {
  'status-page': { viewport: DESKTOP, colorScheme: 'light', locale: 'en-GB' },
  'status-page-dark': { viewport: PHONE, colorScheme: 'dark', locale: 'en-GB' },
  'status-page-phone': { viewport: PHONE, colorScheme: 'light', locale: 'ko-KR' },
} as const;

/** What axe finds on the whole page, however small. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = (await page.evaluate(`axe.run({ include: [['html']] }, { resultTypes: ['violations'] })`)) as {
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  };
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}

/** Past incidents, as a service of some months has them. */
async function lived(s: Scenario): Promise<void> {
  const past = [
    [70, 'sev1', 'S1', 55],
    [52, 'sev2', 'S2', 130],
    [52, 'sev3', 'S2', 400],
    [31, 'sev3', 'S1', 240],
    [12, 'sev2', 'S1', 25],
    [3, 'sev2', 'S2', 48],
  ] as const;
  await asAdmin(s.databaseUrl, async (client) => {
    for (const [days, severity, scenario, minutes] of past) {
      const onset = new Date(s.now().getTime() - days * 86_400_000);
      const end = new Date(onset.getTime() + minutes * 60_000);
      const { rows } = await client.query(
        `insert into incidents (service, title, severity, state, scenario, private, declared_by, declared_via, detected_at, onset_at, clock_started_at, mitigated_at, resolved_at)
         values ('coupon', 'x', $1, 'resolved', $2, false, 'U0MINJI', 'slack', $3, $3, $3, $4, $4) returning id`,
        [severity, scenario, onset, end],
      );
      const texts = [
        [
          'investigating',
          'Coupons are issued late. We are looking into it.',
          '쿠폰 지급이 늦어지고 있습니다. 원인을 확인하고 있습니다.',
          5,
        ],
        [
          'resolved',
          'Coupons are issued as usual again. Thank you for waiting.',
          '쿠폰이 평소처럼 지급되고 있습니다. 기다려 주셔서 감사합니다.',
          minutes,
        ],
      ] as const;
      for (const [index, [stage, en, ko, after]] of texts.entries()) {
        await client.query(
          `insert into update_texts (incident_id, sequence, kind, stage, texts, held, written_at) values ($1, $2, $3, $4, $5, '[]', $6)`,
          [rows[0].id, index + 1, stage === 'resolved' ? 'end' : 'update', stage, { en, ko }, new Date(onset.getTime() + after * 60_000)],
        );
      }
    }
    await client.query(
      `insert into maintenances (service, components, texts, starts_at, ends_at, started_at, completed_at, planned_by, planned_at, changed_at)
       values ('coupon', '["issuing"]', $1, $2, $3, $2, $3, 'U0DOHYUN', $2, $3)`,
      [
        { en: 'New message queue', ko: '메시지 큐 교체' },
        ...[20 * 24, 20 * 24 - 2].map((hours) => new Date(s.now().getTime() - hours * 3_600_000)),
      ],
    );
  });
}

describeWith('chromium', (_getUrl, getServer) => {
  const opened: Page[] = [];
  afterEach(async () => {
    for (const page of opened.splice(0)) await page.close();
  });

  async function open(browser: Browser, s: Scenario, look: keyof typeof LOOKS, path = '/status'): Promise<Page> {
    const page = await browser.newPage({ ...LOOKS[look], javaScriptEnabled: true, bypassCSP: true });
    opened.push(page);
    page.setDefaultTimeout(45_000);
    await page.goto(`${s.app.url}${path}`);
    return page;
  }

  async function begin(): Promise<Scenario> {
    const colours = add('statusPage.colours', { light: '#0b5394', dark: '#7cb8f5' });
    const s = await scenario({ ...CALM, playbook: [...CALM.playbook, ...TWO_COMPONENTS, colours] });
    await lived(s);
    const { id } = await s.opens('minji', 'sev1 Requests fail');
    await s.app.runtime.storage.transaction((stores) => stores.incidents.change(id, { scenario: 'S1' }));
    await s.says('dohyun', 'maintenance plan 2026-03-03T14:10 3h New message queue --components issuing');
    await s.says('dohyun', 'maintenance plan 2026-03-08T02:00 90m Database upgrade');
    await s.advance('61m');
    s.takeAll();
    await statusNow(s);
    return s;
  }

  it('can be read by everybody, on every screen and on paper, with nothing that axe finds wrong', async () => {
    const s = await begin();
    const { browser } = getServer();
    for (const look of Object.keys(LOOKS) as (keyof typeof LOOKS)[]) {
      const page = await open(browser, s, look);
      expect([look, await violations(page)]).toEqual([look, []]);
      // Nothing is cut off or to be scrolled sideways.
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      const png = await page.screenshot({ fullPage: true });
      if (process.env.STATUS_PICTURES) writeFileSync(join(IMAGES, `${look}.png`), png);
      await page.locator('summary').first().click();
      expect(await page.locator('details li').first().isVisible()).toBe(true);
    }
    for (const look of Object.keys(LOOKS) as (keyof typeof LOOKS)[]) {
      const waiting = await open(browser, s, look, '/waiting');
      expect([look, await waiting.locator('html').getAttribute('lang')]).toEqual([look, LOOKS[look].locale.slice(0, 2)]);
      // Without a script it looks again by a timed refresh, which axe holds against any page; nothing else is wrong.
      expect([look, await violations(waiting)]).toEqual([look, [expect.stringMatching(/^meta-refresh: /)]]);
      expect(await waiting.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
    const paper = await open(browser, s, 'status-page-dark');
    await paper.emulateMedia({ media: 'print' });
    expect(await paper.locator('footer').isVisible()).toBe(false);
    expect(await paper.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await paper.locator('details li').first().isVisible()).toBe(true);
  });

  it('needs no script, and runs none', async () => {
    const s = await begin();
    const { browser } = getServer();
    const page = await browser.newPage({ ...LOOKS['status-page'], javaScriptEnabled: false });
    opened.push(page);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`${s.app.url}/status`);
    await page.getByRole('heading', { name: /We are looking into a problem/ }).waitFor();
    expect(await page.getByRole('img', { name: /The last 90 days: 9\d[\d.]*% uptime, disruptions on \d days/ }).count()).toBe(2);
    await page.getByRole('link', { name: '한국어' }).click();
    await page.getByRole('heading', { name: /관련 문제를 확인하고 있습니다/ }).waitFor();
    expect(complaints).toEqual([]);
  });
});
