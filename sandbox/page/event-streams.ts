import type { ServerResponse } from 'node:http';
import { lastCalls } from './call-log.ts';
import type { PageLanguage } from './page-language.ts';
import type { Stage } from './stage.ts';
import { troubleOf } from './trouble.ts';
import type { Waiting } from './waiting.ts';
import { workspaceView } from './workspace-view.ts';

const LOOK_EVERY_MS = 250;

/** What changes all the time is sent this often. */
const SLOWLY_EVERY_MS = 1_000;

interface Stream {
  response: ServerResponse;
  person: string;
  language: PageLanguage;
  /** What was sent last, by event. */
  sent: Map<string, string>;
}

/** Keeps open pages up to date by server-sent events: the whole of what one person sees, again whenever it changed. */
export class EventStreams {
  private readonly stage: Stage;
  private readonly streams = new Set<Stream>();
  private readonly timer: NodeJS.Timeout;
  private lastService = { at: 0, turned: '', text: '' };
  private waiting: Waiting[] = [];
  private askedAt = 0;
  /** Of the world, when it was last asked what is waited for. */
  private waitingAt = 0;

  constructor(stage: Stage) {
    this.stage = stage;
    // The stand-ins tell of calls but not of everything else, so they are looked at; with no page open that costs nothing.
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  open(response: ServerResponse, { person, language }: { person: string; language: PageLanguage }): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    const stream: Stream = { response, person, language, sent: new Map() };
    this.streams.add(stream);
    response.on('close', () => this.streams.delete(stream));
    this.push(stream, 'hello', JSON.stringify({ run: this.stage.run }));
    this.look();
  }

  /** Sends what changed, with what is waited for as it is now: after every act, so that its effect shows at once. */
  async refresh(): Promise<void> {
    this.askedAt = 0;
    await this.ask();
    this.look();
  }

  private look(): void {
    if (this.streams.size === 0) return;
    void this.ask();
    const { world, run } = this.stage;
    const calls = JSON.stringify(lastCalls(world));
    for (const stream of this.streams) {
      // After a reset: the page loads itself anew.
      this.push(stream, 'hello', JSON.stringify({ run }));
      this.push(stream, 'workspace', JSON.stringify(workspaceView(world.slack, stream.person)));
      this.push(stream, 'service', this.serviceText());
      this.push(stream, 'machine', this.machineText(stream.language));
      this.push(stream, 'calls', calls);
    }
  }

  /** The watched system as it is now. */
  service(): { at: number; values: Record<string, number>; controls: object; cured: string[]; broken: unknown[] } {
    const { world, clock } = this.stage;
    const { coupon } = world;
    return {
      at: clock.now().getTime(),
      values: coupon.snapshot(),
      controls: coupon.controls(),
      cured: coupon.cured().map(({ scenario }) => scenario),
      broken: coupon.broken(),
    };
  }

  close(): void {
    clearInterval(this.timer);
    for (const { response } of this.streams) response.end();
    this.streams.clear();
  }

  /** What goes on behind Slack: the clock, what is waited for, and what is made difficult. */
  private machineText(language: PageLanguage): string {
    const { world, clock } = this.stage;
    return JSON.stringify({
      clock: { at: this.waitingAt, speed: clock.speed },
      waiting: this.waiting.map((row) => ({ ...row, what: row.what[language] })),
      troubles: { slack: troubleOf(world.slack.faults), zoom: troubleOf(world.zoom.faults) },
    });
  }

  private async ask(): Promise<void> {
    const now = Date.now();
    if (now - this.askedAt < SLOWLY_EVERY_MS) return;
    this.askedAt = now;
    // Being reset, or its database is away for a moment.
    this.waiting = await this.stage.waiting().catch(() => []);
    this.waitingAt = this.stage.clock.now().getTime();
  }

  private serviceText(): string {
    const now = Date.now();
    const { coupon } = this.stage.world;
    const turned = JSON.stringify([coupon.controls(), coupon.cured(), coupon.broken()]);
    if (now - this.lastService.at >= SLOWLY_EVERY_MS || this.lastService.turned !== turned) {
      this.lastService = { at: now, turned, text: JSON.stringify(this.service()) };
    }
    return this.lastService.text;
  }

  private push(stream: Stream, event: string, text: string): void {
    if (stream.sent.get(event) === text) return;
    stream.sent.set(event, text);
    stream.response.write(`event: ${event}\ndata: ${text}\n\n`);
  }
}
