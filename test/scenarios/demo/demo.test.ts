import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { shareCompiledSources } from '../../support/bots/compiled-sources.ts';
import { channel, DemoPage, words } from '../../support/browser/demo-page.ts';
import { eventually } from '../../support/clocks/eventually.ts';

const ROOT = join(import.meta.dirname, '../../..');

let scratch: string;
let running: ChildProcess | undefined;
beforeEach(() => {
  scratch = mkdtempSync(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'demo-'));
  chmodSync(scratch, 0o755);
  shareCompiledSources(scratch);
});
afterEach(async () => {
  if (running?.exitCode === null && running.signalCode === null) {
    running.kill('SIGTERM');
    await once(running, 'exit');
  }
  rmSync(scratch, { recursive: true, force: true });
});

/** Nothing but a path and any free ports. */
const ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', PORT: '0', BOT_PORT: '0' };

interface DemoProcess {
  child: ChildProcess;
  printed: { out: string; err: string };
  /** Resolves to its address when it says that it is ready. */
  ready: Promise<string>;
  exited: Promise<number | string>;
}

/** As `npm run demo` starts it, with nothing in its environment but a path and a temporary directory of its own. */
function startDemo(environment: Record<string, string> = {}): DemoProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    cwd: ROOT,
    env: { ...ENVIRONMENT, TMPDIR: scratch, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running = child;
  const printed = { out: '', err: '' };
  child.stderr.on('data', (chunk: Buffer) => {
    printed.err += chunk.toString();
  });
  const exited = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed.out += chunk.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed.out)?.[0];
      if (address) resolve(address);
    });
    void exited.then((how) => reject(new Error(`the demo ended with ${how} before it was ready: ${printed.err}`)));
  });
  ready.catch(() => {});
  return { child, printed, ready, exited };
}

/** Something is under way, and takes its time. */
async function openIncident(url: string): Promise<void> {
  const page = new DemoPage(url);
  const general = await page.see('junho', (workspace) => channel(workspace, 'general')?.id);
  expect(await page.act('break', { scenario: 'S3' })).toEqual({ ok: true });
  expect(await page.act('slash', { as: 'junho', channel: general, text: 'open sev1 Coupons late' })).toEqual({ ok: true });
  await page.see('junho', (workspace) => workspace.channels.find(({ name, messages }) => name.startsWith('inc-1-') && messages.length > 0));
}

/** Command lines of the database servers that use this test's directory. */
function postgresServers(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        return [];
      }
    })
    .filter((command) => command.includes('postgres') && command.includes(scratch));
}

/** A server that is being joined or cleared away may be seen beside its children for a moment. */
async function oneServer(): Promise<void> {
  await eventually(
    () => `one server, not ${postgresServers().join('; ')}`,
    () => (postgresServers().length === 1 ? true : undefined),
  );
}

describe('npm run demo', () => {
  it('serves a page on which an incident is opened and led, and leaves nothing after Ctrl-C', async () => {
    const demo = startDemo({ TIME_SCALE: '60' });
    const page = new DemoPage(await demo.ready);
    expect(demo.printed.out).toMatch(
      /Open http:.*\n[\s\S]*own pages are at http:[\s\S]*\/status[\s\S]*\/shop[\s\S]*\/alerts\/.*token demo/,
    );
    await oneServer();
    expect(await (await fetch(page.url)).text()).toContain('<title>Bongsu sandbox</title>');
    expect(await (await fetch(`${page.url}/api/demo`)).json()).toMatchObject({ timeScale: 60, updateSeconds: 30 });

    const general = await page.see('junho', (workspace) => channel(workspace, 'general')?.id);
    expect(await page.act('slash', { as: 'junho', channel: general, text: 'open sev1 쿠폰이 <늦게> 발급됩니다' })).toEqual({ ok: true });
    const incident = await page.see('junho', (workspace) => {
      const room = workspace.channels.find(({ name }) => name.startsWith('inc-1-'));
      return room?.messages.some(({ blocks }) => blocks.some(({ type }) => type === 'actions')) && room.bookmarks.length > 0
        ? room
        : undefined;
    });
    expect(words(incident)).toContain('쿠폰이 &lt;늦게&gt; 발급됩니다');
    // Broken only now: the watcher would have opened an incident of its own.
    expect(await page.act('break', { scenario: 'S3' })).toEqual({ ok: true });
    await page.first('minji', 'service', (data) => {
      const { values, broken } = data as { values: Record<string, number>; broken: { scenario: string }[] };
      return broken[0]?.scenario === 'S3' && (values.db_pool_used ?? 0) > 0.9 ? true : undefined;
    });
    await page.see(
      'junho',
      (workspace) => /\*DB pool in use\*[^"]*▲ warning/.exec(words(channel(workspace, incident.name) ?? incident)) ?? undefined,
    );
    const paged = await page.see('minji', (workspace) =>
      workspace.channels.find(({ kind, messages }) => kind === 'direct' && messages.length > 0),
    );
    expect(words(paged)).toContain(`<#${incident.id}>`);
    // Told to the declarer alone.
    await page.see('junho', (workspace) =>
      channel(workspace, 'general')?.messages.find(({ onlyForMe, text }) => onlyForMe && /open/.test(text)),
    );
    expect(await page.see('hana', (workspace) => channel(workspace, 'general')?.messages)).toEqual([]);

    const briefing = incident.messages[0];
    expect(await page.act('click', { as: 'minji', channel: incident.id, ts: briefing?.ts, actionId: 'command.assign.commander' })).toEqual({
      ok: true,
    });
    await page.see('junho', (workspace) => /Commander: <@U0MINJI>/.exec(words(channel(workspace, incident.name) ?? incident)) ?? undefined);

    expect(await page.act('slash', { as: 'jisoo', channel: general, text: 'open' })).toEqual({ ok: true });
    const form = await page.see('jisoo', ({ modal }) => (modal?.submit === undefined ? undefined : modal));
    expect(await page.act('submit', { as: 'jisoo', viewId: form.id, values: {} })).toMatchObject({ ok: false });
    expect(await page.act('submit', { as: 'jisoo', viewId: form.id, values: { title: 'A second one', severity: 'sev3' } })).toEqual({
      ok: true,
    });
    // On a busy machine it says first that it is not known yet.
    const notice = await page.see('jisoo', ({ modal }) => (JSON.stringify(modal?.blocks ?? '').includes('#2') ? modal : undefined));
    expect(await page.act('close', { as: 'jisoo', viewId: notice.id })).toEqual({ ok: true });
    await page.see('jisoo', ({ modal, channels }) => (modal ? undefined : channels.find(({ name }) => name.startsWith('inc-2-'))));

    // npm passes the terminal's signal on, so it arrives twice.
    demo.child.kill('SIGINT');
    demo.child.kill('SIGINT');
    expect(await demo.exited).toBe(0);
    expect(demo.printed.err).toBe('');
    expect(postgresServers()).toEqual([]);
    expect(readdirSync(scratch).filter((name) => name.startsWith('bongsu-'))).toEqual([]);
  });

  it('stops in order when it is told to while it is still starting', async () => {
    const demo = startDemo();
    await once(demo.child.stdout ?? demo.child, 'data');
    demo.child.kill('SIGTERM');
    expect(await demo.exited).toBe(0);
    expect(postgresServers()).toEqual([]);
    expect(readdirSync(scratch).filter((name) => name.startsWith('bongsu-'))).toEqual([]);
  });

  it.each<[string, (demo: DemoProcess) => void]>([
    [
      'Ctrl-C ends its reader too (| tee)',
      ({ child }) => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        child.kill('SIGINT');
      },
    ],
    ['its terminal is closed', ({ child }) => child.kill('SIGHUP')],
  ])('newcomer 13: leaves nothing behind in an incident when %s', async (_, end) => {
    const demo = startDemo({ TIME_SCALE: '60' });
    await openIncident(await demo.ready);
    end(demo);
    expect(await demo.exited).toBe(0);
    expect(postgresServers()).toEqual([]);
    expect(readdirSync(scratch).filter((name) => name.startsWith('bongsu-'))).toEqual([]);
  });

  it('newcomer 13: leaves nothing behind in an incident when what started it is killed', async () => {
    const npm = spawn('npm', ['run', 'demo'], {
      cwd: ROOT,
      env: { ...ENVIRONMENT, PATH: `${dirname(process.execPath)}:${ENVIRONMENT.PATH}`, TMPDIR: scratch, HOME: scratch, TIME_SCALE: '60' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let printed = '';
    npm.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    await openIncident(await eventually('its address', () => /Open (http:\S+)/.exec(printed)?.[1]));
    await oneServer();
    npm.kill('SIGKILL');
    await eventually(
      () => `the end of ${postgresServers().join('; ')}`,
      () => (postgresServers().length === 0 && !readdirSync(scratch).some((name) => name.startsWith('bongsu-')) ? true : undefined),
    );
  });

  it('clears away what a killed demo left running', async () => {
    const killed = startDemo();
    await killed.ready;
    killed.child.kill('SIGKILL');
    await killed.exited;
    await oneServer();
    const next = startDemo();
    await next.ready;
    await oneServer();
    expect(readdirSync(scratch).filter((name) => name.startsWith('bongsu-demo-'))).toHaveLength(1);
    next.child.kill('SIGINT');
    expect(await next.exited).toBe(0);
    expect(postgresServers()).toEqual([]);
  });

  it.each([
    ['PORT', 'many', 'PORT: found "many"; wanted a port from 0 to 65535'],
    ['TIME_SCALE', '0', 'TIME_SCALE: found "0"; wanted a number above 0'],
  ])('refuses a wrong %s and says what is wanted', async (name, value, said) => {
    const demo = startDemo({ [name]: value });
    expect(await demo.exited).toBe(1);
    expect(demo.printed.err).toContain(said);
  });
});
