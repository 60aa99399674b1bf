import { add, addAll, each, rename, set } from '../../support/scenario/edit-playbook.ts';
import { FIRST_LEVEL_ONLY, LEISURELY, UNREPEATED } from '../../support/scenario/playbook-edits.ts';
import { bareMitigation } from '../../support/scenario/run-mitigation.ts';
import { CALM, type Scenario, type ScenarioOptions, scenario } from '../../support/scenario/scenario.ts';

type DeadlineState = Record<string, string>;

async function states(s: Scenario, id = 1): Promise<DeadlineState> {
  return Object.fromEntries((await s.app.runtime.storage.deadlines.of(id)).map(({ rowId, state }) => [rowId, state]));
}
const row = async (s: Scenario, rowId: string) => (await s.app.runtime.storage.deadlines.of(1)).find((one) => one.rowId === rowId);

/** Pages once, and nothing collected by itself: what is left are deadlines and the diagnosis, at the shipped times. */
const AT_ITS_TIMES = {
  playbook: [
    ...UNREPEATED,
    ...FIRST_LEVEL_ONLY,
    each<{ after?: string }>('rows.*', ({ after, ...row }) => (after === undefined ? row : { ...row, within: '30d' })),
  ],
} satisfies ScenarioOptions;

describe('rows that something keeps, whatever they are called', () => {
  it('claim-4: the bridge, the briefing, the people and an update keep rows with any id; two digits are typed as well', async () => {
    const s = await scenario({
      ...CALM,
      playbook: [
        ...CALM.playbook,
        rename('rows.C2', 'C99'),
        rename('rows.C1', 'C10'),
        rename('rows.C3', 'C31'),
        rename('rows.R2', 'R12'),
        set('analysis.traffic.R2.row', 'R12'),
      ],
    });
    await s.opens('minji', 'sev1 Coupons late');
    expect(await states(s)).toMatchObject({ C99: 'kept', C10: 'kept', C31: 'kept', X1: 'pending', R12: 'pending' });
    await s.advance('30m');
    s.expectPosted('status', /Update 1/);
    expect(await states(s)).toMatchObject({ X1: 'kept' });
    expect((await s.says('minji', 'keep R12 replayed', '#1')).answer).toMatch(/R12 of #1 is kept/);
    expect(await states(s)).toMatchObject({ R12: 'kept' });
    const kept = (await s.app.runtime.storage.timeline.of(1)).filter(({ kind }) => kind === 'deadline.kept').map(({ data }) => data);
    expect(kept).toEqual(expect.arrayContaining([expect.objectContaining({ row: 'C99', event: 'bridge.opened' })]));
  });

  it('claim-1: X2 and X3 are kept by hand, and rows without a time stand in the list', async () => {
    const s = await scenario({ ...CALM, offered: true });
    await s.opens('minji', 'sev1 Coupons late');
    const { answer } = await s.says('minji', 'deadlines #1');
    expect(answer).toMatch(/○ X2 Answering guide for customer support: pending, all the time/);
    expect(answer).toMatch(/✓ C1 /);
    expect((await s.says('minji', 'keep X2 sent to support', '#1')).answer).toMatch(/X2 of #1 is kept/);
    expect((await s.says('minji', 'keep X3 not needed', '#1')).answer).toMatch(/X3 of #1 is kept/);
    await s.says('minji', 'resolve #1');
    for (const where of ['#1', 'status']) s.expectPosted(where, /is resolved/);
    s.expectReview(1);
    expect(await states(s)).toMatchObject({ X2: 'kept', X3: 'kept', V1: 'waived', V2: 'pending' });
  });

  it('V2 is kept when the readings were followed to the end after recovery', async () => {
    const s = await scenario({
      ...CALM,
      playbook: [...CALM.playbook, set('briefing.followAfterRecovery.for', '30m'), set('briefing.followAfterRecovery.every', '5m')],
    });
    await s.opens('minji', 'sev2 Coupons late');
    await s.says('minji', 'resolve #1');
    for (const where of ['#1', 'status']) s.expectPosted(where, /is resolved/);
    s.expectReview(1);
    expect(await row(s, 'V2')).toMatchObject({ state: 'pending', dueAt: null });
    await s.advance('36m');
    expect(await row(s, 'V2')).toMatchObject({ state: 'kept', reason: { code: 'followed', minutes: expect.any(Number) } });
    expect((await s.says('minji', 'deadlines #1')).answer).toMatch(/V2 .*\(Followed for 3\d min after recovery\.\)/);
  });

  it('the review, the end and notices that are taken down at recovery keep rows, which recovery does not make moot before', async () => {
    const row = (keptBy: string) => ({ phase: 'communicate', from: 'continuous', keptBy, title: { en: 'x', ko: 'x' } });
    const rows = { C90: 'retro.planned', C91: 'follow-ups.opened', C92: 'notice.withdrawn', C93: 'incident.closed', C94: 'retro.accepted' };
    const added = Object.fromEntries(Object.entries(rows).map(([id, keptBy]) => [id, row(keptBy)]));
    const s = await scenario({ ...CALM, playbook: [...CALM.playbook, addAll('rows', added)] });
    const [first, second] = [await s.opens('minji', 'sev2 Coupons late'), await s.opens('minji', 'sev2 Stock wrong')];
    const notice = bareMitigation(s.app.runtime, 'delay-notice', first.id);
    await notice.execute(await notice.plan({ textEn: 'late', textKo: '지연' }), 'run:1');
    for (const { id } of [first, second]) {
      await s.advance('2s');
      await s.says('minji', `resolve #${id}`);
      for (const where of [`#${id}`, 'status']) s.expectPosted(where, /is resolved/);
      s.expectReview(id);
    }
    expect(await states(s, 1)).toMatchObject({ C90: 'kept', C91: 'kept', C92: 'kept', C93: 'pending', C94: 'pending', X2: 'waived' });
    // Nothing was posted here.
    expect(await states(s, 2)).toMatchObject({ C90: 'kept', C91: 'kept', C92: 'waived', C93: 'pending', X2: 'waived' });
    await s.advance('2s');
    await s.says('minji', 'close #1');
    for (const where of ['#1', 'status']) s.expectPosted(where, /is closed/);
    expect(await states(s, 1)).toMatchObject({ C93: 'kept' });
  });

  it('a notice keeps the rows of its mitigation when that is done, none when it is taken back before, and none that it is not the text of', async () => {
    const s = await scenario({
      ...CALM,
      playbook: [...CALM.playbook, set('mitigations.spread-traffic.rows', [])],
    });
    const { id } = await s.opens('minji', 'sev2 Coupons late');
    const posts = async (name: string, key: string, chosen = {}) => {
      const one = bareMitigation(s.app.runtime, name, id);
      const plan = await one.plan(chosen);
      await one.execute(plan, key);
      return { undo: () => one.undo(plan, key) };
    };
    expect(s.app.runtime.playbook.mitigations['spread-traffic']?.rows).toEqual([]);
    await posts('spread-traffic', 'run:1', { textEn: 'Come later', textKo: '나중에' });
    const { undo } = await posts('delay-notice', 'run:2');
    expect(await states(s)).toMatchObject({ P2: 'pending', P3: 'pending' });
    await undo();
    expect(await states(s)).toMatchObject({ P2: 'pending', P3: 'pending' });
    await s.says('minji', 'mitigate delay-notice', '#1');
    await s.submits('minji', {});
    s.expectPosted('#1', /Done/);
    expect(await states(s)).toMatchObject({ P2: 'kept', P3: 'pending' });
    s.takeAll();
  });

  it('a page keeps the row of its step, also where an older playbook has another keptBy', async () => {
    const s = await scenario({
      ...CALM,
      playbook: [...CALM.playbook, set('rows.A1.keptBy', 'manual')],
    });
    await s.opens('minji', 'sev1 Coupons late');
    expect(await states(s)).toMatchObject({ A1: 'kept', A2: 'pending' });
    const kept = (await s.app.runtime.storage.timeline.of(1)).filter(({ kind }) => kind === 'deadline.kept').map(({ data }) => data);
    expect(kept).toEqual(expect.arrayContaining([expect.objectContaining({ row: 'A1', event: 'page.sent' })]));
  });

  it('a private incident owes nobody outside anything', async () => {
    const s = await scenario(CALM);
    await s.opens('minji', 'sev1 Coupons late --private');
    expect(await states(s)).toMatchObject({ C1: 'kept', C3: 'waived', X1: 'waived', X2: 'waived', X3: 'waived' });
  });
});

describe('newcomer-3: rows follow the cause', () => {
  it('what does not fit the named cause is waived with that reason, and another name has it apply again, but for what people settled', async () => {
    const s = await scenario(CALM);
    await s.opens('minji', 'sev2 Something is slow');
    for (const id of ['I1', 'I2', 'I3']) expect((await row(s, id))?.state).toBe('pending');
    await s.says('junho', 'keep I1 limited by hand', '#1');
    s.expectPosted('#1', /Done by hand/);
    await s.says('minji', 'diagnosis #1 is gc-settings');
    const named = s.expectPosted('#1', /names the cause: \*JVM heap and GC: Poor GC settings/);
    expect(s.textNow(named)).toMatch(/No longer due: [^.]*I2 /);
    expect(await states(s)).toMatchObject({ I1: 'kept', I2: 'waived', I3: 'waived', F3: 'pending', F1: 'waived' });
    expect(await row(s, 'I2')).toMatchObject({
      reason: { code: 'cause', scenario: 'S5', cause: 'gc-settings' },
    });
    expect((await s.says('minji', 'deadlines #1')).answer).toMatch(/I2 .*\(It does not fit the cause: Poor GC settings\.\)/);
    await s.says('minji', 'diagnosis #1 is slow-consumer');
    s.expectPosted('#1', /Kafka consumers: Slow consumer code/);
    expect(await states(s)).toMatchObject({ I1: 'kept', I2: 'pending', I3: 'waived', F1: 'pending', F3: 'waived' });
    expect(await s.incident(1)).toMatchObject({ scenario: 'S2' });
  });

  it('naming the cause keeps its own row, also where that does not fit the cause which is named', async () => {
    const s = await scenario({
      ...CALM,
      playbook: [...CALM.playbook, add('rows.R1.causes', ['S2'])],
    });
    await s.opens('minji', 'sev2 Something is slow');
    expect((await row(s, 'R1'))?.state).toBe('pending');
    await s.says('minji', 'diagnosis #1 is gc-settings');
    const named = s.expectPosted('#1', /names the cause/);
    expect(s.textNow(named)).toMatch(/No longer due: [^.]*I2 /);
    expect(s.textNow(named)).not.toMatch(/R1/);
    expect(await row(s, 'R1')).toMatchObject({ state: 'kept', reason: { code: 'named', scenario: 'S5', cause: 'gc-settings' } });
    expect((await row(s, 'I2'))?.state).toBe('waived');
    const kept = (await s.app.runtime.storage.timeline.of(1)).filter(({ kind, data }) => kind === 'deadline.kept' && data.row === 'R1');
    expect(kept).toHaveLength(1);
  });

  it('a cause that only shows as another scenario is that one', async () => {
    const s = await scenario(CALM);
    await s.opens('minji', 'sev2 Something is slow');
    await s.says('minji', 'diagnosis #1 is S1/gc-pause');
    s.expectPosted('#1', /names the cause/);
    expect(await s.incident(1)).toMatchObject({ scenario: 'S5' });
    expect(await states(s)).toMatchObject({ I1: 'waived', I2: 'waived', I3: 'waived', F3: 'pending' });
  });

  it('one message says what was missed, edited with every other row; what turns out not to fit leaves it', async () => {
    const s = await scenario({ ...AT_ITS_TIMES, environment: { PROMETHEUS_URL: '' }, calmMs: 0 });
    await s.opens('minji', 'sev2 Something is slow');
    await s.advance('11m');
    const missed = s.expectPosted('#1', /3 deadlines were missed/);
    await s.advance('5m');
    s.expectNothingElse();
    expect(s.textNow(missed)).toMatch(/6 deadlines were missed[\s\S]*• P3 /);
    await s.says('minji', 'diagnosis #1 is gc-settings');
    s.expectPosted('#1', /names the cause/);
    expect(s.textNow(missed)).toMatch(/3 deadlines were missed/);
    expect(s.textNow(missed)).not.toMatch(/• I\d/);
    // Naming the right one later does not make up for what was missed before anybody named anything.
    await s.says('minji', 'diagnosis #1 is slow-consumer');
    s.expectPosted('#1', /names the cause/);
    expect(await states(s)).toMatchObject({ I1: 'missed', I2: 'missed', I3: 'waived' });
    expect(s.textNow(missed)).toMatch(/5 deadlines were missed/);
  });

  it('a row that does not fit the likely cause is waived when its time comes, and has its time again when another cause is named', async () => {
    const s = await scenario(AT_ITS_TIMES);
    s.world.coupon.break('S5', { cause: 'gc-settings' });
    await s.advance('30s');
    await s.opens('minji', 'sev2 Something is slow');
    await s.advance('9m');
    s.expectPosted('#1', /Likely cause\*: JVM heap and GC/);
    // Before it is named, the rows of the scenario count.
    expect(await states(s)).toMatchObject({ I1: 'pending', I2: 'pending', I3: 'pending' });
    await s.advance('2m');
    expect(await states(s)).toMatchObject({ I1: 'waived', I2: 'waived', I3: 'waived', P1: 'pending' });
    expect(await row(s, 'I2')).toMatchObject({ reason: { code: 'cause', scenario: 'S5', likely: true } });
    s.expectNothingElse();
    await s.says('minji', 'diagnosis #1 is slow-consumer');
    s.expectPosted('#1', /names the cause/);
    const i2 = await row(s, 'I2');
    expect(i2?.state).toBe('pending');
    expect((i2?.dueAt?.getTime() ?? 0) - s.now().getTime()).toBeGreaterThan(9 * 60_000);
  });

  it('an incident in which nothing is wrong does not nag', async () => {
    const s = await scenario(AT_ITS_TIMES);
    await s.opens('minji', 'sev2 Somebody complains');
    await s.advance('16m');
    s.expectNothingElse();
    expect(await states(s)).toMatchObject({ I1: 'missed', P1: 'missed' });
    expect((await s.says('minji', 'deadlines #1')).answer).toMatch(/✕ I1 /);
  });
});

describe('newcomer-4: the likely cause is one message', () => {
  it('is edited when it changes, loses its button when somebody names the cause, and keeps its history in the timeline', async () => {
    const s = await scenario({
      ...AT_ITS_TIMES,
      playbook: [...AT_ITS_TIMES.playbook, LEISURELY],
    });
    s.world.coupon.break('S4', { cause: 'lock-held-long' });
    await s.advance('30s');
    await s.opens('minji', 'sev1 Coupons late');
    await s.advance('3m');
    const said = s.expectPosted('#1', /Likely cause\*: Redis lock: Lock held too long/);
    const button = (of: typeof said) => JSON.stringify(s.current(of).blocks).includes('command.diagnosis-is');
    expect(button(said)).toBe(true);
    s.world.coupon.heal();
    await s.advance('3m');
    expect(s.textNow(said)).toMatch(/Back to normal; last seen at/);
    s.world.coupon.break('S3', { cause: 'slow-queries' });
    await s.advance('5m');
    expect(s.textNow(said)).toMatch(/Likely cause\*: DB connection pool: Long-running queries/);
    expect(JSON.stringify(s.current(said).blocks)).toContain('S3/slow-queries');
    expect(JSON.stringify(s.current(said).blocks)).not.toContain('S4/lock-held-long');
    s.expectNothingElse();
    await s.clicks('minji', s.current(said), 'command.diagnosis-is');
    s.expectTold('minji', /The cause of #1 is named: Long-running queries/);
    s.expectPosted('#1', /names the cause: \*DB connection pool: Long-running queries/);
    expect(button(said)).toBe(false);
    expect(s.textNow(said)).toMatch(/names the cause/);
    const history = (await s.app.runtime.storage.timeline.of(1)).filter(({ kind }) => kind === 'diagnosis.likely');
    expect(history.map(({ data }) => `${data.scenario}/${data.cause}`)).toEqual(['S4/lock-held-long', 'S3/slow-queries']);
  });

  it('has no button once the incident is over, and is said anew when it is reopened', async () => {
    const s = await scenario({
      ...AT_ITS_TIMES,
      playbook: [...AT_ITS_TIMES.playbook, LEISURELY],
    });
    s.world.coupon.break('S4', { cause: 'lock-held-long' });
    await s.advance('30s');
    await s.opens('minji', 'sev1 Coupons late');
    await s.advance('3m');
    const said = s.expectPosted('#1', /Likely cause\*: Redis lock/);
    await s.says('minji', 'resolve #1');
    for (const where of ['#1', 'status']) s.expectPosted(where, /is resolved/);
    s.expectReview(1);
    expect(JSON.stringify(s.current(said).blocks)).not.toContain('command.diagnosis-is');
    await s.says('minji', 'reopen #1');
    for (const where of ['#1', 'status']) s.expectPosted(where, /is open again/);
    s.expectReviewCancelled(1);
    s.expectDirect('minji', /paged as first on-call/);
    await s.advance('2m');
    const again = s.expectPosted('#1', /Likely cause\*: Redis lock/);
    expect(again.ts).not.toBe(said.ts);
    s.takeAll();
  });

  it('is posted anew when somebody deleted it', async () => {
    const s = await scenario({ ...AT_ITS_TIMES, environment: { PROMETHEUS_URL: '' }, calmMs: 0 });
    await s.opens('minji', 'sev2 Something is slow');
    await s.advance('11m');
    const missed = s.expectPosted('#1', /3 deadlines were missed/);
    s.slack.faults.inject({
      call: 'chat.update',
      when: ({ ts }) => ts === missed.ts,
      fault: { kind: 'error', code: 'message_not_found' },
    });
    await s.advance('5m');
    const again = s.expectPosted('#1', /6 deadlines were missed/);
    expect(again.ts).not.toBe(missed.ts);
    s.slack.faults.clear();
  });
});
