import { readdirSync, readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { type PageServer, startPageServer } from '../../../sandbox/page/page-server.ts';
import type { Stage } from '../../../sandbox/page/stage.ts';
import { ScaledClock } from '../../../sandbox/scaled-clock.ts';
import { startWorld, type World } from '../../../sandbox/world.ts';
import { channel, DemoPage } from '../../support/browser/demo-page.ts';

const PUBLIC = join(import.meta.dirname, '../../../sandbox/page/public');
const FILES = readdirSync(PUBLIC, { recursive: true, encoding: 'utf8' }).filter((name) => /\.[a-z]+$/.test(name));

let world: World;
let server: PageServer;
let page: DemoPage;
beforeAll(async () => {
  world = await startWorld();
  server = await startPageServer({ port: 0, stage: stageOf(world, 'this-one'), botUrl: 'http://127.0.0.1:9' });
  page = new DemoPage(server.url);
});
afterAll(async () => {
  await server.close();
  await world.close();
});

/** A world without a bot. */
function stageOf(only: World, run: string): Stage {
  return {
    world: only,
    run,
    timeScale: 30,
    clock: new ScaledClock(),
    waiting: async () => [
      {
        at: '2026-01-01T00:00:00.000Z',
        kind: 'update',
        what: { en: 'Update in the status channel', ko: '상태 채널에 업데이트' },
        incident: 1,
      },
    ],
    sweep: async () => {},
    settled: async () => {},
    reset: async () => {
      throw new Error('there is nothing to start anew');
    },
  };
}

/** Status of a request with exactly these headers, which fetch would not send. */
function statusOf(path: string, options: { method?: string; headers: Record<string, string>; body?: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.url);
    const outgoing = request({ host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers: options.headers }, (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode ?? 0);
    });
    outgoing.on('error', reject);
    outgoing.end(options.body);
  });
}

describe('the page', () => {
  it.each(FILES)('serves %s, which loads nothing from elsewhere', async (name) => {
    const response = await fetch(`${server.url}/${name}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^(text\/(html|css|javascript)|image\/svg\+xml)/);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    const addresses = [...(await response.text()).matchAll(/(?:src|href|import|from|url)\s*[=(]?\s*["'(]\s*(https?:|\/\/)/g)];
    expect(addresses).toEqual([]);
  });

  it('has every file that its files ask for', () => {
    const names = new Set(FILES);
    const wanted = [...names].flatMap((name) =>
      [
        ...readFileSync(join(PUBLIC, name), 'utf8').matchAll(
          /(?:src|href)="([a-z/-]+\.[a-z]+)"|from '(\.{1,2}\/[a-z./-]+\.js)'|url\(([a-z./-]+\.[a-z]+)\)/g,
        ),
      ].map(([, a, b, c]) => join(dirname(name), a ?? b ?? c ?? '')),
    );
    expect(wanted.filter((name) => !names.has(name))).toEqual([]);
    expect(wanted.length).toBeGreaterThan(80);
  });

  it.each(['/../facts.ts', '/%2e%2e/facts.ts', '/styles/page.css/', '/nothing.html', '/public/styles/page.css'])(
    'has nothing at %s',
    async (path) => {
      expect(await statusOf(path, { headers: { host: '127.0.0.1' } })).toBe(404);
    },
  );

  it('answers no page of another site', async () => {
    const json = { 'content-type': 'application/json' };
    expect(await statusOf('/api/demo', { headers: { host: 'rebound.example.com' } })).toBe(403);
    expect(await statusOf('/api/acts/heal', { method: 'POST', headers: { host: 'evil.example', ...json }, body: '{}' })).toBe(403);
    expect(
      await statusOf('/api/acts/heal', { method: 'POST', headers: { host: 'localhost', 'content-type': 'text/plain' }, body: '{}' }),
    ).toBe(415);
    expect(await statusOf('/api/acts/heal', { method: 'POST', headers: { host: 'localhost:1', ...json }, body: '{}' })).toBe(200);
  });

  it('takes the next port when its own is taken, and says so when all are', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const other = await startPageServer({ port, stage: stageOf(world, 'other'), botUrl: 'http://127.0.0.1:9' });
    expect(other.url).not.toBe(`http://127.0.0.1:${port}`);
    expect((await fetch(`${other.url}/api/demo`)).status).toBe(200);
    await other.close();
    taken.close();
  });
});

describe('what people see', () => {
  it('begins with which start of the demo it is', async () => {
    expect(await page.first('minji', 'hello', (data) => data)).toEqual({ run: 'this-one' });
  });

  it('follows as soon as somebody else wrote, with mentions and without markup', async () => {
    const general = world.slack.channelIds.general ?? '';
    const seen = page.see('hana', (workspace) => channel(workspace, 'general')?.messages.find(({ text }) => text.includes('쿠폰')));
    expect(await page.act('say', { as: 'junho', channel: general, text: '@hana <b>쿠폰</b> & @nobody' })).toEqual({ ok: true });
    expect(await seen).toMatchObject({
      text: '<@U0HANA> &lt;b&gt;쿠폰&lt;/b&gt; &amp; @nobody',
      user: 'U0JUNHO',
      pingsMe: true,
      onlyForMe: false,
    });
  });

  it('hides private channels from those outside, and lets anybody join a public one', async () => {
    const secret = await world.slack.addChannel({ name: 'inc-secret', by: 'minji', private: true });
    const open = await world.slack.addChannel({ name: 'inc-open', by: 'minji' });
    expect(await page.see('minji', (workspace) => channel(workspace, 'inc-secret'))).toMatchObject({ kind: 'private', member: true });
    const seen = await page.see('jisoo', (workspace) => workspace);
    expect(channel(seen, 'inc-secret')).toBeUndefined();
    expect(channel(seen, 'inc-open')).toMatchObject({ member: false });
    expect(await page.act('join', { as: 'jisoo', channel: secret })).toMatchObject({ ok: false });
    expect(await page.act('join', { as: 'jisoo', channel: open })).toEqual({ ok: true });
    expect(await page.see('jisoo', (workspace) => channel(workspace, 'inc-open')?.member)).toBe(true);
  });

  it('shows the numbers change when something breaks', async () => {
    const broken = page.first('minji', 'service', (data) =>
      (data as { broken: { scenario: string }[] }).broken.find(({ scenario }) => scenario === 'S5'),
    );
    expect(await page.act('break', { scenario: 'S5', strength: 2 })).toEqual({ ok: true });
    expect(await broken).toMatchObject({ scenario: 'S5', strength: 2 });
    expect(await page.act('heal', {})).toEqual({ ok: true });
    await page.first('minji', 'service', (data) => ((data as { broken: unknown[] }).broken.length === 0 ? true : undefined));
  });
});

describe('the language of the page', () => {
  const root = async (path: string) => /<html lang="(\w+)">/.exec(await (await fetch(`${server.url}${path}`)).text())?.[1];

  it('is the bot’s, unless the page asks for another', async () => {
    expect([await root('/'), await root('/?as=minji&language=ko'), await root('/?language=fr')]).toEqual(['en', 'ko', 'en']);
    const about = async (query: string) =>
      (await (await fetch(`${server.url}/api/demo${query}`)).json()) as { scenarios: { title: string }[]; buttons: object };
    const [asIs, korean] = [await about(''), await about('?language=ko')];
    expect([asIs.scenarios[0]?.title, korean.scenarios[0]?.title]).toEqual(['Response-time spike', '응답 시간 급증']);
    // The bot still writes English on them.
    expect(korean.buttons).toEqual({ acknowledge: 'Acknowledge', thisIsIt: 'This is it' });
  });

  it('is that of what the bot waits for, and of answers to what people do', async () => {
    const korean = new DemoPage(server.url, 'ko');
    const waiting = (data: unknown) => (data as { waiting: { what: string }[] }).waiting[0]?.what;
    expect(await page.first('minji', 'machine', waiting)).toBe('Update in the status channel');
    expect(await korean.first('minji', 'machine', waiting)).toBe('상태 채널에 업데이트');
    expect(await korean.act('break', { scenario: 'S9' })).toEqual({
      ok: false,
      problem: expect.stringMatching(/^할 수 없는 일입니다: .*S9/),
    });
  });
});

describe('what people do wrongly', () => {
  it.each([
    ['break', { scenario: 'S9' }, /S9 cannot be broken/],
    ['slash', { as: 'ghost', channel: 'C0STATUS', text: 'list' }, /nobody .* is called ghost/],
    ['say', { as: 'minji', channel: 'C0STATUS', text: '' }, /text/],
    ['click', { as: 'minji', channel: 'C0STATUS', ts: '1.1', actionId: 'x' }, /no message/],
    ['submit', { as: 'minji', viewId: 'V1', values: {} }, /no open view/],
  ])('is answered, not thrown: %s %j', async (name, input, problem) => {
    expect(await page.act(name, input)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });

  it('is told of a bot that does not answer', async () => {
    world.slack.setAppUrl('http://127.0.0.1:9/');
    expect(await page.act('slash', { as: 'minji', channel: 'C0STATUS', text: 'list' })).toEqual({
      ok: false,
      problem: 'The command failed with the error “operation_timeout”.',
    });
  });
});
