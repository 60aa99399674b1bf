import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startWorld, type World } from '../../../sandbox/world.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { program } from '../../support/bots/programs.ts';
import { asAdmin } from '../../support/run/test-run.ts';
import { add, editedPlaybook } from '../../support/scenario/edit-playbook.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

/** `npm run mitigate -- plan …`: a plan without Slack. */

let world: World;
let database: FreshDatabase;
beforeAll(async () => {
  [world, database] = await Promise.all([startWorld({ playbookPath: 'playbooks/coupon.yml', calmMs: 60_000 }), freshDatabase()]);
});
afterAll(async () => {
  await world.close();
  await database.drop();
});

interface Said {
  code: number | null;
  out: string;
  err: string;
}

function mitigate(...words: string[]): Promise<Said> {
  return mitigateWith({}, ...words);
}

function mitigateWith(other: Record<string, string>, ...words: string[]): Promise<Said> {
  const { PLAYBOOK = '', PROMETHEUS_URL = '', WEBHOOK_SECRET = '' } = world.environment;
  const { PATH = '' } = process.env;
  const env = { PATH, PLAYBOOK, PROMETHEUS_URL, WEBHOOK_SECRET, DATABASE_URL: database.url, ...other };
  const child = spawn(process.execPath, [program('mitigate'), ...words], { env });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })));
}

it('prints what would change, and changes nothing', async () => {
  const { code, out } = await mitigate('plan', 'rate-limit', 'to=55');
  expect(out).toMatch(/issuesPerSecond.*: 0 -> 55/);
  expect(out).toMatch(/undo: /);
  expect(out).toMatch(/by hand: curl/);
  expect(out).toMatch(/Nothing was changed/);
  expect(code).toBe(0);
  expect(world.coupon.controls().issuesPerSecond).toBe(0);
});

it('says why it could not be run like this', async () => {
  const { code, out } = await mitigate('plan', 'rate-limit', 'to=999999');
  expect(out).toMatch(/cannot be run like this: .*outside/);
  expect(code).toBe(1);
});

it('gives the whole plan as JSON', async () => {
  const { out } = await mitigate('plan', 'scale-consumers', '--json');
  expect(JSON.parse(out)).toMatchObject({ changes: [{ from: { value: 6 } }], parameters: { to: expect.any(Number) } });
});

it.each([
  [['plan'], /Say which mitigation/],
  [['plan', 'scale-consumer'], /has no mitigation scale-consumer\. It has rate-limit/],
  [['plan', 'rate-limit', 'to'], /is not written key=value/],
  [['plan', 'rate-limit', 'speed=5'], /nothing called speed to choose; there is `to=`/],
] as const)('%p says what is wrong', async (words, expected) => {
  const { code, err } = await mitigate(...words);
  expect(err).toMatch(expected);
  expect(code).toBe(2);
});

/** A database that nobody has used yet. */
async function emptyDatabase(): Promise<FreshDatabase & { tables: () => Promise<string[]> }> {
  const other = await freshDatabase();
  const tables = () =>
    asAdmin(other.url, async (client) =>
      (await client.query("select table_name from information_schema.tables where table_schema = 'public' order by 1")).rows.map(
        ({ table_name: name }) => String(name),
      ),
    );
  await asAdmin(other.url, (client) => client.query('drop schema public cascade; create schema public'));
  return { ...other, tables };
}

it('makes and migrates no database, and says what is not known without it', async () => {
  const empty = await emptyDatabase();
  try {
    const { code, out } = await mitigateWith({ DATABASE_URL: empty.url }, 'plan', 'rate-limit', 'to=55');
    expect(out).toMatch(/issuesPerSecond.*: 0 -> 55/);
    expect(out).toMatch(/is not known: the database is empty or of another release/);
    expect(code).toBe(0);
    expect(await empty.tables()).toEqual([]);
  } finally {
    await empty.drop();
  }
  const gone = await mitigateWith({ DATABASE_URL: empty.url }, 'plan', 'rate-limit', 'to=55');
  expect(gone.out).toMatch(/0 -> 55[\s\S]*is not known: the database does not answer/);
});

it('newcomer 12: says of a mitigation that is off that it is, also where it has nothing to act on yet', async () => {
  const { code, out, err } = await mitigateWith({ PLAYBOOK: 'playbooks/coupon.yml' }, 'plan', 'redefine-lock-script');
  expect(out).toMatch(/^redefine-lock-script\n {2}OFF: the playbook does not allow it/);
  expect(out).toMatch(/would refuse somebody who may: The playbook does not allow it: `enabled` is not true/);
  expect(err).toMatch(/`with\.` needs exactly one of script, file and version/);
  expect(code).toBe(1);
  const limit = await mitigateWith({ PLAYBOOK: 'playbooks/coupon.yml' }, 'plan', 'rate-limit');
  expect([limit.code, limit.out, limit.err]).toEqual([1, expect.stringMatching(/OFF/), expect.stringMatching(/`on` is empty/)]);
  const json = await mitigateWith({ PLAYBOOK: 'playbooks/coupon.yml' }, 'plan', 'waiting-screen', '--json');
  expect(JSON.parse(json.out)).toMatchObject({ changes: [expect.anything()], guard: { who: 'may be run by responders' } });
});

it('says what the guard would answer whom, and when', async () => {
  const playbook = join(process.env.TEST_RUN_DIR ?? '', 'guarded.yml');
  const hours = { from: '23:00', to: '06:00', reason: { en: 'Night batch', ko: '야간 배치' } };
  const guard = add('mitigations.scale-consumers.guard', { who: 'lead', forbidden: [hours] });
  await writeFile(playbook, editedPlaybook([guard], await readFile(world.environment.PLAYBOOK ?? '', 'utf8')));
  const asked = (...words: string[]) => mitigateWith({ PLAYBOOK: playbook }, 'plan', 'scale-consumers', ...words);
  const byDay = await asked('--at', '2026-12-01T12:00', '--as', 'dohyun');
  expect(byDay.out).toMatch(/may be run by leads/);
  expect(byDay.out).toMatch(/At 2026-12-01T03:00Z the guard would let U0DOHYUN run it/);
  expect(byDay.code).toBe(0);
  const byNight = await asked('--at', '2026-12-01T23:30', '--as', 'dohyun');
  expect(byNight.out).toMatch(/would refuse U0DOHYUN: Not between 23:00–06:00: Night batch/);
  expect(byNight.code).toBe(1);
  const other = await asked('--at', '2026-12-01T12:00', '--as', 'U0NOBODY', '--json');
  expect(JSON.parse(other.out)).toMatchObject({ guard: { refusal: { code: 'not-allowed' }, by: 'U0NOBODY' } });
  expect((await asked('--as', 'nobody')).err).toMatch(/names nobody "nobody"\. It has /);
  expect((await asked('--at', 'soon')).err).toMatch(/"soon" is no time/);
});

it('knows of a freeze, by the name of whoever did it', async () => {
  const storage = await openStorage({ url: database.url, log: silentLog });
  await storage.freezes.freeze(null, 'U0DOHYUN', new Date(), 'deploying');
  try {
    const { code, out } = await mitigate('plan', 'rate-limit', 'to=55');
    expect(out).toMatch(/0 -> 55[\s\S]*would refuse somebody who may: Everything is frozen by [^<]+: deploying/);
    expect(code).toBe(1);
  } finally {
    await storage.freezes.lift(null, 'U0DOHYUN', new Date());
    await storage.close();
  }
});
