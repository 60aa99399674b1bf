import { startBot, startWorld, type World } from '../../sandbox/world.ts';
import type { App } from '../../src/app.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { asAdmin } from '../support/run/test-run.ts';
import { textOf } from '../support/scenario/outbound.ts';
import { UNREFRESHED } from '../support/scenario/playbook-edits.ts';
import { type OwnPostgres, startOwnPostgres } from '../support/servers/own-postgres.ts';
import { quickPlaybook } from './stage/quick-playbook.ts';

/** A real disk that is full to the last block, under a real Postgres. Making one takes root, as CI has it. */
const withDisk = process.getuid?.() === 0 ? it : it.skip;
const TOKEN = 'alert-token-0123456789';

let postgres: OwnPostgres;
let world: World;
let app: App;

afterEach(async () => {
  postgres?.makeRoom();
  await app?.stop();
  await world?.close();
  await postgres?.close();
});

async function readyz(): Promise<{ status: number; codes: string[] }> {
  const response = await fetch(`${app.url}/readyz`);
  const { concerns = [] } = (await response.json()) as { concerns?: { code: string }[] };
  return { status: response.status, codes: concerns.map(({ code }) => code) };
}

withDisk(
  'met-K16: a full disk is said as what it is, by /readyz, to whoever types and to whoever sends alerts, and is over when there is room',
  async () => {
    postgres = await startOwnPostgres({ diskMegabytes: 400 });
    const playbookPath = quickPlaybook(UNREFRESHED);
    world = await startWorld({ playbookPath, calmMs: 0 });
    app = await startBot(
      world,
      { DATABASE_URL: postgres.url, PROMETHEUS_URL: '', ALERT_TOKEN: TOKEN, LOG_LEVEL: 'silent' },
      { sweepEveryMs: 500 },
    );
    expect(await readyz()).toEqual({ status: 200, codes: [] });
    // What is written meanwhile has a log to go to: Postgres itself does not live without one.
    await asAdmin(postgres.url, (client) => client.query('checkpoint; select pg_switch_wal(); create table bongsu_has_begun_a_log ()'));

    postgres.fill();
    await eventually('it says so', async () => {
      const { status, codes } = await readyz();
      return status === 503 && codes.includes('disk-full') ? true : undefined;
    });
    const { body } = await world.slack.slash('jisoo', 'open sev1 coupons are late');
    expect(textOf({ text: '', blocks: [], ...(body as object) })).toMatch(/The disk of Bongsu’s database is full, so nothing was recorded/);
    const sent = await fetch(`${app.url}/alerts/generic`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Coupons late', status: 'firing' }),
    });
    expect([sent.status, await sent.text()]).toEqual([503, expect.stringMatching(/disk of Bongsu's database is full/)]);

    postgres.makeRoom();
    await eventually('it is over', async () => ((await readyz()).status === 200 ? true : undefined));
    await world.slack.slash('jisoo', 'open sev1 coupons are late');
    await eventually('the incident is open', async () =>
      (await app.runtime.storage.runs.find('declare-1'))?.status === 'done' ? true : undefined,
    );
    expect((await app.runtime.storage.incidents.list(['open'], 10)).length).toBe(1);
  },
);
