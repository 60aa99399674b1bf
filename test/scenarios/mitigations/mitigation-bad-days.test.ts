import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { asAdmin } from '../../support/run/test-run.ts';
import { add } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** What goes wrong around a mitigation, and what people can do about it then. */

async function status(s: Scenario): Promise<{ state: string; notices: unknown[] }> {
  await s.advance('2s');
  const response = await fetch(`${s.app.url}/status.json`);
  return (await response.json()) as { state: string; notices: unknown[] };
}

it('takes a public notice off /status when its run is taken back', async () => {
  const s = await scenario(CALM);
  await s.opens('minji', 'sev1 Coupons late');
  await s.says('minji', 'mitigate delay-notice', '#1');
  await s.submits('minji', {});
  const message = s.expectPosted('#1', /Done/);
  expect(await status(s)).toMatchObject({ state: 'delayed' });
  await s.clicks('minji', message, 'command.mitigate-undo.1');
  s.expectTold('minji', /is being undone/);
  await s.settle();
  // The incident goes on, and a SEV1 is said by itself where people say nothing.
  expect(await status(s)).toMatchObject({ state: 'investigating', notices: [] });
  s.takeAll();
});

describe('ending a session', () => {
  const DATABASE = 'postgres';
  const OWN = {
    does: 'end-session',
    title: { en: 'End a session', ko: '세션 종료' },
    rows: [],
    effect: { en: 'It fails.', ko: '실패합니다.' },
    enabled: true,
    on: [{ postgres: { sessions: DATABASE } }],
    with: { olderThanSeconds: 0, show: 50 },
    guard: { second: 'responder' },
  };

  /** A bot that may end sessions of the database server of these tests, and a session with an open transaction in it. */
  async function withSession(): Promise<{ s: Scenario; pid: number; client: pg.Client; drop: () => Promise<void> }> {
    const s = await scenario({
      ...CALM,
      playbook: [...CALM.playbook, add('mitigations.end-one', OWN)],
      start: false,
    });
    const role = `app_${randomUUID().replaceAll('-', '')}`;
    await asAdmin(s.databaseUrl, (admin) => admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'app'`));
    await s.startBot({}, { MITIGATE_DATABASE_URL: s.databaseUrl });
    const url = Object.assign(new URL(s.databaseUrl), { username: role, password: 'app', pathname: `/${DATABASE}` });
    const client = new pg.Client({ connectionString: url.href });
    client.on('error', () => {});
    await client.connect();
    await client.query('BEGIN');
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const drop = async () => {
      await client.end().catch(() => {});
      await asAdmin(s.databaseUrl, (admin) => admin.query(`DROP ROLE ${role}`));
    };
    return { s, pid: rows[0]?.pid ?? 0, client, drop };
  }

  it('that ended while somebody thought about it: the run is over, says so, and holds up nothing', async () => {
    const { s, pid, client, drop } = await withSession();
    await s.opens('minji', 'sev1 Coupons late');
    await s.says('minji', `mitigate end-one pid=${pid} how=terminate`, '#1');
    await s.submits('minji', { typed: String(pid) });
    const message = s.expectPosted('#1', /Waiting for approval/);
    await client.end();
    await s.clicks('junho', message, 'command.mitigate-approve.1');
    s.expectTold('junho', /You approved/);
    await s.settle();
    const run = await s.app.runtime.storage.mitigationRuns.find(1);
    expect(run).toMatchObject({
      state: 'ended',
      outcome: 'failed',
      problem: { code: 'no_such_session', text: { en: expect.stringContaining(`${pid}`), ko: expect.stringContaining(`${pid}`) } },
    });
    expect(run?.problem).not.toHaveProperty('byHand');
    await drop();
    s.takeAll();
  });

  it('that only keeps a transaction open: says that there is no query to cancel, and takes the other way', async () => {
    const { s, pid, drop } = await withSession();
    await s.opens('minji', 'sev1 Coupons late');
    await s.says('minji', `mitigate end-one pid=${pid} how=cancel`, '#1');
    expect(JSON.stringify(s.form('minji').blocks)).toMatch(/runs no query that could be cancelled/);
    await s.submits('minji', { 'parameter.pid': String(pid), 'parameter.how': 'terminate' });
    expect(JSON.stringify(s.form('minji').blocks)).toMatch(/idle in transaction → \*ended\*/);
    expect(await s.app.runtime.storage.mitigationRuns.of(1)).toEqual([]);
    await drop();
    s.takeAll();
  });
});
