import { ask, TWO_COMPONENTS } from '../../support/examples/public-status.ts';
import { add } from '../../support/scenario/edit-playbook.ts';
import { CALM, scenario } from '../../support/scenario/scenario.ts';

/** The same status for programs: a feed, a badge, a page that only some may see. */

const TOKEN = 'status-token-0123456789';

it('is a feed that any reader takes, a badge that says the worst of it, and each is kept by its tag', async () => {
  const s = await scenario({ ...CALM, environment: { ...CALM.environment, PUBLIC_URL: 'https://bongsu.example.com' } });
  const badge = async () => (await ask(s, '/status.svg')).text;
  expect(await badge()).toContain('aria-label="Coupon issuing: Operational"');
  const { id } = await s.opens('minji', 'sev1 <Coupons> & late');
  await s.advance('31m');
  expect(await badge()).toContain('aria-label="Coupon issuing: Major outage"');
  const feed = await ask(s, '/status.atom?lang=ko');
  expect(feed.response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
  expect(feed.text).toMatch(
    /<feed [^>]*xml:lang="ko">[\s\S]*<link rel="self"[^>]* href="https:\/\/bongsu.example.com\/status.atom"\/>[\s\S]*<entry>\n<id>urn:bongsu:update:\S+<\/id>\n<title>쿠폰 발급 관련 문제: 확인 중<\/title>/,
  );
  expect(feed.text).not.toMatch(/Coupons&|&lt;Coupons|#1\b/);
  expect((await ask(s, '/status/feed.atom?lang=ko')).text).toBe(feed.text);
  for (const path of ['/status', '/status.json', '/status.atom', '/status.ics', '/status.svg']) {
    const { response } = await ask(s, path);
    expect([path, response.status, response.headers.get('cache-control')]).toEqual([path, 200, 'public, max-age=2']);
    const etag = response.headers.get('etag') ?? '';
    expect([path, (await ask(s, path, { 'if-none-match': etag })).status]).toEqual([path, 304]);
  }
  await s.says('minji', `resolve #${id}`);
  s.takeAll();
});

it('is shown to nobody without the token where the playbook says so, and the token leaves the address', async () => {
  const own = {
    access: 'token',
    name: { en: 'Shop status', ko: '상점 상태' },
    logo: 'https://www.example.com/logo.svg',
    colours: { light: '#0b5394', dark: '#7cb8f5' },
  };
  const edits = Object.entries(own).map(([key, value]) => add(`statusPage.${key}`, value));
  const s = await scenario({
    ...CALM,
    environment: { ...CALM.environment, STATUS_TOKEN: TOKEN, PUBLIC_URL: 'https://bongsu.example.com' },
    playbook: [...CALM.playbook, ...TWO_COMPONENTS, ...edits],
  });
  const closed = await ask(s, '/status', { 'accept-language': 'ko' });
  expect([closed.status, closed.response.headers.get('cache-control')]).toEqual([401, 'no-store']);
  expect(closed.text).toMatch(/공개되어 있지 않습니다/);
  expect(closed.text).not.toMatch(/Requests|쿠폰 신청/);
  for (const path of ['/status.json', '/status.atom', '/status.ics', '/status.svg', '/status.json?token=wrong', '/status?token=wrong'])
    expect([path, (await ask(s, path)).status]).toEqual([path, 401]);
  expect((await ask(s, '/status.json', { authorization: 'Bearer wrong' })).status).toBe(401);
  expect((await ask(s, '/status?service=nothing')).text).not.toMatch(/coupon/);

  const entered = await ask(s, `/status?token=${TOKEN}&lang=ko`);
  expect([entered.status, entered.response.headers.get('location')]).toEqual([303, '/status?lang=ko']);
  const cookie = entered.response.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^bongsu_status=[\w-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);
  expect(cookie).not.toContain(TOKEN);
  const page = await ask(s, '/status?lang=ko', { cookie: `other=1; ${cookie.split(';')[0]}` });
  expect([page.status, page.response.headers.get('cache-control')]).toEqual([200, 'private, max-age=2']);
  expect(page.text).toMatch(
    /<html lang="ko">[\s\S]*--brand:#0b5394[\s\S]*<img src="https:\/\/www.example.com\/logo.svg" alt="상점 상태"[\s\S]*쿠폰 신청/,
  );
  expect(page.response.headers.get('content-security-policy')).toMatch(/; img-src https:\/\/www.example.com\/logo.svg; /);
  const json = await ask(s, '/status.json', { authorization: `Bearer ${TOKEN}` });
  expect([json.status, json.response.headers.get('access-control-allow-origin')]).toEqual([200, null]);
  expect((await ask(s, `/status.ics?token=${TOKEN}`)).status).toBe(200);
});

it('is shown to nobody at all where the playbook wants a token and there is none', async () => {
  const s = await scenario({ ...CALM, playbook: [...CALM.playbook, add('statusPage.access', 'token')] });
  for (const path of ['/status', '/status?token=', '/status.json?token=undefined']) expect((await ask(s, path)).status).toBe(401);
  expect((await ask(s, '/status', { cookie: 'bongsu_status=' })).status).toBe(401);
});
