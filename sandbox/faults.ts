import { type Pause, pause } from '../src/domain/time/pause.ts';

/** What a stand-in may be told to do to a call, so that tests and the sandbox can show that nothing breaks. */
export type Fault =
  /** Answers with this HTTP status and no effect. */
  | { kind: 'http'; status: number }
  /** Does what was asked, then answers with this HTTP status: the caller must look before it repeats. */
  | { kind: 'lost-reply'; status: number }
  /** Cuts the connection before the effect. */
  | { kind: 'cut' }
  /** Does what was asked, then cuts the connection. */
  | { kind: 'cut-after' }
  /** 429 with Retry-After. */
  | { kind: 'rate-limit'; retryAfterSeconds: number }
  /** Takes the request and never answers; no effect. */
  | { kind: 'hang' }
  /** The vendor's own error (Slack's `error` word, Zoom's code), no effect. */
  | { kind: 'error'; code: string }
  /** Answers rightly, this much later, or once something has come about. */
  | { kind: 'slow'; ms: number; until?: Promise<unknown> };

export interface FaultRule {
  /** The call's name: a Slack method such as `chat.postMessage`, `METHOD /path` for others, or `*`. */
  call: string;
  fault: Fault;
  /** How many calls it hits; without it, until cleared. */
  times?: number;
  /** Only calls whose arguments satisfy this. */
  when?: (args: Record<string, unknown>) => boolean;
}

/** The faults a stand-in has been told to show, and the latency of every call. */
export class Faults {
  /** Added to every call, in milliseconds. */
  latencyMs = 0;
  /** How it waits when it is slow; must go with the clock of its world. */
  pause: Pause = pause;
  private rules: (FaultRule & { left: number })[] = [];

  inject(rule: FaultRule): void {
    this.rules.push({ ...rule, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.rules = [];
    this.latencyMs = 0;
  }

  /** The fault for this call, used up by asking; waits the latency first. */
  async next(call: string, args: Record<string, unknown> = {}): Promise<Fault | undefined> {
    const rule = this.rules.find((r) => r.left > 0 && (r.call === '*' || r.call === call) && (r.when?.(args) ?? true));
    if (rule) rule.left -= 1;
    if (this.latencyMs > 0) await this.pause(this.latencyMs);
    if (rule?.fault.kind === 'slow') await Promise.all([rule.fault.until, rule.fault.ms > 0 && this.pause(rule.fault.ms)]);
    return rule?.fault;
  }
}
