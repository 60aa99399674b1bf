import type { Fault } from '../../../sandbox/faults.ts';
import { type PagerStandIns, startPagerStandIns } from '../../../sandbox/pagers/index.ts';
import { CALM as ALL_CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** What Slack does not let us do waits, is said, and is done when somebody has mended it. */

/** What is refused is written down at level error. */
const CALM = { ...ALL_CALM, environment: { ...ALL_CALM.environment, LOG_LEVEL: 'silent' } };
const refused = (code: string): Fault => ({ kind: 'error', code });
const everyMethod = (s: Scenario, code: string) =>
  s.slack.faults.inject({ call: '*', fault: refused(code), when: (args) => !('replace_original' in args) });
const readiness = async (s: Scenario) =>
  (await (await fetch(`${s.app.url}/readyz`)).json()) as { status: string; concerns?: { code: string }[] };

describe('met-B2: while every method is refused', () => {
  it.each(['token_revoked', 'invalid_auth', 'account_inactive', 'not_allowed_token_type', 'team_access_not_granted', 'missing_scope'])(
    'with %s, an incident waits, says so, and is opened whole when that is mended',
    async (code) => {
      const s = await scenario(CALM);
      everyMethod(s, code);
      await s.says('sora', 'open sev2 Coupons late');
      expect(await s.incident(1)).toMatchObject({ state: 'open', channelId: null });
      const told = await readiness(s);
      expect(told.status).toBe('ready');
      expect(told.concerns?.map((concern) => concern.code)).toContain(`slack_${code}`);
      await s.advance('10s');
      s.expectTold('sora', new RegExp(`#1 is recorded.*${code}`, 's'));
      s.slack.faults.clear();
      // However long it has waited by then, the next try is no more than a minute and a bit away.
      await s.advance('3m');
      const { channelId } = await s.incident(1);
      expect(channelId).not.toBeNull();
      s.expectPosted('status', /New incident/);
      s.expectPosted('#1', /Coupons late/);
      s.expect('channels', /^inc-1/);
      expect(s.slack.channels().find(({ id }) => id === channelId)?.pins).toHaveLength(1);
      expect((await s.app.runtime.storage.runs.find('declare-1'))?.status).toBe('done');
      expect(JSON.stringify((await readiness(s)).concerns ?? [])).not.toContain('slack_');
      s.takeAll();
    },
  );

  it('a restart takes up what waited, without waiting for its time', async () => {
    const s = await scenario(CALM);
    await s.opens('minji', 'sev2 Coupons late');
    everyMethod(s, 'token_revoked');
    await s.says('minji', 'severity #1 sev1');
    await s.advance('30m');
    expect(
      (await s.app.runtime.storage.outbox.of(1)).filter(({ status, waitsFor }) => status === 'pending' && waitsFor === 'us'),
    ).not.toEqual([]);
    await s.stopBot();
    s.slack.faults.clear();
    await s.startBot();
    await s.settle();
    s.expectPosted('#1', /raised from SEV2/);
    s.takeAll();
  });

  it('asks about once a minute for each thing that waits', async () => {
    const s = await scenario(CALM);
    await s.opens('minji', 'sev2 Coupons late');
    everyMethod(s, 'token_revoked');
    await s.says('minji', 'note #1 a word');
    await s.says('minji', 'severity #1 sev1');
    await s.advance('5m');
    const before = s.slack.calls.length;
    await s.advance('30m');
    // The message, the topic, and the looks before each.
    expect(s.slack.calls.length - before).toBeLessThan(30 * 8);
    s.slack.faults.clear();
    await s.advance('2m');
    s.expectPosted('#1', /raised from SEV2/);
    s.takeAll();
  });
});

describe('met-B2: the leads hear by mail that Slack lets nothing through', () => {
  let pagers: PagerStandIns;
  beforeEach(async () => {
    pagers = await startPagerStandIns();
  });
  afterEach(async () => {
    await pagers.close();
  });

  it('once, with what to do', async () => {
    const { SMTP_URL = '', MAIL_FROM = '' } = pagers.environment;
    const s = await scenario({ ...CALM, environment: { ...CALM.environment, SMTP_URL, MAIL_FROM } });
    everyMethod(s, 'token_revoked');
    await s.says('sora', 'open sev2 Coupons late');
    await s.advance('10m');
    const told = pagers.mail.mails.filter(({ raw }) => /^Subject: .*Slack lets nothing through/m.test(raw));
    expect(told).toHaveLength(1);
    expect(told[0]?.raw).toMatch(/The token was revoked: install the app again/);
    s.slack.faults.clear();
    await s.advance('2m');
    s.takeAll();
  });
});

it('met-B2: a scope that only one thing needs holds up nothing else, and that is done when the scope is there', async () => {
  const s = await scenario(CALM);
  s.slack.faults.inject({ call: 'pins.add', fault: refused('missing_scope') });
  const { briefing } = await s.opens('sora', 'sev2 Coupons late');
  s.expectTold('sora', /Pin of the briefing.*Bongsu keeps trying/s);
  await s.advance('1m');
  expect(s.textNow(briefing)).toMatch(/Pin of the briefing.*Bongsu keeps trying/);
  s.slack.faults.clear();
  await s.advance('10m');
  expect(s.slack.channels().find(({ id }) => id === briefing.channel)?.pins).toEqual([briefing.ts]);
  expect(s.textNow(briefing)).not.toMatch(/Pin of the briefing/);
  s.takeAll();
});
