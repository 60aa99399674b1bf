import { describeWith } from '../../support/run/services.ts';
import { BEGUN, FIRST_LEVEL_ONLY, LEISURELY, UNDIAGNOSED, UNREFRESHED, UNREPEATED } from '../../support/scenario/playbook-edits.ts';
import { type Scenario, type ScenarioOptions, scenario } from '../../support/scenario/scenario.ts';

/** The shipped playbook's clocks as they are; no metrics, and briefings looked at only when something changes. */
const CLOCKS = {
  environment: { PROMETHEUS_URL: '' },
  calmMs: 0,
  playbook: [UNREFRESHED, UNDIAGNOSED],
} satisfies ScenarioOptions;

/** Pages without repetition, so that a test about something else need not list them. */
const ONCE = {
  ...CLOCKS,
  playbook: [...CLOCKS.playbook, ...UNREPEATED],
} satisfies ScenarioOptions;

/** No deadline that anybody could miss within a day. */
const UNHURRIED = (options: typeof CLOCKS) => ({
  ...options,
  playbook: [...options.playbook, BEGUN, LEISURELY],
});

const stateOf = async (s: Scenario, id: number, rowId: string) =>
  (await s.app.runtime.storage.deadlines.of(id)).find((row) => row.rowId === rowId)?.state;

function suite(redisUrl: () => string | undefined): void {
  const begin = (options: ScenarioOptions) => scenario({ ...options, redisUrl: redisUrl() });

  describe('an incident that nobody mitigates', () => {
    it('calls L2 at 30 minutes and everybody at 60, acknowledged or not', async () => {
      const s = await begin(UNHURRIED(ONCE));
      const { page } = await s.opens('jisoo', 'sev1 Coupons late');
      await s.clicks('minji', page, 'command.page-acknowledge');
      s.expectTold('minji', /You have acknowledged/);
      s.expectPosted('#1', /<@U0MINJI> has acknowledged the page/);
      await s.advance('29m');
      s.expectNothingElse();
      await s.advance('61s');
      s.expectDirect('sora', /paged as second on-call \(L2\)/);
      s.expectPosted('#1', /escalated to second on-call/);
      s.expectPosted('status', /Update 1 ·/);
      await s.advance('30m');
      // Whoever has it is not called again; the others read who that is.
      for (const person of ['hana', 'dohyun', 'sora', 'junho'])
        s.expectDirect(person, /whole operations team is called.*\n.*@U0MINJI has been on it since/);
      s.expectPosted('#1', /escalated to the operations team.*\n.*have it already: @U0MINJI/);
      s.expectPosted('status', /Update 2 ·/);
      for (const row of ['A1', 'A2', 'A3']) expect(await stateOf(s, 1, row)).toBe('kept');
    });

    it('stops escalating once it is mitigated, and says so of the rows', async () => {
      const s = await begin(UNHURRIED(ONCE));
      await s.opens('jisoo', 'sev1 Coupons late');
      await s.says('minji', 'mitigated #1');
      for (const where of ['#1', 'status']) s.expectPosted(where, /is mitigated/);
      await s.advance('29m');
      s.expectNothingElse();
      await s.advance('40m');
      for (const n of [1, 2]) s.expectPosted('status', new RegExp(`Update ${n} ·`));
      expect(await stateOf(s, 1, 'A2')).toBe('waived');
    });

    it('starts its clock anew when it is reopened', async () => {
      const s = await begin(UNHURRIED(ONCE));
      await s.opens('jisoo', 'sev1 Coupons late');
      await s.says('minji', 'mitigated #1');
      for (const where of ['#1', 'status']) s.expectPosted(where, /is mitigated/);
      await s.advance('20m');
      await s.says('minji', 'reopen #1');
      for (const where of ['#1', 'status']) s.expectPosted(where, /is open again/);
      s.expectDirect('minji', /paged as first on-call/);
      await s.advance('29m');
      s.expectPosted('status', /Update 1 ·/);
      s.expectNothingElse();
      await s.advance('61s');
      s.expectDirect('sora', /paged as second on-call/);
      s.expectPosted('#1', /escalated to second on-call/);
    });
  });

  describe('a page that nobody answers', () => {
    it('is repeated every five minutes, five times, then the next person is asked', async () => {
      // Wake-ups share jobs by the quarter second, so each advance gives that much.
      const s = await begin({
        ...UNHURRIED(CLOCKS),
        playbook: [...UNHURRIED(CLOCKS).playbook, ...FIRST_LEVEL_ONLY],
      });
      await s.opens('jisoo', 'sev1 Coupons late');
      for (let attempt = 2; attempt <= 6; attempt += 1) {
        await s.advance('5m1s');
        s.expectDirect('minji', new RegExp(`Page ${attempt} to you`));
        if (attempt < 6) s.expectNothingElse();
      }
      await s.advance('5m1s');
      s.expectPosted('#1', /has not answered .* is paged now/);
      s.expectDirect('junho', /paged as first on-call/);
      s.expectPosted('status', /Update 1 ·/);
    });

    it('says in every message who has it, once somebody does', async () => {
      const s = await begin(UNHURRIED(CLOCKS));
      const { page } = await s.opens('jisoo', 'sev1 Coupons late');
      const pages = [page];
      for (const attempt of [2, 3]) {
        await s.advance('5m1s');
        pages.push(s.expectDirect('minji', new RegExp(`Page ${attempt} to you`)));
      }
      await s.clicks('minji', s.current(pages[1] ?? page), 'command.page-acknowledge');
      s.expectTold('minji', /You have acknowledged/);
      s.expectPosted('#1', /has acknowledged the page/);
      expect(new Set(pages.map(({ ts }) => ts)).size).toBe(3);
      for (const each of pages) {
        expect(s.textNow(each)).toMatch(/Acknowledged by @U0MINJI/);
        expect(s.textNow(each)).not.toMatch(/\[ Acknowledge \]/);
      }
    });

    it('says who has it in a message too whose answer from Slack was lost when somebody took it', async () => {
      const s = await begin(UNHURRIED(CLOCKS));
      const { page } = await s.opens('jisoo', 'sev1 Coupons late');
      s.slack.faults.inject({ call: 'chat.postMessage', fault: { kind: 'lost-reply', status: 503 } });
      s.slack.faults.inject({ call: 'conversations.history', fault: { kind: 'http', status: 503 } });
      await s.advance('5m1s');
      s.slack.faults.clear();
      const again = s.expectDirect('minji', /Page 2 to you/);
      await s.clicks('minji', page, 'command.page-acknowledge');
      await s.advance('1m');
      s.expectTold('minji', /You have acknowledged/);
      s.expectPosted('#1', /has acknowledged the page/);
      for (const each of [page, again]) expect(s.textNow(each)).toMatch(/Acknowledged by @U0MINJI/);
    });

    it('says once that nobody of the level is left to ask', async () => {
      const s = await begin(UNHURRIED(CLOCKS));
      await s.opens('jisoo', 'sev1 Coupons late');
      await s.advance('101m');
      const said = s.takeAll().filter(({ text }) => /Nobody is left to page for #1 · operations team/.test(text));
      expect(said).toHaveLength(1);
    });

    it('goes to the next person at once when somebody cannot help', async () => {
      const s = await begin(UNHURRIED(ONCE));
      const { page } = await s.opens('jisoo', 'sev1 Coupons late');
      await s.clicks('minji', page, 'command.page-pass-on');
      s.expectTold('minji', /is paged for #1 instead of you/);
      s.expectPosted('#1', /cannot help with #1/);
      s.expectDirect('junho', /paged as first on-call/);
    });

    it('is not passed on once more by somebody in whose place another one was asked', async () => {
      const s = await begin(UNHURRIED(CLOCKS));
      const { page } = await s.opens('jisoo', 'sev1 Coupons late');
      await s.advance('31m');
      s.takeAll();
      const asked = (await s.app.runtime.storage.pages.of(1)).map(({ userId }) => userId);
      await s.clicks('minji', page, 'command.page-pass-on');
      s.expectTold('minji', /passed on before/);
      expect((await s.app.runtime.storage.pages.of(1)).map(({ userId }) => userId)).toEqual(asked);
    });

    it('of everybody is taken by one of them: the others are told who it was', async () => {
      const s = await begin(UNHURRIED(ONCE));
      await s.opens('jisoo', 'sev1 Coupons late');
      await s.advance('61m');
      const pages = ['hana', 'dohyun'].map((who) => s.expectDirect(who, /whole operations team is called/));
      s.takeAll();
      await Promise.all(pages.map((page, index) => s.clicks(index === 0 ? 'hana' : 'dohyun', page, 'command.page-acknowledge')));
      const told = ['hana', 'dohyun'].map((who) => s.expectTold(who, /cknowledged/).text);
      expect(told.filter((text) => /You have acknowledged/.test(text))).toHaveLength(1);
      expect(told.filter((text) => /has already acknowledged/.test(text))).toHaveLength(1);
      const { text } = s.expectPosted('#1', /has acknowledged the page/);
      const [by] = /@U0[A-Z]+/.exec(text) ?? [];
      for (const page of pages) expect(s.textNow(page)).toContain(`Acknowledged by ${by}`);
      s.expectNothingElse();
    });

    it('is taken by one person; a second one is told who was first, and the message says so', async () => {
      const s = await begin(UNHURRIED(ONCE));
      const { page } = await s.opens('jisoo', 'sev1 Coupons late');
      const [first, second] = await Promise.all([
        s.clicks('minji', page, 'command.page-acknowledge'),
        s.clicks('minji', page, 'command.page-acknowledge'),
      ]);
      expect([first.status, second.status]).toEqual([200, 200]);
      await s.settle();
      s.expectTold('minji', /You have acknowledged #1\./);
      s.expectTold('minji', /You have acknowledged #1 already/);
      s.expectPosted('#1', /has acknowledged the page/);
      expect(s.textNow(page)).toMatch(/✓ Acknowledged by @U0MINJI/);
    });
  });

  describe('deadlines', () => {
    it('that pass are said once, with who can act, and stand in the list', async () => {
      const s = await begin(ONCE);
      await s.opens('jisoo', 'sev1 Coupons late');
      await s.advance('9m');
      s.expectNothingElse();
      await s.advance('2m');
      const missed = s.expectPosted('#1', /3 deadlines were missed/);
      expect(missed.text).toMatch(/I1 .*Can act: operations lead/);
      const { answer } = await s.says('minji', 'deadlines #1');
      expect(answer).toMatch(/✕ I1/);
      expect(answer).toMatch(/○ P1/);
      expect((await s.app.runtime.storage.timeline.of(1)).filter(({ kind }) => kind === 'deadline.missed')).toHaveLength(3);
    });

    it('are kept by a person with a note, and a kept one is not missed', async () => {
      const s = await begin(ONCE);
      await s.opens('jisoo', 'sev1 Coupons late');
      for (const row of ['I1', 'I2', 'I3'])
        expect((await s.says('minji', `keep ${row} done by hand`, '#1')).answer).toMatch(`${row} of #1 is kept`);
      expect((await s.says('minji', 'keep I1 again', '#1')).answer).toMatch(/kept already/);
      // What was done by hand is followed like any mitigation.
      for (const _ of ['I1', 'I2', 'I3']) s.expectPosted('#1', /Done by hand/);
      await s.advance('11m');
      s.expectNothingElse();
      expect((await s.says('minji', 'keep R9 nothing', '#1')).answer).toMatch(/has no row R9/);
    });
  });

  describe('escalating by hand', () => {
    it('pages the next level, once for two who press at once', async () => {
      const s = await begin(UNHURRIED(ONCE));
      const { briefing } = await s.opens('jisoo', 'sev1 Coupons late');
      await Promise.all([
        s.clicks('minji', s.current(briefing), 'command.escalate'),
        s.clicks('junho', s.current(briefing), 'command.escalate'),
      ]);
      await s.settle();
      s.expectDirect('sora', /paged as second on-call/);
      s.expectPosted('#1', /escalated #1 to second on-call/);
      // Whoever was first is told so, and the other one that somebody was faster.
      const [first, second] = ['minji', 'junho'].map((who) => s.expectTold(who, /is escalated to|was escalated a moment ago/).text);
      expect([first, second].filter((text) => /is escalated to/.test(text ?? ''))).toHaveLength(1);
    });

    it('calls one person with a reason', async () => {
      const s = await begin(UNHURRIED(ONCE));
      await s.opens('jisoo', 'sev1 Coupons late');
      await s.says('minji', 'page @taeho need a planner', '#1');
      s.expectDirect('taeho', /paged/);
    });

    it('goes on asking whoever is on call when one person who was asked for by name answers', async () => {
      const s = await begin(UNHURRIED(CLOCKS));
      await s.opens('jisoo', 'sev1 Coupons late');
      await s.says('jisoo', 'page @taeho need a planner', '#1');
      await s.clicks('taeho', s.expectDirect('taeho', /paged/), 'command.page-acknowledge');
      s.expectTold('taeho', /You have acknowledged/);
      s.expectPosted('#1', /@U0TAEHO has acknowledged/);
      await s.advance('5m1s');
      const again = s.expectDirect('minji', /Page 2 to you/);
      s.expectNothingElse();
      await s.clicks('minji', again, 'command.page-acknowledge');
      s.expectTold('minji', /You have acknowledged/);
      s.expectPosted('#1', /@U0MINJI has acknowledged/);
    });
  });
}

describe('with the queue in Postgres', () => suite(() => undefined));
describeWith('redis', (getUrl) => suite(getUrl));
