import { z } from 'zod';
import { Faults } from '../faults.ts';
import { type StandInCall, type StandInReply, startStandInServer } from '../stand-in-server.ts';

export interface PagerDutyStandInOptions {
  /** 32 characters. */
  routingKey: string;
  port?: number;
}

const payload = z.object({
  summary: z.string().min(1),
  source: z.string().min(1),
  severity: z.enum(['critical', 'error', 'warning', 'info']),
  timestamp: z.iso.datetime({ offset: true }).optional(),
  component: z.string().optional(),
  group: z.string().optional(),
  class: z.string().optional(),
  custom_details: z.record(z.string(), z.unknown()).optional(),
});
const event = z.discriminatedUnion('event_action', [
  z.object({
    event_action: z.literal('trigger'),
    routing_key: z.string(),
    dedup_key: z.string().max(255).optional(),
    client: z.string().optional(),
    payload,
  }),
  z.object({ event_action: z.enum(['acknowledge', 'resolve']), routing_key: z.string(), dedup_key: z.string().max(255) }),
]);

export interface Alert {
  dedupKey: string;
  state: 'triggered' | 'acknowledged' | 'resolved';
  /** As it was first triggered. */
  payload: z.output<typeof payload>;
  /** How many triggers it has had; only the first one notified anybody. */
  triggers: number;
}

export interface PagerDutyStandIn {
  url: string;
  /** Calls are named by their action: `trigger`, `acknowledge`, `resolve`. An `error` fault is a sentence of PagerDuty's, sent with 400. */
  faults: Faults;
  calls: StandInCall[];
  /** The open alert with a key, or the last one that had it. */
  alerts: Alert[];
  close(): Promise<void>;
}

const MOST_SUMMARY = 1_024;
const MOST_BYTES = 512 * 1_024;

/** PagerDuty's Events API v2 (https://developer.pagerduty.com/docs/events-api-v2-overview): alerts by their deduplication key. */
export async function startPagerDuty({ routingKey, port }: PagerDutyStandInOptions): Promise<PagerDutyStandIn> {
  const faults = new Faults();
  const alerts: Alert[] = [];
  let made = 0;

  function enqueue(text: string): StandInReply {
    if (Buffer.byteLength(text) > MOST_BYTES) return { status: 413, body: { status: 'invalid event', message: 'Event is too large' } };
    const parsed = event.safeParse(jsonOf(text));
    if (!parsed.success) return invalid(parsed.error.issues.map((issue) => `'${issue.path.join('.')}' is missing or invalid`));
    const { data } = parsed;
    if (data.routing_key.length !== 32) return invalid(["Length of 'routing_key' is incorrect (should be 32 characters)"]);
    if (data.routing_key !== routingKey) return invalid(['Invalid routing key']);
    const dedupKey = data.dedup_key ?? `generated-${++made}`;
    const open = alerts.find((alert) => alert.dedupKey === dedupKey && alert.state !== 'resolved');
    if (data.event_action === 'trigger') {
      if (open) open.triggers += 1;
      else {
        const cut = { ...data.payload, summary: data.payload.summary.slice(0, MOST_SUMMARY) };
        alerts.push({ dedupKey, state: 'triggered', payload: cut, triggers: 1 });
      }
    } else if (open) {
      // What concerns no open alert is taken and dropped.
      open.state = data.event_action === 'acknowledge' ? 'acknowledged' : 'resolved';
    }
    return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: dedupKey } };
  }

  const server = await startStandInServer({
    faults,
    route: ({ method, path, text }) => {
      const args = jsonOf(text) ?? {};
      const known = method === 'POST' && path === '/v2/enqueue';
      const { event_action = 'unknown' } = args as { event_action?: unknown };
      return {
        name: known ? String(event_action) : `${method} ${path}`,
        args: args as Record<string, unknown>,
        run: () => (known ? enqueue(text) : { status: 404, body: 'Not Found' }),
      };
    },
    refusal: (fault) => {
      if (fault.kind === 'rate-limit')
        return { status: 429, body: { status: 'throttle exceeded', message: 'Requests for this service are arriving too quickly.' } };
      return fault.kind === 'http'
        ? { status: fault.status, body: { status: 'internal error', message: 'Injected failure' } }
        : invalid([fault.code]);
    },
    ...(port !== undefined && { port }),
  });
  return { url: server.url, faults, calls: server.calls, alerts, close: server.close };
}

function invalid(errors: string[]): StandInReply {
  return { status: 400, body: { status: 'invalid event', message: 'Event object is invalid', errors } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
