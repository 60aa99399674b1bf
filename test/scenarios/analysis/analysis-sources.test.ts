import type { MessageState } from '../../../sandbox/slack/index.ts';
import { add, type Edit, each, remove, set } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, type ScenarioOptions, scenario } from '../../support/scenario/scenario.ts';

/** Calm, with everything to be read; nothing opens an incident by itself. */
const SEEING = {
  ...CALM,
  environment: {},
  calmMs: 1_800_000,
} satisfies ScenarioOptions;
const changed = (...edits: Edit[]): ScenarioOptions => ({ ...SEEING, playbook: [...SEEING.playbook, ...edits] });

const row = async (s: Scenario, rowId: string) => (await s.app.runtime.storage.deadlines.of(1)).find((one) => one.rowId === rowId);

/** What a row was collected with, in the thread; the head of the thread is expected the first time. */
async function collects(s: Scenario, rowId: string, { first = true } = {}): Promise<MessageState> {
  await s.says('junho', `analysis #1 run ${rowId}`);
  if (first) s.expectPosted('#1', /Analysis of #1/);
  return s.expectPosted('#1', new RegExp(`^\\*${rowId} `));
}

describe('a row is kept by what it is about', () => {
  it('G1 by its consumer logs, not by what stands beside them', async () => {
    const s = await scenario({
      ...changed(add('analysis.signals.G1', ['kafka_lag'])),
      environment: { LOKI_URL: '' },
    });
    await s.opens('minji', 'sev1 Coupons late');
    const said = s.textNow(await collects(s, 'G1'));
    expect(said).toMatch(/Kafka lag: \*[\d,.KM]+\* now/);
    expect(said).toMatch(/⚠ Loki is not set up: set LOKI_URL/);
    expect(said).toMatch(/G1 needs a person, because this was not read: its logs \(consumer\)/);
    expect(await row(s, 'G1')).toMatchObject({ state: 'pending' });
    const { answer } = await s.says('minji', 'analysis #1');
    expect(answer).toMatch(/○ \*G1\*/);
  });

  it('G2 by the logs of failed acquisitions, and says what to name where the playbook has none', async () => {
    const s = await scenario(changed(add('analysis.signals.G2', ['redis_lock_wait']), remove('analysis.logs.lock')));
    await s.opens('minji', 'sev1 Coupons late');
    const said = s.textNow(await collects(s, 'G2'));
    expect(said).toMatch(/Redis lock wait/);
    expect(said).toMatch(/because this was not read: its logs \(nothing is named under `analysis\.logs` in the playbook\)/);
    expect(await row(s, 'G2')).toMatchObject({ state: 'pending' });
  });

  it('M1 by its numbers, whatever else answered; each of them has to be one', async () => {
    const s = await scenario({
      ...changed(set('analysis.logs.slow-queries.row', 'M1')),
      environment: { PROMETHEUS_URL: '' },
    });
    await s.opens('minji', 'sev1 Coupons late');
    const said = s.textNow(await collects(s, 'M1'));
    expect(said).toMatch(/\*Log slow-queries\*/);
    expect(said).toMatch(/M1 needs a person, because this was not read: its numbers \(prometheus\)/);
    expect(await row(s, 'M1')).toMatchObject({ state: 'pending' });
  });

  it('M3 by what `needs` says, whatever its keptBy is called after', async () => {
    const s = await scenario({
      ...changed(set('analysis.needs.M3', ['logs'])),
      environment: { PROMETHEUS_URL: '' },
    });
    await s.opens('minji', 'sev1 Coupons late');
    const said = s.textNow(await collects(s, 'M3'));
    expect(said).toMatch(/\*Log slow-queries\*/);
    expect(said).toMatch(/✓ This completes M3/);
    expect(await row(s, 'M3')).toMatchObject({ state: 'kept', reason: { code: 'collected' } });
    expect(await row(s, 'M1')).toMatchObject({ state: 'pending' });
  });

  it('a number that the source does not have keeps nothing', async () => {
    const s = await scenario(
      changed(
        each<string[]>('analysis.signals.M1', (signals) => ['missing_one', ...signals]),
        add('signals.missing_one', {
          title: { en: 'Nobody measures this', ko: '아무도 재지 않음' },
          source: 'kafka',
          query: 'lag(group=nobody, topic=nothing)',
          unit: 'messages',
        }),
      ),
    );
    await s.opens('minji', 'sev1 Coupons late');
    const said = s.textNow(await collects(s, 'M1'));
    expect(said).toMatch(/Kafka lag: \*/);
    expect(said).toMatch(/M1 needs a person/);
    expect(await row(s, 'M1')).toMatchObject({ state: 'pending' });
  });

  it('what fails beside it takes nothing from it', async () => {
    const s = await scenario(changed(add('analysis.signals.G2', ['redis_lock_wait'])));
    await s.opens('minji', 'sev1 Coupons late');
    s.world.coupon.faults.inject({ call: 'GET /api/v1/query', fault: { kind: 'http', status: 503 } });
    s.world.coupon.faults.inject({ call: 'GET /api/v1/query_range', fault: { kind: 'http', status: 503 } });
    const said = s.textNow(await collects(s, 'G2'));
    expect(said).toMatch(/⚠ prometheus: /);
    expect(said).toMatch(/✓ This completes G2/);
    s.world.coupon.faults.clear();
    expect(await row(s, 'G2')).toMatchObject({ state: 'kept' });
  });
});

describe('G3: the pool of the application', () => {
  it('is collected from Prometheus beside deadlocks and leak warnings, before and now', async () => {
    const s = await scenario(SEEING);
    await s.opens('minji', 'sev1 Coupons late');
    s.world.coupon.break('S3', { cause: 'connection-leak' });
    await s.advance('6m');
    const said = s.textNow(await collects(s, 'G3'));
    expect(said).toMatch(/\*Connection pool of coupon\* HikariPool-1/);
    expect(said).toMatch(/• 40 of 40 in use, 0 idle, \d+ waiting · before: \d+ of 40 in use, \d+ idle, 0 waiting/);
    expect(said).toMatch(/• [1-9][\d,.K]* connection timeouts since then/);
    expect(said).toMatch(/Leak warnings: \*[1-9]\d*\* \(before: 0\)[\s\S]*leak detection triggered/);
    expect(said).toMatch(/\*Log database\*/);
    expect(said).toMatch(/✓ This completes G3/);
  });

  it('is collected from the Actuator where Prometheus has none, and stays for people where nobody tells it', async () => {
    const s = await scenario(changed(set('analysis.pools.0', { row: 'G3', name: 'coupon', actuator: 'http://127.0.0.1:9/actuator' })));
    await s.opens('minji', 'sev1 Coupons late');
    const said = s.textNow(await collects(s, 'G3'));
    expect(said).toMatch(/⚠ coupon: /);
    expect(said).toMatch(/G3 needs a person\. Try again with `analysis run G3`/);
    expect(await row(s, 'G3')).toMatchObject({ state: 'pending' });
  });
});

describe('R2: the way to reproduce', () => {
  const rush = async (options: ScenarioOptions) => {
    const s = await scenario(options);
    await s.opens('minji', 'sev1 Coupons late');
    s.world.coupon.break('S4', { cause: 'many-users' });
    await s.advance('6m');
    return s;
  };

  it('is proposed from traffic by route, method, status and client, and kept when a person accepts it', async () => {
    const s = await rush(SEEING);
    const said = await collects(s, 'R2');
    expect(s.textNow(said)).toMatch(/\*Way to reproduce\*: POST \/coupons\/issue from event-page/);
    expect(s.textNow(said)).toMatch(/• \d+ \/s since then, 0 \/s before · \d+ % of all requests, 0 % before/);
    expect(s.textNow(said)).toMatch(/curl .* -X POST -A event-page "\$SERVICE"\/coupons\/issue/);
    expect(s.textNow(said)).toMatch(/R2 stays open until somebody accepts this/);
    expect(await row(s, 'R2')).toMatchObject({ state: 'pending' });
    await s.clicks('jisoo', said, 'command.analysis-accept.R2');
    s.expectTold('jisoo', /responder/);
    await s.clicks('junho', said, 'command.analysis-accept.R2');
    s.expectTold('junho', /The way to reproduce is accepted: R2 of #1 is done/);
    expect(await row(s, 'R2')).toMatchObject({
      state: 'kept',
      reason: { code: 'accepted', path: 'POST /coupons/issue event-page' },
    });
    const accepted = (await s.app.runtime.storage.timeline.of(1)).find(({ kind }) => kind === 'analysis.accepted');
    expect(accepted).toMatchObject({
      actor: s.slack.users.junho,
      data: { row: 'R2', path: { route: '/coupons/issue', client: 'event-page' } },
    });
    await s.clicks('minji', said, 'command.analysis-accept.R2');
    s.expectTold('minji', /R2 is kept already/);
  });

  it('is accepted as it stood in front of the person who presses, and not when another one is proposed by now', async () => {
    const s = await rush(SEEING);
    const said = await collects(s, 'R2');
    s.world.coupon.heal();
    s.world.coupon.break('S3', { cause: 'request-burst' });
    // The simulated service sleeps no longer than this.
    for (let time = 0; time < 3; time += 1) {
      await s.advance('8m');
      s.world.coupon.snapshot();
    }
    s.expectPosted('status', /Update 1/);
    const later = await collects(s, 'R2', { first: false });
    expect(s.textNow(later)).toMatch(/\*Way to reproduce\*: GET \/coupons from price-crawler/);
    await s.clicks('junho', said, 'command.analysis-accept.R2');
    s.expectTold('junho', /Something else is proposed for R2 by now: GET \/coupons price-crawler/);
    expect((await s.says('junho', 'analysis #1 accept R2')).answer).toMatch(/The way to reproduce is accepted/);
    expect(await row(s, 'R2')).toMatchObject({ state: 'kept', reason: { code: 'accepted', path: 'GET /coupons price-crawler' } });
  });

  it('keeps the row by itself where the playbook says so', async () => {
    const s = await rush(changed(set('rows.R2.keptBy', 'path.proposed')));
    expect(s.textNow(await collects(s, 'R2'))).toMatch(/✓ This completes R2/);
    expect(await row(s, 'R2')).toMatchObject({ state: 'kept' });
  });

  it('is none when traffic is as it was, and nothing can be accepted then', async () => {
    const s = await scenario(SEEING);
    await s.opens('minji', 'sev1 Coupons late');
    expect(s.textNow(await collects(s, 'R2'))).toMatch(/No requests stand out since then/);
    expect((await s.says('junho', 'analysis #1 accept R2')).answer).toMatch(/Nothing is proposed for R2 yet/);
    expect((await s.says('junho', 'analysis #1 done R2 replayed')).answer).toMatch(/R2 of #1 is done/);
  });
});

describe('R3: owners are reminded before it is due', () => {
  const R3 = set('rows.R3.within', '60m');

  it('each once, with what is left for them; every item of the shipped list has one', async () => {
    const s = await scenario(changed(R3));
    await s.opens('minji', 'sev1 Coupons late');
    expect(s.world.playbook.analysis.review.filter(({ owner }) => owner === undefined)).toEqual([]);
    await s.says('junho', 'analysis #1 done R3.lock short enough');
    await s.says('junho', 'analysis #1 take R3.gc');
    await s.advance('44m');
    s.expectPosted('status', /Update 1/);
    s.expectNothingElse();
    await s.advance('2m');
    const minji = s.expectDirect('minji', /R3\*? Review of code and infrastructure settings of #1 is due .*Left for you/);
    expect(s.textNow(minji)).toMatch(/• \*R3\.changes\* What was deployed or configured since yesterday/);
    expect(s.textNow(minji)).not.toMatch(/R3\.pool/);
    expect(s.textNow(s.expectDirect('junho', /Left for you/))).toMatch(/R3\.gc/);
    expect(s.textNow(s.expectDirect('dohyun', /Left for you/))).not.toMatch(/R3\.gc/);
    s.expectDirect('sora', /R3\.consumers/);
    s.expectNothingElse();
    await s.clicks('minji', minji, 'command.analysis-done.R3.changes');
    expect(await s.submits('minji', { note: 'no deployment' })).toMatchObject({ status: 200 });
    await s.advance('10m');
    s.expectNothingElse();
    const reminded = (await s.app.runtime.storage.timeline.of(1)).filter(({ kind }) => kind === 'deadline.reminded');
    expect(reminded).toHaveLength(1);
  });

  it('the channel where nobody has it, and nobody when it is done', async () => {
    const s = await scenario(changed(R3, remove('analysis.review.changes.owner')));
    await s.opens('minji', 'sev1 Coupons late');
    await s.opens('minji', 'sev2 Another one');
    await s.says('junho', 'analysis #2 done R3 all seen');
    await s.advance('46m');
    const said = s.expectPosted('#1', /and nobody has this/);
    expect(s.textNow(said)).toMatch(/• \*R3\.changes\*/);
    for (const person of ['sora', 'dohyun', 'junho']) s.expectDirect(person, /of #1 is due/);
    s.takeAll();
    expect((await s.app.runtime.storage.timeline.of(2)).filter(({ kind }) => kind === 'deadline.reminded')).toEqual([]);
  });

  it('nobody who may not know of a private incident', async () => {
    const s = await scenario(changed(R3));
    await s.opens('minji', 'sev1 Coupons late --private');
    await s.advance('46m');
    // Its declarer, and a lead.
    s.expectDirect('minji', /R3\.changes/);
    s.expectDirect('dohyun', /R3\.pool/);
    s.expectPosted('#1', /nobody has this/);
    s.expectNothingElse();
  });
});
