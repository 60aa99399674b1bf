import { BEGUN, FIRST_LEVEL_ONLY, LEISURELY, UNREPEATED } from '../../support/scenario/playbook-edits.ts';
import { type Scenario, type ScenarioOptions, scenario } from '../../support/scenario/scenario.ts';

/** The service's clock runs as fast as ours here, and nothing else happens by itself. */
const QUIET: ScenarioOptions = {
  playbook: [LEISURELY, BEGUN, ...UNREPEATED, ...FIRST_LEVEL_ONLY],
};

async function states(s: Scenario, id: number): Promise<Record<string, string>> {
  const rows = await s.app.runtime.storage.deadlines.of(id);
  return Object.fromEntries(rows.map(({ rowId, state }) => [rowId, state]));
}

/** An incident that somebody declares a little after the service broke. */
async function broken(s: Scenario, scenarioId: string, cause: string): Promise<ReturnType<Scenario['opens']>> {
  s.world.coupon.break(scenarioId, { cause });
  await s.advance('30s');
  return await s.opens('jisoo', 'sev1 Coupons late');
}

it('says the likely cause once, with its evidence, in the channel and the briefing', async () => {
  const s = await scenario(QUIET);
  const { briefing } = await broken(s, 'S3', 'long-transactions');
  await s.advance('5m');
  const said = s.expectPosted('#1', /Likely cause\*: DB connection pool: Transactions held too long \(S3\)/);
  expect(s.textNow(said)).toMatch(/Longest transaction \*[\d.]+ s\*, high \(normally \d+ ms\), since/);
  expect(s.textNow(said)).toMatch(/What helps: End a long query or an open transaction, Enlarge the DB pool/);
  expect(s.textNow(briefing)).toMatch(/Likely cause\*: DB connection pool/);
  const { answer } = await s.says('minji', 'diagnosis #1');
  expect(answer).toMatch(/Diagnosis of #1[\s\S]*Transactions held too long[\s\S]*Would rule this out: Time per query: high/);
});

it('says that nothing stands out when nothing does', async () => {
  const s = await scenario(QUIET);
  const { briefing } = await s.opens('jisoo', 'sev2 Somebody complains');
  await s.advance('3m');
  expect(s.textNow(briefing)).toMatch(/Nothing stands out/);
  expect((await s.says('minji', 'diagnosis #1')).answer).toMatch(/Nothing stands out/);
});

it('is named by a button: R1 is kept, the rows after the analysis begin, rows of another scenario are waived', async () => {
  const s = await scenario(QUIET);
  await broken(s, 'S3', 'connection-leak');
  await s.advance('3m');
  const said = s.expectPosted('#1', /Likely cause\*: DB connection pool: Connection leak/);
  expect(await states(s, 1)).toMatchObject({ R1: 'pending', I3: 'pending' });
  await s.clicks('minji', said, 'command.diagnosis-is');
  const named = s.expectPosted('#1', /names the cause: \*DB connection pool: Connection leak\*/);
  s.expectTold('minji', /The cause of #1 is named: Connection leak/);
  expect(s.textNow(named)).toMatch(/Due from now on: F4/);
  expect(await states(s, 1)).toMatchObject({ R1: 'kept', F4: 'pending', F1: 'waived', F2: 'waived', F3: 'waived' });
  expect(await s.incident(1)).toMatchObject({ scenario: 'S3' });
  await s.advance('2m');
});

it('is named in words, with why; another name later counts, and what nobody knows is refused with the nearest', async () => {
  const s = await scenario(QUIET);
  await s.opens('jisoo', 'sev2 S4 lock');
  expect((await s.says('minji', 'diagnosis #1 is lock-held-lng')).answer).toMatch(/did you mean `lock-held-long`\?/);
  expect((await s.says('minji', 'diagnosis #1 is many-users a campaign began')).answer).toMatch(
    /The cause of #1 is named: Many users at once/,
  );
  s.expectPosted('#1', /Redis lock: Many users at once[\s\S]*a campaign began/);
  expect((await s.says('junho', 'diagnosis #1 is S2/slow-consumer')).answer).toMatch(/The cause of #1 is named: Slow consumer code/);
  s.expectPosted('#1', /Kafka consumers: Slow consumer code/);
  expect(await s.incident(1)).toMatchObject({ scenario: 'S2' });
  expect((await s.says('minji', 'diagnosis #1')).answer).toMatch(/names the cause: \*Kafka consumers: Slow consumer code/);
  const kinds = (await s.app.runtime.storage.timeline.of(1)).filter(({ kind }) => kind === 'diagnosis.named');
  expect(kinds).toHaveLength(2);
});

it('names an unknown cause in the same words as the playbook, and rows that apply again are due again', async () => {
  const s = await scenario(QUIET);
  // S5 needs neither rate limit nor pool; S3 needs both.
  await s.says('jisoo', 'open sev3 GC?');
  const declared = await s.incident(1);
  s.expectOpened('jisoo', declared);
  await s.says('minji', 'diagnosis #1 is gc-settings');
  s.expectPosted('#1', /JVM heap and GC: Poor GC settings/);
  expect(await states(s, 1)).toMatchObject({ I1: 'waived', I3: 'waived', F3: 'pending', F1: 'waived' });
  await s.says('minji', 'diagnosis #1 is slow-queries');
  s.expectPosted('#1', /DB connection pool: Long-running queries/);
  expect(await states(s, 1)).toMatchObject({ I1: 'pending', I3: 'pending' });
});

it('is quiet when it is over, and looks again when it is reopened', async () => {
  const s = await scenario(QUIET);
  await broken(s, 'S4', 'lock-held-long');
  await s.advance('3m');
  s.expectPosted('#1', /Likely cause\*: Redis lock: Lock held too long/);
  s.world.coupon.heal();
  await s.says('minji', 'resolve #1');
  for (const where of ['#1', 'status']) s.expectPosted(where, /is resolved/);
  s.expectReview(1);
  await s.advance('3m');
  expect((await s.app.runtime.storage.diagnoses.of(1))?.nextAt).toBeNull();
  await s.says('minji', 'reopen #1');
  for (const where of ['#1', 'status']) s.expectPosted(where, /is open again/);
  s.expectReviewCancelled(1);
  s.expectDirect('minji', /paged as first on-call/);
  expect((await s.app.runtime.storage.diagnoses.of(1))?.nextAt).not.toBeNull();
});
