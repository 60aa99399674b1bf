import { BrowserPage, LOOKS, type Look } from '../../support/browser/browser-page.ts';
import { suiteDemo } from '../../support/browser/suite-demo.ts';
import { describeWith } from '../../support/run/services.ts';
import { pageTexts } from '../../support/scenario/page-texts.ts';

const TEST_TIMEOUT_MS = 300_000;
const HANGUL = /\p{Script=Hangul}/u;
/** Names that are the same in every language, and the name of the other one. */
const NAMES = ['Bongsu', 'Slack', 'Zoom', 'API', 'Kafka', 'Consumer', 'JVM', 'TIME_SCALE', 'KM'];
/** Numbers and signs, marks of scenarios, channels, positions of dials, calls with their errors, and who wrote when. */
const NO_WORDS = [
  /^[\d\P{L}]+(ms|×)?$/u,
  /^S\d$/,
  /^(#?(inc-\d+-[\w-]+|general|status|support)|D\d+)$/,
  /^(lock|throughput)$/,
  /^[a-z]+(\.[a-zA-Z]+)+$/,
  /^(response_url|upload_url|[A-Z]+ \/[\w/]+)$/,
  /^✕ [a-z_]+$/,
  // To be typed.
  /^curl /,
  /^(Bongsu|Kim Minji), [\d:]+$/,
];

describeWith('chromium', (_getUrl, getServer) => {
  const demo = suiteDemo({ timeScale: 30, language: 'ko' });
  let visitor: BrowserPage;
  beforeEach(async () => {
    visitor = await BrowserPage.open(getServer().browser, `${demo().url}/?as=minji`);
  });
  afterEach(async () => {
    await visitor.close();
    expect(visitor.complaints).toEqual([]);
  });

  /** What the page says that is neither Korean nor a name. */
  async function foreign(): Promise<string[]> {
    const facts = (await (await fetch(`${demo().url}/api/demo`)).json()) as {
      people: { realName: string }[];
      signals: { title: string }[];
    };
    const known = new Set([...NAMES, ...facts.people.map(({ realName }) => realName), ...facts.signals.map(({ title }) => title)]);
    const texts = await pageTexts(visitor.page);
    return texts.filter((text) => !HANGUL.test(text) && !known.has(text) && !NO_WORDS.some((pattern) => pattern.test(text)));
  }

  it(
    'leads through the beginning of the tour in Korean, and says nothing else',
    async () => {
      const { page } = visitor;
      const found: string[] = [];
      const looksFine = async (where: string, looks = Object.keys(LOOKS) as Look[]) => {
        found.push(...(await foreign()).map((what) => `${where}: ${what}`));
        for (const look of looks) {
          await visitor.look(look);
          found.push(...(await visitor.seriousViolations()).map((what) => `${where}, ${look}: ${what}`));
          const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
          if (wider !== 0) found.push(`${where}, ${look}: wider than the screen`);
        }
        await visitor.look('light');
      };
      const step = (number: number) => page.locator('.tour-count', { hasText: `8단계 중 ${number}` }).waitFor();
      expect(await page.evaluate('document.documentElement.lang')).toBe('ko');
      await page.locator('#composer-text').fill('/incident');
      await looksFine('the guide and the commands', ['light', 'phone']);
      await page.locator('#composer-text').fill('');
      await visitor.button('둘러보기 시작').click();
      await step(1);
      await page.locator('.tour-target').click();
      await step(2);
      await visitor.button('S2: 고장 내는 방법').click();
      await looksFine('the service');
      await page.locator('#sidebar .tour-target').click();
      await step(3);
      expect(await page.locator('.tour-target').textContent()).toContain('고정됨');
      await visitor.button('다음').click();
      await step(4);
      await page.locator('.tour-words', { hasText: '“확인했습니다” 버튼' }).waitFor();
      await page.locator('.tour-target', { hasText: '확인했습니다' }).click();
      await step(5);
      await page.getByRole('tab', { name: '시계' }).click();
      await page.locator('.wait.deadline', { hasText: '기한' }).first().waitFor();
      await looksFine('the clock', ['light', 'phone']);
      await page.getByRole('tab', { name: 'API 호출' }).click();
      await page.getByLabel('Slack', { exact: true }).selectOption('lose');
      await page.locator('.call', { hasText: '응답 유실' }).first().waitFor();
      await page.getByLabel('Slack', { exact: true }).selectOption('none');
      await looksFine('the calls', ['dark']);
      await visitor.button('그만 보기').click();
      await page.locator('.message.pinned').hover();
      await page.locator('.message.pinned').getByRole('button', { name: '스레드에 답글 달기' }).click();
      await page.locator('#thread-text').fill('확인하고 있습니다');
      await page.keyboard.press('Enter');
      await page.locator('.thread-link', { hasText: '답글 1개' }).waitFor();
      await looksFine('a thread', ['phone']);
      await page.locator('#acting').selectOption('jisoo');
      await page.locator('#sidebar h2', { hasText: '참여하지 않은 채널' }).waitFor();
      await visitor.button('참여').waitFor();
      await looksFine('a channel not joined', ['light']);
      await visitor.channel('Bongsu 홈').click();
      await page.locator('.home').waitFor();
      await looksFine('the home of the app', ['light']);
      await visitor.button('초기화').click();
      await page.locator('#confirm[open]').waitFor();
      await looksFine('a question', ['light']);
      expect(found).toEqual([]);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'changes its own words, not the bot’s, and stays so',
    async () => {
      const { page } = visitor;
      await visitor.command('/incident open sev2 쿠폰 발급이 늦습니다');
      await visitor.channel(/inc-1-/).click();
      await page.locator('.message.pinned', { hasText: '총괄' }).waitFor();
      await visitor.button('English').click();
      await page.locator('#speed', { hasText: 'half an hour' }).waitFor();
      expect(await page.evaluate('document.documentElement.lang')).toBe('en');
      await page.locator('.message.pinned', { hasText: '총괄' }).waitFor();
      expect(await page.locator('.message.pinned').textContent()).toContain('Pinned');
      await page.reload();
      await visitor.button('Send').waitFor();
      await visitor.button('한국어').click();
      await visitor.button('보내기').waitFor();
      await page.goto(`${demo().url}/?as=minji&language=en`);
      await visitor.button('Break S2, Kafka processing delay').waitFor();
      await page.goto(demo().url);
      await visitor.button('Send').waitFor();
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'speaks Korean when the demo is told to',
    async () => {
      await visitor.command('/incident open sev2 쿠폰 발급이 늦습니다');
      await visitor.channel(/inc-1-/).click();
      await visitor.page.locator('.message.pinned', { hasText: '응답 시간' }).waitFor();
      await visitor.page.locator('.message.pinned').evaluate((node) => node.scrollIntoView());
      expect((await visitor.picture('demo-korean')).length).toBeGreaterThan(20_000);
    },
    TEST_TIMEOUT_MS,
  );
});
