import { createHmac } from 'node:crypto';
import type { Delivery, SendOptions } from './contract.ts';
import type { Sockets } from './sockets.ts';

/** Slack gives an app three seconds (https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response); so long lives a trigger. */
export const PATIENCE_MS = 3_000;

/** What came back, or why nothing did. */
type Carried = Pick<Delivery, 'status' | 'body' | 'failure'>;

export interface Outgoing {
  raw: string;
  contentType: string;
  payload: Record<string, unknown>;
  triggerId?: string;
  responseUrl?: string;
}

/**
 * Slack's side of what goes to the app: signs, posts to the request URL, waits three seconds, gives up; or hands it to a connection of
 * Socket Mode, where nothing is signed.
 */
export class Sender {
  appUrl: string;
  private readonly signingSecret: string;
  private readonly now: () => number;
  private readonly sockets: Sockets | undefined;
  private readonly patienceMs: number;
  private readonly stopping = new AbortController();
  private withheld = 0;

  constructor(options: { appUrl: string; signingSecret: string; now: () => number; sockets: Sockets | undefined; patienceMs: number }) {
    this.appUrl = options.appUrl;
    this.signingSecret = options.signingSecret;
    this.now = options.now;
    this.sockets = options.sockets;
    this.patienceMs = options.patienceMs;
  }

  async send(outgoing: Outgoing, how: SendOptions = {}): Promise<Delivery> {
    if (!this.appUrl && !this.sockets) throw new Error('the stand-in does not know the app yet: give appUrl, or call setAppUrl');
    const { raw, contentType, payload, triggerId = '', responseUrl = '' } = outgoing;
    const started = performance.now();
    const outcome = await this.carry(outgoing, how);
    return { ...outcome, tookMs: performance.now() - started, triggerId, responseUrl, payload, contentType, raw };
  }

  /** While `act` runs nothing leaves. */
  async withholding<T>(act: () => Promise<T>): Promise<T> {
    this.withheld += 1;
    return await act().finally(() => {
      this.withheld -= 1;
    });
  }

  close(): void {
    this.stopping.abort();
  }

  private async carry({ raw, contentType, payload }: Outgoing, how: SendOptions): Promise<Carried> {
    if (this.withheld > 0) return { status: 0, body: undefined, failure: 'withheld' };
    if (!this.sockets) return await this.post(raw, contentType, how);
    if (how.signingSecret !== undefined || how.ageSeconds !== undefined) throw new Error('nothing is signed in Socket Mode');
    return await this.sockets.deliver(payload, how);
  }

  private async post(raw: string, contentType: string, how: SendOptions): Promise<Carried> {
    const timestamp = String(Math.floor(this.now() / 1_000) - (how.ageSeconds ?? 0));
    const signature = createHmac('sha256', how.signingSecret ?? this.signingSecret)
      .update(`v0:${timestamp}:${raw}`)
      .digest('hex');
    const retry = how.retryNum ? { 'x-slack-retry-num': String(how.retryNum), 'x-slack-retry-reason': 'http_timeout' } : {};
    try {
      const response = await fetch(this.appUrl, {
        method: 'POST',
        headers: { 'content-type': contentType, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}`, ...retry },
        body: raw,
        signal: AbortSignal.any([AbortSignal.timeout(this.patienceMs), this.stopping.signal]),
      });
      return { status: response.status, body: parsed(await response.text()) };
    } catch (error) {
      // By name: under Jest the abort comes from another realm, where it is no Error of ours.
      const { name, cause = error } = error as { name?: string; cause?: unknown };
      return { status: 0, body: undefined, failure: name === 'TimeoutError' ? 'operation_timeout' : String(cause) };
    }
  }
}

function parsed(body: string): unknown {
  try {
    return body === '' ? undefined : JSON.parse(body);
  } catch {
    return body;
  }
}
