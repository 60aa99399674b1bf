import { createHmac } from 'node:crypto';
import { TWO_COMPONENTS } from '../../support/examples/public-status.ts';
import { add, remove, set } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, type ScenarioOptions, scenario } from '../../support/scenario/scenario.ts';
import { threeServicesParsed } from '../../support/scenario/three-services.ts';
import { startEventsReceiver } from '../../support/subscribers/events-receiver.ts';
import { asks, confirmed, mailServer, withMail } from '../../support/subscribers/subscribers.ts';

/** People and channels of Slack that follow updates, webhooks that are told of them, and what a provider of mail says. */

async function calm({ playbook = [], ...options }: ScenarioOptions = {}): Promise<Scenario> {
  return await scenario({ ...CALM, ...options, playbook: [...CALM.playbook, ...playbook] });
}

async function updated(s: Scenario, sequence: number): Promise<void> {
  await s.advance('30m');
  s.expectPosted('status', new RegExp(`(?:Update|업데이트) ${sequence} ·`));
}

describe('in Slack', () => {
  it('tells each who follows every update once in their language, and no more when they stop', async () => {
    const s = await calm({ playbook: [add('team.languages', { people: { sora: 'ko' } })] });
    await s.opens('minji', 'sev1 Coupons late');
    expect((await s.says('sora', 'follow #1')).answer).toContain('✓ 이제 개인 메시지로 장애 #1 업데이트를 전합니다.');
    // Followed twice, and in two ways: told once.
    await s.says('sora', 'follow #1');
    await s.says('sora', 'follow');
    expect((await s.says('junho', 'follow sev2')).answer).toContain(
      '✓ Updates on everything, of SEV1, SEV2 are told to you, by direct message from now on.',
    );
    expect((await s.says('minji', 'follow here', 'general')).answer).toContain('in this channel');
    await updated(s, 1);
    s.expectDirect('sora', /쿠폰 발급: 확인 중 · 장애 #1[\s\S]*쿠폰/);
    s.expectDirect('junho', /Coupon issuing: Investigating · incident #1[\s\S]*does not work as usual[\s\S]*`\/incident unfollow` ends it/);
    s.expectPosted('general', /Coupon issuing: Investigating/);
    expect((await s.says('sora', 'unfollow')).answer).toContain('✓ 더는 개인 메시지로 모든 장애 업데이트를 전하지 않습니다.');
    expect((await s.says('sora', 'unfollow')).answer).toContain('업데이트가 없습니다');
    await s.says('minji', 'unfollow here', 'general');
    await updated(s, 2);
    s.expectDirect('junho', /Investigating/);
    await s.says('minji', 'resolve #1');
    s.expectPosted('status', /Update 3 ·/);
    s.expectDirect('junho', /Coupon issuing: Resolved · incident #1[\s\S]*works as usual again/);
    s.expectPosted('#1', /is resolved/);
    s.expectReview(1);
    expect((await s.says('sora', 'follow #77')).answer).toContain('장애 #77 기록이 없습니다');
  });

  it('tells of some components alone, and refuses one that there is not', async () => {
    const s = await calm({ playbook: TWO_COMPONENTS });
    expect((await s.says('junho', 'follow --components isuing')).answer).toMatch(/isuing[\s\S]*`issuing`/);
    expect((await s.says('junho', 'follow --components issuing')).answer).toContain('✓ Updates on `issuing` are told to you');
    await s.says('sora', 'follow --components requests');
    const { id } = await s.opens('minji', 'sev1 Coupons late');
    // Its causes lie where coupons are issued.
    await s.app.runtime.storage.transaction((stores) => stores.incidents.change(id, { scenario: 'S2' }));
    await updated(s, 1);
    s.expectDirect('junho', /Investigating/);
    expect((await s.says('junho', 'unfollow --components issuing')).answer).toContain('no longer');
    await updated(s, 2);
  });

  it('tells of one service alone, and of one incident alone', async () => {
    const s = await calm({
      overrides: {
        organisation: threeServicesParsed([...CALM.playbook, set('updates.draftBefore', '0s'), remove('team.channels.support')]),
      },
    });
    await s.says('sora', 'follow shop');
    await s.says('junho', 'follow coupon sev1');
    await s.says('minji', 'open coupon sev2 Coupons late');
    s.takeAll();
    await s.says('dohyun', 'follow #1');
    await s.advance('30m');
    expect(
      s
        .takeAll()
        .map(({ place }) => place)
        .sort(),
    ).toEqual(['#status', '@dohyun']);
  });

  it('sends an update that follows a lost reply once', async () => {
    const s = await calm();
    await s.opens('minji', 'sev1 Coupons late');
    await s.says('junho', 'follow');
    await s.advance('29m');
    s.slack.faults.inject({
      call: 'chat.postMessage',
      fault: { kind: 'lost-reply', status: 503 },
      times: 1,
      when: ({ channel }) => String(channel).startsWith('D'),
    });
    await updated(s, 1);
    s.expectDirect('junho', /Investigating/);
  });
});

describe('by webhook', () => {
  const NEAR = { WEBHOOK_PRIVATE_HOSTS: '127.0.0.1' };

  async function added(s: Scenario, url: string, words = ''): Promise<string> {
    const { answer } = await s.says('dohyun', `subscribers webhook ${url} ${words}`);
    const secret = /whsec_[A-Za-z0-9+/=]+/.exec(answer)?.[0];
    if (!secret) throw new Error(`no secret in ${answer}`);
    return secret;
  }

  it('posts each update once, signed after Standard Webhooks, and the same once more when the answer was lost', async () => {
    const receiver = await startEventsReceiver();
    try {
      const s = await calm({ environment: { ...CALM.environment, ...NEAR } });
      receiver.known.secret = await added(s, receiver.url);
      expect((await s.says('dohyun', `subscribers webhook ${receiver.url}`)).answer).toMatch(/told already, as subscriber 1/);
      await s.opens('minji', 'sev1 Coupons late');
      receiver.faults.inject({ call: 'POST /hooks', fault: { kind: 'cut-after' }, times: 1 });
      await updated(s, 1);
      await s.advance('2m');
      const texts = (await s.app.runtime.storage.updateTexts.last(1))?.texts;
      expect(receiver.received.map(({ id }) => id)).toEqual([receiver.received[0]?.id, receiver.received[0]?.id]);
      const [first] = receiver.received;
      expect(first?.body).toMatchObject({
        type: 'incident.update',
        data: { incidentId: 1, service: 'coupon', severity: 'sev1', stage: 'investigating', texts, nextAt: expect.stringMatching(/Z$/) },
      });
      expect(first?.text).not.toMatch(/Coupons late/);
      await s.says('dohyun', 'subscribers remove 1');
      await updated(s, 2);
      expect(receiver.received).toHaveLength(2);
    } finally {
      await receiver.close();
    }
  });

  it('backs off from a receiver in trouble, drops one that wants no more, and never follows a redirect', async () => {
    const receiver = await startEventsReceiver();
    try {
      const s = await calm({ environment: { ...CALM.environment, ...NEAR } });
      receiver.known.secret = await added(s, receiver.url);
      await s.opens('minji', 'sev1 Coupons late');
      receiver.faults.inject({ call: 'POST /hooks', fault: { kind: 'http', status: 503 }, times: 3 });
      await updated(s, 1);
      expect(receiver.calls).toHaveLength(1);
      await s.advance('10m');
      expect(receiver.calls.map(({ status }) => status)).toEqual([503, 503, 503, 204]);
      receiver.faults.inject({ call: 'POST /hooks', fault: { kind: 'http', status: 410 }, times: 1 });
      await s.advance('20m');
      s.expectPosted('status', /Update 2 ·/);
      expect(receiver.calls.at(-1)?.status).toBe(410);
      expect((await s.says('dohyun', 'subscribers')).answer).toMatch(/webhooks: 0[\s\S]*nothing reached them: 1/);
      await updated(s, 3);
      expect(receiver.calls).toHaveLength(5);
    } finally {
      await receiver.close();
    }
  });

  it('takes no address inside of the network, and only from a lead', async () => {
    const s = await calm();
    for (const url of [
      'http://example.com/',
      'https://127.0.0.1/x',
      'https://10.1.2.3/',
      'https://[::1]/',
      'https://localhost/',
      'https://user:pass@example.com/',
      'https://169.254.169.254/latest',
    ])
      expect((await s.says('dohyun', `subscribers webhook ${url}`)).answer).toMatch(/https address|not on the public internet/);
    expect((await s.says('sora', 'subscribers webhook https://example.com/')).answer).toMatch(/Only leads/);
  });
});

describe('what the mail provider says', () => {
  const SECRET = 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=';

  it('ends what bounced or was called spam, when it is signed, and nothing else', async () => {
    const mail = await mailServer();
    const s = await withMail(mail, { environment: { MAIL_BOUNCE_SECRET: SECRET } });
    for (const name of ['sua', 'tom', 'ann']) await confirmed(s, mail, { address: `${name}@example.com`, language: 'en' });
    const says = async (body: object, { prefix = 'webhook', secret = SECRET, ageS = 0 } = {}) => {
      const text = JSON.stringify(body);
      const timestamp = String(Math.floor(s.now().getTime() / 1_000) - ageS);
      const key = Buffer.from(secret.slice(6), 'base64');
      const signature = `v1,${createHmac('sha256', key).update(`msg_1.${timestamp}.${text}`).digest('base64')}`;
      const headers = {
        'content-type': 'application/json',
        [`${prefix}-id`]: 'msg_1',
        [`${prefix}-timestamp`]: timestamp,
        [`${prefix}-signature`]: signature,
      };
      const { status, html } = await asks(s, '/mail/events', { method: 'POST', body: text, headers });
      return { status, ...JSON.parse(html) };
    };
    const bounced = (to: string, type = 'Permanent') => ({ type: 'email.bounced', data: { to: [to], bounce: { type } } });
    expect(await says(bounced('sua@example.com'), { secret: SECRET.replace('MDEy', 'MDEx') })).toMatchObject({ status: 401 });
    expect(await says(bounced('sua@example.com'), { ageS: 600 })).toMatchObject({ status: 401 });
    expect(await says(bounced('sua@example.com', 'Transient'))).toMatchObject({ status: 200, dropped: 0 });
    expect(await says({ type: 'email.delivered', data: { to: ['sua@example.com'] } })).toMatchObject({ status: 200, dropped: 0 });
    expect(await says(bounced('Sua <SUA@example.com>'), { prefix: 'svix' })).toMatchObject({ status: 200, dropped: 1 });
    expect(await says({ type: 'email.complained', data: { to: ['tom@example.com'] } })).toMatchObject({ status: 200, dropped: 1 });
    await s.opens('minji', 'sev1 Coupons late');
    await updated(s, 1);
    expect(mail.mails.slice(3).flatMap(({ to }) => to)).toEqual(['ann@example.com']);
  });
});
