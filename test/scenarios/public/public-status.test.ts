import type { Random } from '../../../src/domain/ports/random.ts';
import { PublicStatusReader } from '../../../src/workflows/updates/public-status-reader.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { asAdmin } from '../../support/run/test-run.ts';
import { bareMitigation } from '../../support/scenario/run-mitigation.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';
import { startTcpProxy } from '../../support/servers/tcp-proxy.ts';

/** Users of the watched service look at /status over HTTP, on a real database. */

async function json(s: Scenario, headers: Record<string, string> = {}, { url } = s.app) {
  const response = await fetch(`${url}/status.json`, { headers });
  const text = await response.text();
  return { response, body: text === '' ? undefined : JSON.parse(text) };
}

async function page(s: Scenario, language = 'en', { url } = s.app) {
  const response = await fetch(`${url}/status`, { headers: { 'accept-language': language } });
  return { response, html: await response.text() };
}

const mitigation = (s: Scenario, name: string, incidentId?: number) => bareMitigation(s.app.runtime, name, incidentId);

async function post(s: Scenario, name: string, incidentId: number, key: string, chosen = {}) {
  const one = mitigation(s, name, incidentId);
  const plan = await one.plan(chosen);
  expect(plan.refusal).toBeUndefined();
  await one.execute(plan, key);
  return plan;
}

/** What is read is kept for a second. */
async function later(s: Scenario) {
  await s.advance('2s');
}

describe('what users see', () => {
  it('is calm, then the waiting screen, the notice and the request to come back later, in both languages', async () => {
    const s = await scenario(CALM);
    expect((await json(s)).body).toEqual({
      service: { key: 'coupon', name: { en: 'Coupon issuing', ko: '쿠폰 발급' } },
      state: 'ok',
      waitingScreen: { on: false, text: null, since: null },
      notices: [],
      investigating: { on: false, text: null, since: null },
      components: [{ key: 'coupon', name: { en: 'Coupon issuing', ko: '쿠폰 발급' }, group: null, state: 'operational', uptime: null }],
      incidents: [],
      maintenance: [],
      retryAfterSeconds: expect.any(Number),
    });
    const calm = (await page(s)).html;
    expect(calm).toMatch(/No known problems[\s\S]*알려진 문제가 없습니다/);
    expect(calm).not.toContain('/subscribe'); // Mail is not set up here.

    const { id } = await s.opens('minji', 'sev1 Database password leaked');
    await post(s, 'delay-notice', id, 'run:1');
    await later(s);
    expect((await json(s)).body).toMatchObject({
      state: 'delayed',
      notices: [{ kind: 'notice', text: { en: expect.stringMatching(/delayed since 14:00\./), ko: expect.stringMatching(/^14:00부터/) } }],
    });
    await post(s, 'waiting-screen', id, 'run:2');
    await post(s, 'spread-traffic', id, 'run:3', { waitMinutes: 7 });
    await later(s);
    const { body } = await json(s);
    expect(body).toMatchObject({
      state: 'waiting',
      waitingScreen: {
        on: true,
        text: { en: expect.stringMatching(/in line/), ko: expect.stringMatching(/대기 중/) },
        since: expect.any(String),
      },
      notices: [
        { kind: 'notice' },
        { kind: 'spread', text: { en: expect.stringMatching(/after 7 minutes/), ko: expect.stringMatching(/7분 뒤/) } },
      ],
    });
    const { html } = await page(s);
    for (const text of ['in line', '대기 중', 'after 7 minutes', '7분 뒤', 'delayed since 14:00']) expect(html).toContain(text);
    // Nothing of the incident itself.
    for (const all of [html, JSON.stringify(body)]) expect(all).not.toMatch(/password|#1\b|sev1|minji|U0MINJI|run:/i);
    const { kinds } = await timeline(s, id);
    expect(kinds.filter((kind) => kind.startsWith('notice.'))).toEqual(['notice.posted', 'notice.posted', 'notice.posted']);
  });

  it('stands in the language that the browser puts first, each part marked with its own', async () => {
    const s = await scenario(CALM);
    const english = await page(s, 'en-GB,en;q=0.9,ko;q=0.5');
    const korean = await page(s, 'fr, ko-KR;q=0.8, en;q=0.3');
    const neither = await page(s, 'fr;q=nonsense,,;');
    expect(english.html).toMatch(/^<!doctype html>\n<html lang="en">[\s\S]*<section lang="en">[\s\S]*<section lang="ko">/);
    expect(korean.html).toMatch(/^<!doctype html>\n<html lang="ko">[\s\S]*<section lang="ko">[\s\S]*<section lang="en">/);
    expect(neither.html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(english.response.headers.get('vary')).toMatch(/accept-language/i);
  });

  it('cannot run or load anything, whatever a person wrote', async () => {
    const s = await scenario(CALM);
    const { id } = await s.opens('minji', 'sev2 Coupons late');
    const nasty = `</p><script>alert(1)</script><img src=x onerror="alert('2')"> & {service}`;
    await post(s, 'delay-notice', id, 'run:1', { textEn: nasty, textKo: nasty });
    await later(s);
    const { html, response } = await page(s);
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('&amp; Coupon issuing');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect((await json(s)).body.notices[0].text.en).toBe(nasty.replace('{service}', 'Coupon issuing'));
  });
});

describe('posting and taking back', () => {
  it('posts once under one key, and undoes only what its own run posted', async () => {
    const s = await scenario(CALM);
    const first = await s.opens('minji', 'sev2 Coupons late');
    const second = await s.opens('minji', 'sev2 Stock wrong');
    const own = await post(s, 'delay-notice', first.id, 'run:1', { textEn: 'first', textKo: '첫째' });
    await mitigation(s, 'delay-notice', first.id).execute(own, 'run:1');
    expect((await timeline(s, first.id)).kinds.filter((kind) => kind === 'notice.posted')).toHaveLength(1);

    const other = mitigation(s, 'delay-notice', second.id);
    const plan = await other.plan({ textEn: 'second', textKo: '둘째' });
    expect(plan.changes).toMatchObject([{ from: { value: 'first / 첫째' }, to: 'second / 둘째', back: 'first / 첫째' }]);
    await other.execute(plan, 'run:2');
    expect(await noticeNow(s)).toBe('second');
    // What lies below is not in force: taking it back changes nothing that users see, and it does not come back later.
    await other.undo(plan, 'run:2');
    await other.undo(plan, 'run:2');
    expect(await noticeNow(s)).toBe('first');
    // Done under a key of the past, it stays undone.
    await other.execute(plan, 'run:2');
    expect(await noticeNow(s)).toBe('first');
    await other.execute(plan, 'run:3');
    await mitigation(s, 'delay-notice', first.id).undo(own, 'run:1');
    expect(await noticeNow(s)).toBe('second');
    await other.undo(plan, 'run:3');
    expect(await noticeNow(s)).toBeUndefined();
  });

  it('lets the same incident change its text, and goes back to before both', async () => {
    const s = await scenario(CALM);
    const { id } = await s.opens('minji', 'sev2 Coupons late');
    await post(s, 'delay-notice', id, 'run:1', { textEn: 'one', textKo: '하나' });
    const again = await mitigation(s, 'delay-notice', id).plan({ textEn: 'one', textKo: '하나' });
    expect(again.refusal?.en).toMatch(/Nothing would change/);
    const plan = await post(s, 'delay-notice', id, 'run:2', { textEn: 'two', textKo: '둘' });
    expect(plan.changes).toMatchObject([{ from: { value: 'one / 하나' }, to: 'two / 둘', back: null }]);
    expect(await noticeNow(s)).toBe('two');
    await mitigation(s, 'delay-notice', id).undo(plan, 'run:2');
    expect(await noticeNow(s)).toBeUndefined();
  });

  it.each([
    ['resolve', /is resolved.*\n?[\s\S]*Taken off the public status page: waiting screen, notice\./],
    ['cancel', /false alarm[\s\S]*Taken off the public status page: waiting screen, notice\./],
  ])('takes down with %s what the incident posted, says so, and leaves what others posted', async (move, said) => {
    const s = await scenario(CALM);
    const first = await s.opens('minji', 'sev2 Coupons late');
    const second = await s.opens('minji', 'sev2 Stock wrong');
    await post(s, 'delay-notice', first.id, 'run:1', { textEn: 'of the first', textKo: '첫째' });
    await post(s, 'waiting-screen', second.id, 'run:2');
    const plan = await post(s, 'delay-notice', second.id, 'run:3');
    await s.says('minji', move, '#2');
    s.expectPosted('#2', said);
    s.expectPosted('status', said);
    if (move === 'resolve') s.expectReview(2);
    await later(s);
    const { body } = await json(s);
    expect(body).toMatchObject({ state: 'delayed', waitingScreen: { on: false }, notices: [{ text: { en: 'of the first' } }] });
    expect((await timeline(s, second.id)).kinds.filter((kind) => kind === 'notice.withdrawn')).toHaveLength(2);
    // A run that comes too late posts nothing, and taking it back is nothing either.
    await expect(mitigation(s, 'delay-notice', second.id).execute(plan, 'run:4')).rejects.toMatchObject({ code: 'changed' });
    await mitigation(s, 'delay-notice', second.id).undo(plan, 'run:3');
    expect(await noticeNow(s)).toBe('of the first');
    expect((await mitigation(s, 'delay-notice', second.id).plan()).refusal?.en).toMatch(/is over/);
    s.takeAll();
  });

  it('tells nobody anything of a private incident', async () => {
    const s = await scenario(CALM);
    const { id } = await s.opens('minji', 'sev1 --private Keys stolen');
    for (const name of ['waiting-screen', 'delay-notice', 'spread-traffic']) {
      const one = mitigation(s, name, id);
      const plan = await one.plan();
      expect(plan.refusal?.en).toMatch(/private/);
      await expect(one.execute(plan, `run:${name}`)).rejects.toMatchObject({ code: 'changed' });
    }
    // Not even what got there in another way.
    const { storage, clock } = s.app.runtime;
    const row = {
      key: 'k',
      mitigation: 'm',
      incidentId: id,
      kind: 'notice' as const,
      textEn: 'secret',
      textKo: '비밀',
      retryAfterMs: null,
    };
    await storage.transaction((stores) =>
      stores.publicNotices.post({ service: 'coupon', ...row, postedBy: 'U0MINJI', postedAt: clock.now() }),
    );
    expect((await json(s)).body).toMatchObject({ state: 'ok', notices: [] });
  });

  it('shows what lies below the notice of an incident that became private', async () => {
    const s = await scenario(CALM);
    const said = async () => {
      await later(s);
      return (await json(s)).body.notices.map(({ text }: { text: { en: string } }) => text.en);
    };
    const [older, middle, newest] = [
      await s.opens('minji', 'sev2 Coupons late'),
      await s.opens('minji', 'sev2 Stock wrong'),
      await s.opens('minji', 'sev1 Keys stolen'),
    ];
    await post(s, 'delay-notice', older.id, 'run:1', { textEn: 'of the older', textKo: '첫째' });
    await post(s, 'delay-notice', middle.id, 'run:2', { textEn: 'of the middle', textKo: '둘째' });
    await post(s, 'delay-notice', newest.id, 'run:3', { textEn: 'of the newest', textKo: '셋째' });
    expect(await said()).toEqual(['of the newest']);
    const { storage } = s.app.runtime;
    const hide = (id: number) => storage.transaction((stores) => stores.incidents.change(id, { private: true }));
    await hide(newest.id);
    expect(await said()).toEqual(['of the middle']);
    await hide(middle.id);
    expect(await said()).toEqual(['of the older']);
    await hide(older.id);
    expect(await said()).toEqual([]);
  });

  it('says what a person types into the database instead, and that does it', async () => {
    const s = await scenario(CALM);
    const { id } = await s.opens('minji', 'sev2 Coupons late');
    const [change] = (await mitigation(s, 'delay-notice', id).plan({ textEn: "It's late", textKo: '늦습니다' })).changes;
    for (const _twice of [1, 2]) {
      await asAdmin(s.databaseUrl, (client) => client.query(change?.byHand.set ?? ''));
      expect(await noticeNow(s)).toBe("It's late");
    }
    await asAdmin(s.databaseUrl, (client) => client.query(change?.byHand.back ?? ''));
    expect(await noticeNow(s)).toBeUndefined();
  });

  it('refuses what cannot be shown', async () => {
    const s = await scenario(CALM);
    const { id } = await s.opens('minji', 'sev2 Coupons late');
    const notice = mitigation(s, 'delay-notice', id);
    await expect(notice.plan({ textEn: 'x'.repeat(501) })).rejects.toMatchObject({ code: 'text_too_long' });
    expect((await notice.plan({ textEn: 'About {title}' })).refusal?.en).toMatch(/not told \{title\}/);
    const half = await notice.plan({ textEn: 'Late since {onset}' });
    expect(half.warnings).toHaveLength(1);
    expect(half.data).toMatchObject({ text: { en: 'Late since 14:00', ko: expect.stringMatching(/^14:00부터/) } });
    const spread = mitigation(s, 'spread-traffic', id);
    for (const waitMinutes of [0, 61, 2.5, 'soon']) {
      await expect(spread.plan({ waitMinutes })).rejects.toMatchObject({ code: 'wait_out_of_range' });
    }
    expect((await spread.plan()).parameters).toEqual({ waitMinutes: 10 });
  });
});

describe('front ends that ask again and again', () => {
  it('come back at moments of their own, between the base and half as much again', async () => {
    const fractions = [0, 0.25, 0.5, 0.75, 0.999];
    let asked = 0;
    const random: Random = { id: () => crypto.randomUUID(), fraction: () => fractions[asked++ % fractions.length] ?? 0 };
    const s = await scenario({ ...CALM, overrides: { random } });
    const { id } = await s.opens('minji', 'sev2 Coupons late');
    const seconds = async () => {
      asked = 0;
      const answers = [];
      for (const _ of fractions) answers.push(await json(s));
      for (const { response, body } of answers) expect(response.headers.get('retry-after')).toBe(`${body.retryAfterSeconds}`);
      return answers.map(({ body }) => body.retryAfterSeconds);
    };
    expect(await seconds()).toEqual([30, 34, 38, 42, 45]);
    await post(s, 'waiting-screen', id, 'run:1');
    await later(s);
    expect(await seconds()).toEqual([20, 22, 25, 28, 30]);
    await post(s, 'spread-traffic', id, 'run:2');
    await later(s);
    expect(await seconds()).toEqual([600, 675, 750, 825, 900]);
  });

  it('are told by a tag that nothing changed, whoever they are', async () => {
    const s = await scenario(CALM);
    const { id } = await s.opens('minji', 'sev2 Coupons late');
    const { response } = await json(s, { origin: 'https://shop.example.com' });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-expose-headers')).toMatch(/Retry-After/);
    expect(response.headers.get('cache-control')).toBe('public, max-age=2');
    const etag = response.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\//);
    const same = await json(s, { 'if-none-match': `"other", ${etag}` });
    expect(same.response.status).toBe(304);
    expect(Number(same.response.headers.get('retry-after'))).toBeGreaterThanOrEqual(30);
    await post(s, 'delay-notice', id, 'run:1');
    await later(s);
    expect((await json(s, { 'if-none-match': etag })).response.status).toBe(200);
    const preflight = await fetch(`${s.app.url}/status.json`, { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET']);
    expect((await fetch(`${s.app.url}/status.json`, { method: 'POST' })).status).toBe(404);
  });

  it('cost the database one read a second, however many they are', async () => {
    const s = await scenario(CALM);
    const { runtime } = s.app;
    let reads = 0;
    const publicNotices = new Proxy(runtime.storage.publicNotices, {
      get(store, name) {
        if (name === 'shown') reads += 1;
        const found: unknown = Reflect.get(store, name);
        return typeof found === 'function' ? found.bind(store) : found;
      },
    });
    let now = s.now();
    const reader = new PublicStatusReader({ ...runtime, storage: { ...runtime.storage, publicNotices }, clock: { now: () => now } });
    for (let second = 1; second <= 3; second += 1) {
      const seen = await Promise.all(Array.from({ length: 1_000 }, () => reader.look()));
      expect(new Set(seen.map((one) => one?.stale))).toEqual(new Set([false]));
      expect(reads).toBe(second);
      now = new Date(now.getTime() + 999);
      await reader.look();
      expect(reads).toBe(second);
      now = new Date(now.getTime() + 1);
    }
  });

  it('are not answered by a process that does not serve the web', async () => {
    const s = await scenario({ ...CALM, overrides: { roles: new Set(['bot', 'worker']) } });
    expect((await json(s)).response.status).toBe(404);
    expect((await page(s)).response.status).toBe(404);
  });
});

describe('trouble with the database', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  it.each(['cut', 'hold'] as const)('shows what was known for five minutes, says that it is old, then says so (%s)', async (how) => {
    const s = await scenario(CALM);
    const { id } = await s.opens('minji', 'sev2 Coupons late');
    await post(s, 'delay-notice', id, 'run:1', { textEn: 'late', textKo: '지연' });
    const target = new URL(s.databaseUrl);
    const proxy = await startTcpProxy({ host: target.hostname, port: Number(target.port) });
    closing.push(() => proxy.close());
    target.host = `127.0.0.1:${proxy.port}`;
    const web = await s.startBot({ roles: new Set(['web']) }, { DATABASE_URL: target.href });
    const ask = () => json(s, {}, web);
    const shape = async (path: string) => {
      const response = await fetch(`${web.url}${path}`);
      return { status: response.status, text: await response.text(), asOf: response.headers.get('last-modified') };
    };
    const passes = (ms: number) => s.clock.moveTo(new Date(s.now().getTime() + ms));
    passes(2_000);
    expect((await ask()).body).toMatchObject({ state: 'delayed' });
    expect((await ask()).body.stale).toBeUndefined();
    expect((await shape('/status.svg')).asOf).toBeNull();
    const readAt = s.now().toUTCString();

    proxy.hold();
    if (how === 'cut') proxy.cut();
    passes(4_000);
    expect((await ask()).body).toMatchObject({
      state: 'delayed',
      stale: true,
      asOf: expect.any(String),
      notices: [{ text: { en: 'late' } }],
    });
    const SHAPES = { '/status.atom': /<updated>[^<]+<\/updated>/, '/status.ics': /BEGIN:VCALENDAR/, '/status.svg': /<svg/ };
    for (const [path, said] of Object.entries(SHAPES))
      expect(await shape(path)).toEqual({ status: 200, text: expect.stringMatching(said), asOf: readAt });
    expect((await page(s, 'en', web)).html).toMatch(/may be a few minutes old[\s\S]*몇 분 전의 내용/);
    passes(5 * 60_000);
    const { response, body } = await ask();
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe(`${body.retryAfterSeconds}`);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    for (const path of Object.keys(SHAPES)) expect(await shape(path)).toMatchObject({ status: 503 });
    const unknown = await page(s, 'en', web);
    expect(unknown.response.status).toBe(503);
    expect(unknown.html).toMatch(/cannot be shown right now[\s\S]*표시할 수 없습니다/);

    proxy.resume();
    await eventually('the status is known again', async () => {
      passes(1_500);
      const again = await ask();
      return again.response.status === 200 && again.body.stale === undefined ? true : undefined;
    });
    await s.stopBot(web);
  });
});

async function noticeNow(s: Scenario): Promise<string | undefined> {
  const { notices: shown } = await s.app.runtime.storage.publicNotices.shown('coupon');
  return shown.find(({ kind }) => kind === 'notice')?.text.en;
}

async function timeline(s: Scenario, id: number): Promise<{ kinds: string[] }> {
  return { kinds: (await s.app.runtime.storage.timeline.of(id)).map(({ kind }) => kind) };
}
