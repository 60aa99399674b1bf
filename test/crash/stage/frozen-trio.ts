import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorld, type World } from '../../../sandbox/world.ts';
import { createLog } from '../../../src/integrations/log.ts';
import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { BotProcess } from '../../support/bots/bots.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { set } from '../../support/scenario/edit-playbook.ts';
import { UNREFRESHED } from '../../support/scenario/playbook-edits.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';
import { startTcpProxy, type TcpProxy } from '../../support/servers/tcp-proxy.ts';
import { allMessages } from './picture.ts';
import { quickPlaybook } from './quick-playbook.ts';
import { keyOf } from './situations.ts';

export const ALERT_TOKEN = 'alert-token-0123456789';
/** Of what is promised: the others have gone on. */
export const GO_ON_WITHIN_MS = 15_000;
/** Slack answers and the machine is shared: what comes after the take-over takes its time as well. */
export const REST_MS = 20_000;

interface Parts {
  world: World;
  database: FreshDatabase;
  storage: Storage;
  wire: TcpProxy;
  bots: readonly BotProcess[];
  urls: readonly string[];
}

interface Readiness {
  status: number;
  codes: string[];
}

/** Three processes of the bot on one database, of which one may be made to stand still; the last one reaches the database over a wire that can be held. */
export class FrozenTrio {
  readonly world: World;
  readonly storage: Storage;
  readonly wire: TcpProxy;
  readonly bots: readonly BotProcess[];
  private readonly marks = mkdtempSync(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'frozen-'));
  private opened = 0;

  private constructor(private readonly parts: Parts) {
    ({ world: this.world, storage: this.storage, wire: this.wire, bots: this.bots } = parts);
  }

  static async start(): Promise<FrozenTrio> {
    // Nothing but what the tests do changes what people see.
    const playbookPath = quickPlaybook(
      UNREFRESHED,
      set('briefing.followAfterRecovery.for', '30d'),
      set('briefing.followAfterRecovery.every', '30d'),
    );
    const [world, database] = await Promise.all([startWorld({ playbookPath, calmMs: 0 }), freshDatabase()]);
    const storage = await openStorage({ url: database.url, log: createLog({ level: 'silent' }), poolSize: 2 });
    const at = new URL(database.url);
    const wire = await startTcpProxy({ host: at.hostname, port: Number(at.port) });
    at.hostname = '127.0.0.1';
    at.port = String(wire.port);
    const bots = [new BotProcess(), new BotProcess(), new BotProcess()];
    const level = process.env.TEST_LOG_LEVEL ?? 'silent';
    const environment = { ...world.environment, PROMETHEUS_URL: '', ALERT_TOKEN, LOG_LEVEL: level };
    const start = (bot: BotProcess, index: number) =>
      bot.start({ environment: { ...environment, DATABASE_URL: index === 2 ? at.href : database.url }, sweepEveryMs: 5_000 });
    return new FrozenTrio({ world, database, storage, wire, bots, urls: await Promise.all(bots.map(start)) });
  }

  async close(): Promise<void> {
    const { world, storage, wire, bots, database } = this.parts;
    for (const bot of bots) bot.thaw();
    await Promise.all(bots.map((bot) => bot.kill()));
    await Promise.all([world.close(), storage.close(), wire.close()]);
    await database.drop();
  }

  bot(index: 0 | 1 | 2): BotProcess {
    return this.bots[index] as BotProcess;
  }

  urlOf(bot: BotProcess): string {
    return this.parts.urls[this.bots.indexOf(bot)] ?? '';
  }

  others(frozen: BotProcess): [BotProcess, BotProcess] {
    return this.bots.filter((bot) => bot !== frozen) as [BotProcess, BotProcess];
  }

  /** The number of the incident that is about to be opened. */
  opens(): number {
    this.opened += 1;
    return this.opened;
  }

  /** Has one of `among` stand still at a named point of what `act` sets off; which it is. */
  async frozenAt(point: string, act: () => Promise<unknown>, among: readonly BotProcess[] = this.bots): Promise<BotProcess> {
    const crashMark = join(this.marks, 'mark');
    rmSync(crashMark, { force: true });
    await Promise.all(among.map((bot) => bot.arm({ crashAt: point, crashMark, crashBy: 'freeze' })));
    const acting = act();
    acting.catch(() => undefined);
    const frozen = await eventually(`somebody stands still at ${point}`, () =>
      among.find(({ pid }) => textOf(crashMark) === String(pid) && stateOf(pid) === 'T'),
    );
    await Promise.all(this.others(frozen).map((bot) => bot.arm({})));
    return frozen;
  }

  slackGoesTo(bot: BotProcess): void {
    this.world.slack.setAppUrl(`${this.urlOf(bot)}/slack/events`);
  }

  async readyz(bot: BotProcess): Promise<Readiness> {
    const response = await fetch(`${this.urlOf(bot)}/readyz`);
    const body = (await response.json()) as { concerns?: { code: string }[] };
    return { status: response.status, codes: (body.concerns ?? []).map(({ code }) => code) };
  }

  /** The thawed process is one of them again, and nothing is left to do. */
  async isBack(thawed: BotProcess): Promise<void> {
    await thawed.arm({});
    const [other] = this.others(thawed);
    await eventually(
      async () => `it is back: ${JSON.stringify(await this.readyz(thawed))}`,
      async () => ((await this.readyz(thawed)).codes.length === 0 && (await this.readyz(other)).codes.length === 0 ? true : undefined),
      GO_ON_WITHIN_MS + REST_MS,
    );
    await this.allSent();
  }

  async allSent(): Promise<void> {
    for (let id = 1; id <= this.opened; id += 1) {
      const pending = async () => (await this.storage.outbox.of(id)).filter(({ status }) => status === 'pending');
      await eventually(
        async () => `everything of #${id} is out: ${JSON.stringify(await pending())}`,
        async () => ((await pending()).length === 0 ? true : undefined),
      );
    }
  }

  /** What the bot has written, by key; twice if people see it twice. */
  keys(): string[] {
    const { slack } = this.world;
    return allMessages(this.world).flatMap((message) => (message.user === slack.botUserId ? (keyOf(message) ?? []) : []));
  }

  expectOnce(): void {
    const seen = this.keys();
    expect(seen.filter((key, index) => seen.indexOf(key) !== index)).toEqual([]);
    const names = this.world.slack.channels().flatMap(({ name }) => (name.startsWith('inc-') ? [name] : []));
    expect(names).toHaveLength(this.opened);
    expect(this.world.zoom.meetings.filter(({ topic }) => !/Retrospective/.test(topic))).toHaveLength(this.opened);
  }

  async isOpen(id: number, withinMs: number): Promise<void> {
    await eventually(
      async () => `#${id} is open: ${JSON.stringify(await this.storage.steps.of(`declare-${id}`))}`,
      async () => ((await this.storage.runs.find(`declare-${id}`))?.status === 'done' ? true : undefined),
      withinMs,
    );
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** `T` of a process that is stopped (proc(5)). */
function stateOf(pid: number): string | undefined {
  return textOf(`/proc/${pid}/stat`)?.replace(/^.*\) /, '')[0];
}
