import type { MessageState } from '../../../sandbox/slack/index.ts';
import { describeWith } from '../../support/run/services.ts';
import { each, remove, set } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, type ScenarioOptions, scenario } from '../../support/scenario/scenario.ts';

/** Calm, with everything to be read; nothing opens an incident by itself. */
const SEEING = {
  ...CALM,
  environment: {},
  calmMs: 300_000,
} satisfies ScenarioOptions;

const COLLECTED_AT: Record<string, string> = { G: '15m', M: '20m', R: '30m' };
/** And with rows that are collected at their times. */
const ANALYSING = {
  ...SEEING,
  playbook: [
    ...SEEING.playbook,
    each<{ phase: string }>('rows.*', (row, id) => (row.phase === 'analyse' ? { ...row, after: COLLECTED_AT[id[0] ?? ''] } : row)),
  ],
} satisfies ScenarioOptions;

const deadline = async (s: Scenario, id: number, rowId: string) =>
  (await s.app.runtime.storage.deadlines.of(id)).find((row) => row.rowId === rowId);
const thread = (s: Scenario, head: MessageState): string[] =>
  s.slack
    .messages(head.channel)
    .filter(({ thread_ts }) => thread_ts === head.ts)
    .map((message) => s.textNow(message));

describe('the board', () => {
  it('is taken and ticked by words; a row with a list is kept with the last of it', async () => {
    const s = await scenario(CALM);
    const { id } = await s.opens('minji', 'sev1 Coupons late');
    const { answer } = await s.says('minji', `analysis #${id}`);
    expect(answer).toMatch(/Analysis of #1/);
    for (const row of ['G1', 'G2', 'G3', 'M1', 'M2', 'M3', 'R1', 'R2', 'R3']) expect(answer).toMatch(new RegExp(`○ \\*${row}\\*`));
    expect(answer).toMatch(/\*R3\.consumers\* .* · @U0SORA/);

    expect((await s.says('junho', `analysis #${id} take R2`)).answer).toMatch(/R2 of #1: <?@U0JUNHO/);
    expect((await s.says('junho', `analysis #${id} take R3.changes @minji`)).answer).toMatch(/R3\.changes of #1: <?@U0MINJI/);
    expect((await s.says('junho', `analysis #${id} done R2 replayed in staging`)).answer).toMatch(/✓ R2 of #1 is done/);
    expect(await deadline(s, id, 'R2')).toMatchObject({ state: 'kept', reason: { code: 'said', text: 'replayed in staging' } });
    expect((await s.says('junho', `analysis #${id} done R2`)).answer).toMatch(/R2 is kept already \(replayed in staging\)/);

    for (const [index, check] of ['consumers', 'pool', 'lock', 'gc'].entries()) {
      expect((await s.says('sora', `analysis #${id} done R3.${check}`)).answer).toMatch(`${4 - index} left in the list`);
    }
    expect(await deadline(s, id, 'R3')).toMatchObject({ state: 'pending' });
    await s.says('sora', `analysis #${id} done R3.5 no deployment`);
    expect(await deadline(s, id, 'R3')).toMatchObject({ state: 'kept', reason: { code: 'said', text: 'no deployment' } });
    const after = (await s.says('minji', `analysis #${id}`)).answer;
    expect(after).toMatch(/✓ \*R3\* .*5 of 5 ticked/);
    expect(after).toMatch(/✓ \*R3\.changes\* .*ticked by @U0SORA: no deployment/);
    const kept = (await s.app.runtime.storage.timeline.of(id)).filter(({ kind }) => kind === 'deadline.kept').map(({ data }) => data);
    expect(kept).toContainEqual(expect.objectContaining({ row: 'R3', event: 'checklist.done' }));
  });

  it('refuses what does not exist and those who may not', async () => {
    const s = await scenario(CALM);
    const { id } = await s.opens('minji', 'sev1 Coupons late');
    expect((await s.says('minji', `analysis #${id} done I1`)).answer).toMatch(/has no row I1\. It has G1, G2/);
    expect((await s.says('minji', `analysis #${id} done R3.nothing`)).answer).toMatch(/R3 has no nothing in its list/);
    expect((await s.says('minji', `analysis #${id} run R3`)).answer).toMatch(/Nothing of R3 can be collected/);
    expect((await s.says('minji', `analysis #${id} burn R3`)).answer).toMatch(/Write `analysis`/);
    expect((await s.says('jisoo', `analysis #${id} take R3`)).answer).toMatch(/responder/);
  });
});

/** Everything that the analysis has said in the incident's channel, the head first. */
function said(s: Scenario, channel: string): { head: MessageState; replies: MessageState[] } {
  const head = s.expectPosted(channel, /Analysis of #1/);
  const all = s.takeAll().flatMap(({ message }) => (message ? [message] : []));
  return { head, replies: all.filter(({ thread_ts }) => thread_ts === head.ts) };
}
const about = (s: Scenario, replies: readonly MessageState[], row: string): string[] =>
  replies.map((message) => s.textNow(message)).filter((text) => text.startsWith(`*${row} `));

function collecting(getRedis: () => string | undefined): void {
  it('collects each row at its time, keeps it, and fills one thread once', async () => {
    const s = await scenario({ ...ANALYSING, playbook: [...ANALYSING.playbook, set('rows.R3.within', '40m')], redisUrl: getRedis() });
    const { id, channel } = await s.opens('minji', 'sev1 Coupons late');
    s.world.coupon.break('S2');
    s.world.coupon.break('S3');
    await s.advance('13m');
    s.expectNothingElse();
    await s.advance('2m5s');
    s.expectPosted(channel, /G1 Kafka consumer logs/);
    for (const row of ['G2', 'G3']) s.expectPosted(channel, new RegExp(`${row} `));
    expect(await deadline(s, id, 'M1')).toMatchObject({ state: 'pending' });
    await s.advance('16m');
    const { head, replies } = said(s, channel);
    const [m1 = ''] = about(s, replies, 'M1');
    expect(m1).toMatch(/Kafka lag: \*[\d,.KM]+\* now · [\d,.]+ before · [\d,.KM]+ at worst/);
    expect(m1).toMatch(/✓ This completes M1/);
    const [m2 = ''] = about(s, replies, 'M2');
    expect(m2).toMatch(/\*Heap of api\*: .* in [\d,]+ objects/);
    expect(m2).toMatch(/com\.example\.coupon\.IssueRequest: [\d.]+ [KM]iB in/);
    const [r2 = ''] = about(s, replies, 'R2');
    expect(r2).toMatch(/• \/coupons\/issue 500: \*[\d.]+\* now, 0 before/);
    expect(r2).toMatch(/R2 stays open/);
    const g1 =
      s.slack
        .messages(channel)
        .map((message) => s.textNow(message))
        .find((text) => text.startsWith('*G1 ')) ?? '';
    expect(g1).toMatch(/• Exceptions: \*[1-9]\d*\* \(before: 0\)/);
    expect(g1).toMatch(/CommitFailedException|SQLTransientConnectionException/);
    // Kept by itself: what is not set up takes nothing from what is.
    expect(g1).toMatch(/⚠ Kafka is not set up: set KAFKA_BROKERS/);
    for (const row of ['G1', 'G2', 'G3', 'M1', 'M2', 'M3']) expect([row, (await deadline(s, id, row))?.state]).toEqual([row, 'kept']);
    expect((await deadline(s, id, 'R2'))?.state).toBe('pending');
    expect(s.textNow(head)).toMatch(/✓ \*M2\* .*done · Collected automatically: api/);
    expect(thread(s, head)).toHaveLength(7);
    expect(s.textNow(head)).toMatch(/○ \*R2\* .* · due /);
    await s.says('junho', `keep #${id} R2 replayed in staging`);
    await s.advance('1m');
    expect(s.textNow(head)).toMatch(/✓ \*R2\* .*done · replayed in staging/);
    await s.advance('40m');
    // Nobody ticked its list; the board says what became of it.
    expect(s.textNow(head)).toMatch(/✕ \*R3\* .*missed/);
    expect(thread(s, head)).toHaveLength(7);
    s.takeAll();
  });

  it('collects again when somebody asks, in the same thread, and shows what grew', async () => {
    const s = await scenario({ ...SEEING, redisUrl: getRedis() });
    const { id, channel } = await s.opens('minji', 'sev1 Coupons late');
    const first = await s.says('junho', `analysis #${id} run M2`);
    expect(first.answer).toMatch(/M2 of #1 is being collected/);
    const { head, replies } = said(s, channel);
    expect(about(s, replies, 'M2')[0]).toMatch(/Counted for the first time/);
    s.world.coupon.break('S5', { cause: 'old-gen-full' });
    await s.advance('5m');
    const [button] = [`command.analysis-run.M2`, 'command.analysis-run.G1'].filter((action) =>
      JSON.stringify(s.current(head).blocks).includes(action),
    );
    expect(button).toBe('command.analysis-run.G1');
    await s.says('junho', `analysis #${id} run M2`);
    const again = s.expectPosted(channel, /M2 JVM heap dump/);
    expect(again.thread_ts).toBe(head.ts);
    expect(s.textNow(again)).toMatch(/What grew since .*[\s\S]*(IssueRequest|byte\[\]): \+[\d.]+ MiB to/);
    await s.again(first);
    s.expectNothingElse();
  });
}
describe('with the queues in Postgres', () => collecting(() => undefined));
describeWith('redis', collecting);

describe('what cannot be collected', () => {
  it('is said once with what to set when nothing is set up, and stays for people', async () => {
    const s = await scenario({
      ...ANALYSING,
      environment: { PROMETHEUS_URL: '', LOKI_URL: '' },
      calmMs: 0,
      playbook: [...ANALYSING.playbook, remove('analysis.jvm')],
    });
    const { id, channel } = await s.opens('minji', 'sev1 Coupons late');
    await s.advance('40m');
    const { replies } = said(s, channel);
    const texts = replies.map((message) => s.textNow(message));
    expect(texts).toHaveLength(3);
    expect(texts[0]).toMatch(/Not collected, because nothing is set up[\s\S]*G1[\s\S]*G2[\s\S]*G3[\s\S]*set LOKI_URL/);
    expect(texts[1]).toMatch(/M1[\s\S]*M2[\s\S]*M3[\s\S]*set PROMETHEUS_URL[\s\S]*analysis\.jvm/);
    expect(texts[2]).toMatch(/R2[\s\S]*set PROMETHEUS_URL/);
    for (const row of ['G1', 'M1', 'M2']) expect(await deadline(s, id, row)).toMatchObject({ state: 'pending' });
  });

  it('is said with what to do when a source fails, and is kept when it works again', async () => {
    const s = await scenario({ ...ANALYSING, calmMs: 60_000 });
    const { id, channel } = await s.opens('minji', 'sev1 Coupons late');
    s.world.coupon.faults.inject({ call: 'GET /loki/api/v1/query_range', fault: { kind: 'http', status: 503 } });
    await s.advance('15m5s');
    const { head, replies } = said(s, channel);
    expect(about(s, replies, 'G2')[0]).toMatch(
      /⚠ lock: Loki failed with HTTP 503\.[\s\S]*G2 needs a person\. Try again with `analysis run G2`/,
    );
    expect(await deadline(s, id, 'G2')).toMatchObject({ state: 'pending' });
    expect(s.textNow(head)).toMatch(/○ \*G2\* .*could not be collected/);
    s.world.coupon.faults.clear();
    await s.clicks('junho', s.current(head), 'command.analysis-run.G2');
    s.expectTold('junho', /G2 of #1 is being collected/);
    const again = s.expectPosted(channel, /G2 Logs/);
    expect(s.textNow(again)).toMatch(/✓ This completes G2[\s\S]*Asked for by @U0JUNHO/);
    expect(await deadline(s, id, 'G2')).toMatchObject({ state: 'kept' });
  });

  it('is not collected when a person was faster, or when the alarm was false', async () => {
    const s = await scenario({ ...ANALYSING, calmMs: 0 });
    const { id } = await s.opens('minji', 'sev1 Coupons late');
    for (const row of ['G1', 'G2', 'G3']) await s.says('minji', `analysis #${id} done ${row} seen by hand`);
    await s.advance('16m');
    s.expectNothingElse();
    await s.says('minji', `cancel #${id}`);
    for (const where of [`#${id}`, 'status']) s.expectPosted(where, /false alarm/);
    await s.advance('1h');
    s.expectNothingElse();
  });
});

describe('by buttons', () => {
  it('a row is taken, and ticked in a form with a note; the board in the channel follows', async () => {
    const s = await scenario({ ...SEEING, calmMs: 60_000 });
    const { id, channel } = await s.opens('minji', 'sev1 Coupons late');
    await s.says('junho', `analysis #${id} run M1`);
    const { head } = said(s, channel);
    await s.clicks('sora', s.current(head), 'command.analysis-take.R3');
    s.expectTold('sora', /R3 of #1: /);
    expect(s.textNow(head)).toMatch(/\*R3\* .* · @U0SORA/);
    await s.clicks('sora', s.current(head), 'command.analysis-done.R3.pool');
    expect(await s.submits('sora', { note: '40 × 6 > 200' })).toMatchObject({ status: 200 });
    expect(s.textNow(head)).toMatch(/✓ \*R3\.pool\* .*ticked by @U0SORA: 40 × 6 &gt; 200|✓ \*R3\.pool\* .*ticked by @U0SORA: 40 × 6 > 200/);
    // Slack delivers a form twice: it acts once, and a second one is told.
    await s.clicks('junho', s.current(head), 'command.analysis-done.G1');
    await s.says('sora', `analysis #${id} done G1 seen`);
    const refused = await s.submits('junho', { note: 'too late' });
    expect(JSON.stringify(refused.body)).toMatch(/G1 is kept already/);
  });
});
