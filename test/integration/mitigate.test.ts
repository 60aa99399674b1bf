import { spawn } from 'node:child_process';
import { startWorld, type World } from '../../sandbox/world.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

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

function mitigate(...words: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const { PLAYBOOK = '', PROMETHEUS_URL = '', WEBHOOK_SECRET = '' } = world.environment;
  const { PATH = '' } = process.env;
  const env = { PATH, PLAYBOOK, PROMETHEUS_URL, WEBHOOK_SECRET, DATABASE_URL: database.url };
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/mitigate.ts', ...words], { env });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })));
}

it('prints what would change, and changes nothing', async () => {
  const { code, out } = await mitigate('plan', 'rate-limit', 'to=55');
  expect(out).toMatch(/issuesPerSecond.*: 0 -> 55/);
  expect(out).toMatch(/taken back: /);
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
