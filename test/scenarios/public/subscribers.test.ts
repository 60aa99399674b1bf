import { EVERYTHING } from '../../../src/domain/subscribers/subscription.ts';
import { tellSubscribers } from '../../../src/workflows/subscribers/tell-subscribers.ts';
import { correctUpdate } from '../../../src/workflows/updates/steer-updates.ts';
import { add } from '../../support/scenario/edit-playbook.ts';
import type { Scenario } from '../../support/scenario/scenario.ts';
import { asks, confirmed, mailServer, type ReadMail, read, subscribes, withMail } from '../../support/subscribers/subscribers.ts';

/** People who know nothing of incidents subscribe to updates by mail, with the real bot and a real mail server. */

async function toAddress(mails: Parameters<typeof read>[0][], address: string): Promise<ReadMail[]> {
  return await Promise.all(mails.filter(({ to }) => to.includes(address)).map(read));
}

/** One incident with updates in the status channel, which is what these tests are not about. */
async function opened(s: Scenario, words = 'sev1 Coupons late'): Promise<number> {
  const { id } = await s.opens('minji', words);
  return id;
}

async function updated(s: Scenario, sequence: number): Promise<void> {
  await s.advance('30m');
  s.expectPosted('status', new RegExp(`Update ${sequence} ·`));
}

describe('by mail', () => {
  it('asks first, tells every update once in the reader’s language and that it is over, and ends with one click', async () => {
    const mail = await mailServer();
    const s = await withMail(mail);
    // The way there stands on the status page, in its words, and keeps its language.
    const status = await asks(s, '/status', { headers: { 'accept-language': 'ko' } });
    const way = /<a href="(\/subscribe\?[^"]*)">이메일로 받아 보기</.exec(status.html)?.[1]?.replaceAll('&amp;', '&');
    const fromStatus = await asks(s, way ?? '', { headers: { 'accept-language': 'en' } });
    expect(fromStatus.html).toMatch(/<html lang="ko">/);
    const form = await asks(s, '/subscribe', { headers: { 'accept-language': 'ko' } });
    expect(form.status).toBe(200);
    expect(form.html).toMatch(
      /<html lang="ko">[\s\S]*메일 주소[\s\S]*<form method="post" action="\/subscribe">|<form method="post" action="\/subscribe">[\s\S]*메일 주소/,
    );
    expect(form.html).not.toMatch(/<script/i);
    expect(form.headers.get('content-security-policy')).toMatch(/default-src 'none'.*form-action 'self'/);

    await subscribes(s, { address: ' Sua@Example.com ', language: 'ko' });
    const [asked] = await toAddress(mail.mails, 'sua@example.com');
    expect(asked).toMatchObject({ subject: '구독 확인: 쿠폰 발급 소식', oneClick: undefined });
    // A scanner of mail opens the link, and nothing has happened.
    const shown = await asks(s, asked?.link ?? '');
    expect(shown.html).toMatch(/<html lang="ko">[\s\S]*<button type="submit">확인<\/button>/);
    await opened(s);
    await updated(s, 1);
    expect(mail.mails).toHaveLength(1);

    expect((await asks(s, asked?.link ?? '', { method: 'POST' })).html).toMatch(/구독을 시작했습니다/);
    await confirmed(s, mail, { address: 'tom@example.com', language: 'en' });
    await updated(s, 2);
    const [, told] = await toAddress(mail.mails, 'sua@example.com');
    const [, english] = await toAddress(mail.mails, 'tom@example.com');
    const texts = (await s.app.runtime.storage.updateTexts.last(1))?.texts;
    expect(told?.subject).toBe('쿠폰 발급: 문제를 확인하고 있습니다');
    expect(told?.text).toContain(texts?.ko);
    expect(english?.subject).toBe('Coupon issuing: we are looking into a problem');
    expect(english?.text).toContain(texts?.en);
    expect(told?.oneClick).toEqual({ url: told?.link, body: 'List-Unsubscribe=One-Click' });
    // The number and the title of an incident are for those who work on it.
    expect(`${english?.subject} ${english?.text}`).not.toMatch(/#1|Coupons late/);

    // A scanner opens this one as well.
    expect((await asks(s, told?.link ?? '')).html).toMatch(/<button type="submit">구독 끝내기<\/button>/);
    await updated(s, 3);
    const { url = '', body } = told?.oneClick ?? {};
    const ended = await asks(s, url, {
      method: 'POST',
      body: body ?? '',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(ended.status).toBe(200);
    await updated(s, 4);
    await s.says('minji', 'resolve #1');
    s.expectPosted('status', /Update 5 ·[\s\S]*works as usual again/);
    s.expectPosted('#1', /is resolved/);
    s.expectReview(1);
    expect((await toAddress(mail.mails, 'sua@example.com')).map(({ subject }) => subject)).toEqual([
      asked?.subject,
      told?.subject,
      told?.subject,
    ]);
    expect((await toAddress(mail.mails, 'tom@example.com')).map(({ subject }) => subject).at(-1)).toBe('Coupon issuing: all is well again');
    expect(new Set((await Promise.all(mail.mails.map(read))).map(({ messageId }) => messageId)).size).toBe(mail.mails.length);
  });

  it('says the same whether or not it knows an address, and writes to nobody too often', async () => {
    const mail = await mailServer();
    const s = await withMail(mail);
    await confirmed(s, mail, { address: 'sua@example.com', language: 'en' });
    const known = await subscribes(s, { address: 'sua@example.com', language: 'en' });
    const unknown = await subscribes(s, { address: 'tom@example.com', language: 'en' });
    expect(known).toMatchObject({ status: unknown.status, html: unknown.html });
    expect(mail.mails).toHaveLength(3);
    for (let again = 0; again < 3; again += 1) await subscribes(s, { address: 'tom@example.com', language: 'en' });
    expect(mail.mails).toHaveLength(3);
    await s.advance('11m');
    for (let again = 0; again < 3; again += 1) await subscribes(s, { address: 'tom@example.com', language: 'en' });
    expect(mail.mails).toHaveLength(4);
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1) statuses.push((await subscribes(s, { address: `n${n}@example.com`, language: 'en' })).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await subscribes(s, { address: 'no address', language: 'en' }, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(400);
  });

  it('takes no token but its own', async () => {
    const mail = await mailServer();
    const s = await withMail(mail);
    await confirmed(s, mail, { address: 'sua@example.com', language: 'en' });
    await opened(s);
    await updated(s, 1);
    const [asked, told] = await toAddress(mail.mails, 'sua@example.com');
    const confirming = new URL(asked?.link ?? '').searchParams.get('token') ?? '';
    const ending = new URL(told?.link ?? '').searchParams.get('token') ?? '';
    const [id, secret = ''] = ending.split('.');
    const wrong = [
      '',
      'x',
      `${id}.`,
      `${Number(id) + 1}.${secret}`,
      `${id}.${secret.replace(/.$/, (last) => (last === '0' ? '1' : '0'))}`,
      confirming,
    ];
    for (const token of wrong) {
      expect((await asks(s, `/unsubscribe?token=${token}`)).status).toBe(404);
      expect((await asks(s, `/unsubscribe?token=${token}`, { method: 'POST' })).status).toBe(404);
    }
    expect((await asks(s, `/subscribe/confirm?token=${ending}`, { method: 'POST' })).status).toBe(404);
    // What is kept is of no use to whoever reads it.
    const { tokens } = (await s.app.runtime.storage.deliveries.tokensOf(id ?? '')) ?? { tokens: [] };
    expect(tokens).toHaveLength(1);
    expect((await asks(s, `/unsubscribe?token=${id}.${tokens[0]}`, { method: 'POST' })).status).toBe(404);
    expect((await asks(s, `/unsubscribe?token=${ending}`, { method: 'POST' })).status).toBe(200);
  });

  it('waits while the mail server is down, and then tells the newest alone', async () => {
    const mail = await mailServer();
    const s = await withMail(mail);
    for (const name of ['sua', 'tom']) await confirmed(s, mail, { address: `${name}@example.com`, language: 'en' });
    await opened(s);
    mail.faults.inject({ call: 'CONNECT', fault: { kind: 'cut' }, times: 1_000 });
    await updated(s, 1);
    await updated(s, 2);
    expect(mail.mails).toHaveLength(2);
    mail.faults.clear();
    await s.advance('25m');
    expect(await toAddress(mail.mails.slice(2), 'sua@example.com')).toHaveLength(1);
    expect(await toAddress(mail.mails.slice(2), 'tom@example.com')).toHaveLength(1);
    const sequences = await s.app.runtime.storage.deliveries.countsOf('update:1:1:subscribers');
    expect(sequences).toEqual([{ state: 'skipped', count: 2 }]);
    // It was the server's trouble, and nobody's address is in doubt for it.
    expect((await s.app.runtime.storage.subscriptions.on('mail', 'sua@example.com'))[0]?.failingSince).toBeNull();
  });

  it('writes no more to an address that the server refuses, and says so', async () => {
    const unknown: string[] = [];
    const mail = await mailServer(unknown);
    const s = await withMail(mail);
    for (const name of ['gone', 'tom']) await confirmed(s, mail, { address: `${name}@example.com`, language: 'en' });
    await opened(s);
    unknown.push('gone@example.com');
    await updated(s, 1);
    const { subscriptions } = s.app.runtime.storage;
    expect(await subscriptions.on('mail', 'gone@example.com')).toEqual([]);
    const ready = await (await fetch(`${s.app.url}/readyz`)).json();
    expect(ready).toMatchObject({
      status: 'ready',
      concerns: expect.arrayContaining([expect.objectContaining({ code: 'subscribers-dropped' })]),
    });
    await updated(s, 2);
    expect(mail.mails.slice(2).flatMap(({ to }) => to)).toEqual(['tom@example.com', 'tom@example.com']);
    // Whoever moved back subscribes again.
    unknown.length = 0;
    await confirmed(s, mail, { address: 'gone@example.com', language: 'en' });
    expect(await subscriptions.on('mail', 'gone@example.com')).toHaveLength(1);
  });

  it('tells nothing of a private incident, and only what was chosen', async () => {
    const mail = await mailServer();
    const s = await withMail(mail);
    await confirmed(s, mail, { address: 'all@example.com', language: 'en' });
    await confirmed(s, mail, { address: 'major@example.com', language: 'en', major: '1' });
    const { id } = await s.opens('minji', 'sev3 Small thing');
    await s.advance('2h');
    for (let n = 1; n <= 4; n += 1) s.expectPosted('status', new RegExp(`Update ${n} ·`));
    expect(mail.mails.slice(2).flatMap(({ to }) => to)).toEqual(Array(4).fill('all@example.com'));
    await s.says('minji', `cancel #${id}`);
    s.expectPosted('status', /Update 5 ·[\s\S]*false alarm/);
    s.expectPosted(`#${id}`, /false alarm/);
    const before = mail.mails.length;
    await s.opens('minji', '--private sev1 Secret');
    await s.advance('2h');
    expect(mail.mails).toHaveLength(before);
  });

  it('tells a correction to whoever has not been told yet, and to nobody a second time', async () => {
    const mail = await mailServer();
    const s = await withMail(mail);
    await confirmed(s, mail, { address: 'sua@example.com', language: 'en' });
    const id = await opened(s);
    await updated(s, 1);
    await corrects(s, id, 1, 'Coupons are late, and we know why.');
    expect(mail.mails).toHaveLength(2);
    mail.faults.inject({ call: 'CONNECT', fault: { kind: 'cut' }, times: 1_000 });
    await updated(s, 2);
    await corrects(s, id, 2, 'All coupons of today will come.');
    mail.faults.clear();
    await s.advance('20m');
    expect((await toAddress(mail.mails, 'sua@example.com')).at(-1)?.text).toContain('All coupons of today will come.');
    expect(mail.mails).toHaveLength(3);
  });

  it('waits for somebody to approve it, where the playbook says so', async () => {
    const mail = await mailServer();
    const s = await withMail(mail, { playbook: [add('updates.unapproved', { subscribers: 'wait' })] });
    await confirmed(s, mail, { address: 'sua@example.com', language: 'en' });
    const id = await opened(s);
    await updated(s, 1);
    s.expectPosted(`#${id}`, /waits? .*subscribers|subscribers/i);
    expect(mail.mails).toHaveLength(1);
    await s.says('minji', `update approve #${id}`);
    expect(mail.mails).toHaveLength(2);
  });

  it('tells of maintenance: planned, begun and completed, once each', async () => {
    const mail = await mailServer();
    const s = await withMail(mail);
    await confirmed(s, mail, { address: 'sua@example.com', language: 'ko' });
    await s.says('dohyun', 'maintenance plan 2026-03-03T15:00 1h Database upgrade');
    s.expectPosted('status', /Maintenance is planned/);
    await s.advance('3h');
    s.expectPosted('status', /Maintenance has begun/);
    s.expectPosted('status', /Maintenance is completed/);
    const told = (await toAddress(mail.mails, 'sua@example.com')).slice(1);
    expect(told.map(({ subject }) => subject)).toEqual([
      '쿠폰 발급: 점검이 예정되어 있습니다',
      '쿠폰 발급: 점검을 시작했습니다',
      '쿠폰 발급: 점검을 마쳤습니다',
    ]);
    expect(told[0]?.text).toMatch(/Database upgrade\n3월 3일 15:00 \(Asia\/Seoul\)부터 3월 3일 16:00/);
  });

  it('lets people choose parts of the service, and tells of those alone', async () => {
    const mail = await mailServer();
    const named = (name: string) => ({ name: { en: name, ko: name } });
    const s = await withMail(mail, { playbook: [add('statusPage.components', { issuing: named('Issuing'), search: named('Search') })] });
    const { html } = await asks(s, '/subscribe', { headers: { 'accept-language': 'en' } });
    expect(html).toMatch(/name="component" value="issuing" checked> Issuing[\s\S]*name="component" value="search" checked> Search/);
    await confirmed(s, mail, { address: 'issuing@example.com', language: 'en', component: 'issuing' });
    await confirmed(s, mail, { address: 'search@example.com', language: 'en', component: 'search' });
    await s.says('dohyun', 'maintenance plan 2026-03-03T22:00 1h New queue --components search');
    s.expectPosted('status', /is planned/);
    expect(mail.mails.slice(2).flatMap(({ to }) => to)).toEqual(['search@example.com']);
    // Which parts an incident is about is not known yet: all of them may be.
    await opened(s);
    await updated(s, 1);
    expect(
      mail.mails
        .slice(3)
        .flatMap(({ to }) => to)
        .sort(),
    ).toEqual(['issuing@example.com', 'search@example.com']);
  });

  it('mails what is told behind a token only to whoever has it', async () => {
    const mail = await mailServer();
    const token = 'status-token-0123456789';
    const s = await withMail(mail, { environment: { STATUS_TOKEN: token }, playbook: [add('statusPage.access', 'token')] });
    expect((await asks(s, '/subscribe')).status).toBe(404);
    expect((await subscribes(s, { address: 'sua@example.com', language: 'en' })).status).toBe(404);
    expect(mail.mails).toEqual([]);
    const headers = { authorization: `Bearer ${token}` };
    expect((await asks(s, '/subscribe', { headers })).status).toBe(200);
    expect((await subscribes(s, { address: 'sua@example.com', language: 'en' }, headers)).status).toBe(200);
    expect(mail.mails.flatMap(({ to }) => to)).toEqual(['sua@example.com']);
  });

  it('tells nobody what happened a day ago', async () => {
    const mail = await mailServer();
    const s = await withMail(mail);
    await confirmed(s, mail, { address: 'sua@example.com', language: 'en' });
    const { storage, clock } = s.app.runtime;
    const about = { incidentId: null, service: 'coupon', components: [], severity: null, stage: null, title: null, nextAt: null };
    const rests = (cause: string) => ({ ...about, cause, kind: 'maintenance' as const, texts: { en: 'The service rests tonight.' } });
    await storage.transaction(async (stores) => await tellSubscribers(s.app.runtime, stores, rests('maintenance:1')));
    await s.settle();
    expect((await toAddress(mail.mails, 'sua@example.com')).at(-1)).toMatchObject({ subject: 'Coupon issuing: maintenance' });
    await storage.notices.add(rests('maintenance:2'), new Date(clock.now().getTime() - 86_400_000));
    await storage.subscriptions.begin(
      { ...EVERYTHING, kind: 'mail', address: 'old@example.com', scope: 'mail', language: 'en', secret: null, madeBy: null },
      new Date(0),
    );
    await s.app.ticker.sweep();
    await s.settle();
    expect(await storage.deliveries.countsOf('maintenance:2')).toEqual([{ state: 'skipped', count: 1 }]);
    expect(mail.mails).toHaveLength(2);
  });
});

async function corrects(s: Scenario, incidentId: number, sequence: number, text: string): Promise<void> {
  const actor = { kind: 'person', id: s.slack.users.minji ?? '', standing: 'member' } as const;
  const cause = { source: 'test', id: `correct ${sequence}` };
  await correctUpdate(s.app.runtime, { cause, actor, incidentId, sequence, version: 1, texts: { en: text, ko: text } });
  await s.settle();
}
