import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { eventually } from '../../support/clocks/eventually.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

/** A machine on which packages that are loaded when they are first needed are not to be had: everything else works, and Bongsu says what does not. */
const LACKING = ['@resvg/resvg-js', 'kafkajs', 'nodemailer', '@kubernetes/client-node'];
const ROOT = process.cwd();

let folder: string;
let database: FreshDatabase;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bongsu-lacking-'));
  cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const name of ['package.json', 'playbooks']) symlinkSync(join(ROOT, name), join(folder, name));
  for (const name of packagesIn(join(ROOT, 'node_modules'))) {
    if (LACKING.includes(name)) continue;
    const path = join(folder, 'node_modules', name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), path);
  }
  database = await freshDatabase();
});

afterAll(async () => {
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

function packagesIn(modules: string): string[] {
  return readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((one) => `${name}/${one}`) : [name],
  );
}

function begin(program: 'main' | 'doctor') {
  const child = spawn(process.execPath, [join(folder, 'dist', `${program}.mjs`)], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      SLACK_BOT_TOKEN: 'xoxb-1-never-asked',
      SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
      DATABASE_URL: database.url,
      PLAYBOOK: join(folder, 'playbooks/coupon.yml'),
      KAFKA_BROKERS: '127.0.0.1:9',
      SMTP_URL: 'smtp://127.0.0.1:9',
      MAIL_FROM: 'bongsu@example.com',
      KUBECONFIG: join(folder, 'kubeconfig'),
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  return { child, printed: () => printed };
}

it('npm start begins, and /readyz names each of them and what to do', async () => {
  const { child, printed } = begin('main');
  try {
    const url = await eventually('the bot', () => /"url":"(http:[^"]+)".*Bongsu is ready/.exec(printed())?.[1]);
    const { concerns } = (await (await fetch(`${url}/readyz`)).json()) as { concerns: { code: string; text: string }[] };
    const said = concerns.filter(({ code }) => code === 'part-missing').map(({ text }) => text);
    for (const name of LACKING)
      expect(said).toContainEqual(
        expect.stringMatching(new RegExp(`${name} cannot be loaded \\(.+\\).*Run \`npm ci\` on this very platform`)),
      );
    expect(said).toHaveLength(LACKING.length);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});

it('npm run doctor says the same of what is set up', async () => {
  const { child, printed } = begin('doctor');
  await once(child, 'close');
  for (const name of ['@resvg/resvg-js', 'kafkajs', 'nodemailer'])
    expect(printed()).toMatch(new RegExp(`${name} cannot be loaded \\(.+\\)\\. Run npm ci`));
});
