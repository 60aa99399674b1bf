import type { ServerResponse } from 'node:http';
import type { World } from '../world.ts';
import { workspaceView } from './workspace-view.ts';

const LOOK_EVERY_MS = 250;
const SERVICE_EVERY_MS = 1_000;

interface Stream {
  response: ServerResponse;
  person: string;
  /** What was sent last, by event. */
  sent: Map<string, string>;
}

/** Keeps open pages up to date by server-sent events: the whole of what one person sees, again whenever it changed. */
export class EventStreams {
  private readonly world: World;
  private readonly run: string;
  private readonly streams = new Set<Stream>();
  private readonly timer: NodeJS.Timeout;
  private lastService = { at: 0, text: '' };

  constructor(world: World, run: string) {
    this.world = world;
    this.run = run;
    // The stand-ins tell of calls but not of everything else, so they are looked at; with no page open that costs nothing.
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  open(response: ServerResponse, person: string): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    const stream: Stream = { response, person, sent: new Map() };
    this.streams.add(stream);
    response.on('close', () => this.streams.delete(stream));
    this.push(stream, 'hello', JSON.stringify({ run: this.run }));
    this.look();
  }

  /** Sends what changed; called after every act, too, so that its effect shows at once. */
  look(): void {
    for (const stream of this.streams) {
      this.push(stream, 'workspace', JSON.stringify(workspaceView(this.world.slack, stream.person)));
      this.push(stream, 'service', this.serviceText());
    }
  }

  /** The watched system as it is now. */
  service(): { values: Record<string, number>; broken: unknown[] } {
    const { coupon } = this.world;
    return { values: coupon.snapshot(), broken: coupon.broken() };
  }

  close(): void {
    clearInterval(this.timer);
    for (const { response } of this.streams) response.end();
    this.streams.clear();
  }

  private serviceText(): string {
    const now = Date.now();
    const broken = JSON.stringify(this.world.coupon.broken());
    if (now - this.lastService.at >= SERVICE_EVERY_MS || !this.lastService.text.endsWith(`"broken":${broken}}`)) {
      this.lastService = { at: now, text: JSON.stringify(this.service()) };
    }
    return this.lastService.text;
  }

  private push(stream: Stream, event: string, text: string): void {
    if (stream.sent.get(event) === text) return;
    stream.sent.set(event, text);
    stream.response.write(`event: ${event}\ndata: ${text}\n\n`);
  }
}
