import type { MessageState } from '../../sandbox/slack/index.ts';
import { CALM, type Scenario, type ScenarioOptions, scenario } from '../support/scenario.ts';
import { describeWith } from '../support/services.ts';

/** Calm but for the analysis: its rows are collected at their times. */
const ANALYSING = {
  ...CALM,
  environment: {},
  calmMs: 1_200_000,
  playbook: (text: string) =>
    CALM.playbook(text).replace(/^ {2}([GMR]\d): \{ phase: analyse, from: detection,/gm, (start, row) => {
      const minutes = String(row).startsWith('G') ? 15 : String(row).startsWith('M') ? 20 : 30;
      return `${start} after: ${minutes}m,`;
    }),
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
    expect(await deadline(s, id, 'R2')).toMatchObject({ state: 'kept', reason: 'replayed in staging' });
    expect((await s.says('junho', `analysis #${id} done R2`)).answer).toMatch(/R2 is kept already \(replayed in staging\)/);

    for (const [index, check] of ['consumers', 'pool', 'lock', 'gc'].entries()) {
      expect((await s.says('sora', `analysis #${id} done R3.${check}`)).answer).toMatch(`${4 - index} left in the list`);
    }
    expect(await deadline(s, id, 'R3')).toMatchObject({ state: 'pending' });
    await s.says('sora', `analysis #${id} done R3.5 no deployment`);
    expect(await deadline(s, id, 'R3')).toMatchObject({ state: 'kept', reason: 'no deployment' });
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

function collecting(getRedis: () => string | undefined): void {
  it('collects M1 at its time, keeps it, and fills the thread once', async () => {
    const s = await scenario({ ...ANALYSING, redisUrl: getRedis() });
    const { id, channel } = await s.opens('minji', 'sev1 Coupons late');
    s.world.coupon.break('S2');
    await s.advance('21m');
    const head = s.expectPosted(channel, /Analysis of #1/);
    const m1 = s.expectPosted(channel, /M1 From Prometheus/);
    s.takeAll();
    expect(m1.thread_ts).toBe(head.ts);
    expect(s.textNow(m1)).toMatch(/Kafka lag: \*[\d,.]+\* now · [\d,.]+ before · [\d,.]+ at worst/);
    expect(s.textNow(m1)).toMatch(/✓ M1 is kept by this/);
    expect(await deadline(s, id, 'M1')).toMatchObject({ state: 'kept', reason: expect.stringMatching(/Collected by itself: Kafka lag/) });
    expect(s.textNow(head)).toMatch(/✓ \*M1\*/);
    expect(thread(s, head).filter((text) => /M1/.test(text))).toHaveLength(1);
    await s.advance('1h');
    expect(s.takeAll().filter(({ text }) => /M1/.test(text))).toEqual([]);
  });
}
describe('with the queues in Postgres', () => collecting(() => undefined));
describeWith('redis', collecting);
