import { createHmac } from 'node:crypto';
import type { Delivery, SendOptions } from './contract.ts';

/** Slack gives an app three seconds (https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response). */
const PATIENCE_MS = 3_000;

export interface Outgoing {
  raw: string;
  contentType: string;
  payload: Record<string, unknown>;
  triggerId?: string;
  responseUrl?: string;
}

/** Slack's side of the app's request URL: signs, posts, waits three seconds, gives up. */
export class Sender {
  appUrl: string;
  private readonly signingSecret: string;
  private readonly now: () => number;
  private readonly stopping = new AbortController();

  constructor(options: { appUrl: string; signingSecret: string; now: () => number }) {
    this.appUrl = options.appUrl;
    this.signingSecret = options.signingSecret;
    this.now = options.now;
  }

  async send(outgoing: Outgoing, how: SendOptions = {}): Promise<Delivery> {
    if (!this.appUrl) throw new Error('the stand-in does not know the app yet: give appUrl, or call setAppUrl');
    const { raw, contentType, payload, triggerId = '', responseUrl = '' } = outgoing;
    const started = performance.now();
    const outcome = await this.post(raw, contentType, how);
    return { ...outcome, tookMs: performance.now() - started, triggerId, responseUrl, payload, contentType, raw };
  }

  close(): void {
    this.stopping.abort();
  }

  private async post(raw: string, contentType: string, how: SendOptions): Promise<{ status: number; body: unknown; failure?: string }> {
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
        signal: AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), this.stopping.signal]),
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
