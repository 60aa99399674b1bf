import { poolQuery } from '../../src/domain/analysis/pool.ts';
import type { Playbook } from '../../src/domain/playbook/schema.ts';
import type { RecordingFile } from '../../src/domain/replay/recording.ts';
import { startActuator } from '../actuator.ts';
import { Faults } from '../faults.ts';
import { startLoki } from '../loki.ts';
import { type Route, type StandInCall, type StandInReply, type StandInRequest, startStandInServer } from '../stand-in-server.ts';
import { BREAKABLE, type Break, causesOf } from './conditions.ts';
import { startControlDoor } from './control-door.ts';
import type { Controls } from './controls.ts';
import { Exposition } from './exposition.ts';
import { heapDump } from './heap-dump.ts';
import { logStreams } from './log-lines.ts';
import { poolNow } from './pool-meters.ts';
import { createPrometheusApi, json, labelValues, refusal } from './prometheus-api.ts';
import { Simulation } from './simulation.ts';

export interface CouponServiceOptions {
  /** Its signals' expressions are those that are answered, by the keys of `playbooks/coupon.yml`. */
  playbook: Pick<Playbook, 'service' | 'signals'> & Partial<Pick<Playbook, 'analysis'>>;
  port?: number;
  /** The same seed gives the same noise. */
  seed?: number;
  /** Seconds of the service's time in one second of the clock; a fault then shows so much sooner. */
  speed?: number;
  now?: () => Date;
  /** How much calm history there is at the start, for trends. */
  calmMs?: number;
  /** With which requests to its controls must be signed. */
  webhookSecret?: string;
}

export interface CouponService {
  /** For PROMETHEUS_URL; `/metrics` is there too. */
  url: string;
  /** For LOKI_URL: what its programs write. */
  lokiUrl: string;
  /** The Actuator of its API. */
  actuatorUrl: string;
  /** Where its operators turn it: all controls, and each below it by its name (`controls.ts`). */
  controlUrl: string;
  controlCalls: StandInCall[];
  /** Calls are named `GET /api/v1/query` and `GET /api/v1/query_range`, also when they come by POST, as the API takes both; `GET /metrics`. */
  faults: Faults;
  calls: StandInCall[];
  /** Its numbers are made up, since no model knows this playbook. */
  madeUp: boolean;
  /** What a scenario can be broken by, the default first; empty when it cannot be. */
  causesOf(scenario: string): string[];
  /** Breaks a scenario S1–S5. `strength` 1 (default) is a plain failure; `cause` is one of the playbook's for that scenario, by default the first. */
  break(scenario: string, options?: { strength?: number; cause?: string }): Break;
  /** Mends one scenario, or all; the queues still need their time to empty. */
  heal(scenario?: string): void;
  broken(): Break[];
  /** Of what is broken, what shows no more because its operators did something about it. */
  cured(): Break[];
  /** What its operators have set. */
  controls(): Readonly<Controls>;
  /** Somebody turns something by hand, behind the door's back. */
  turn(change: Partial<Controls>): void;
  /** The signals as they are now, by key; those without a value are absent. */
  snapshot(): Record<string, number>;
  /** What the signals said over the last so many milliseconds, for `npm run replay`; a second apart, or five in the calm before the start. */
  recording(lastMs: number): RecordingFile;
  close(): Promise<void>;
}

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';

/** The simulated coupon service together with the Prometheus that would be scraping it, the Loki that has its logs, its Actuator, and the door to its controls. */
export async function startCouponService({
  playbook,
  port = 0,
  seed = 1,
  speed = 4,
  now = () => new Date(),
  calmMs = 3_600_000,
  webhookSecret = 'coupon-control-secret',
}: CouponServiceOptions): Promise<CouponService> {
  const faults = new Faults();
  const simulation = new Simulation({ seed, speed, now, calmMs });
  const exposition = new Exposition(speed);
  const expressions = new Map(Object.entries(playbook.signals).map(([key, { query }]) => [query, key]));
  const traffic = (playbook.analysis?.traffic ?? []).map((each) => each.query);
  const pools = (playbook.analysis?.pools ?? []).flatMap(({ prometheus }) => (prometheus === undefined ? [] : [poolQuery(prometheus)]));
  const query = createPrometheusApi(simulation, { expressions, traffic, pools }, now);

  function route({ method, path, query: search, text }: StandInRequest): Route {
    const fields = new URLSearchParams([...search, ...new URLSearchParams(method === 'POST' ? text : '')]);
    return { name: `GET ${path}`, args: Object.fromEntries(fields), run: () => answer(method, path, fields) };
  }

  function answer(method: string, path: string, fields: URLSearchParams): StandInReply {
    if (path === '/api/v1/query' || path === '/api/v1/query_range') {
      if (method !== 'GET' && method !== 'POST') return plain(405, 'Method Not Allowed\n');
      return query(path === '/api/v1/query' ? 'query' : 'query_range', fields);
    }
    switch (path) {
      case '/metrics':
        return { status: 200, body: exposition.render(simulation.meters()), headers: { 'content-type': TEXT } };
      case '/api/v1/status/buildinfo':
        return json(200, {
          status: 'success',
          data: { version: '2.42.0', revision: 'sandbox', branch: '', buildUser: '', buildDate: '', goVersion: '' },
        });
      case '/-/ready':
        return plain(200, 'Prometheus Server is Ready.\n');
      case '/-/healthy':
        return plain(200, 'Prometheus Server is Healthy.\n');
      default:
        return labelValues(path) ?? plain(404, '404 page not found\n');
    }
  }

  const [server, loki, actuator, control] = await Promise.all([
    startStandInServer({ faults, route, refusal, port }),
    startLoki({ streams: () => logStreams(simulation, now), faults }),
    startActuator(() => heapDump(simulation.meters()), { pool: () => poolNow(simulation.meters()) }),
    startControlDoor({ simulation, faults, secret: webhookSecret, now }),
  ]);
  // Questions bring the model up to date by themselves; the timer only spreads the work. It never keeps the process alive.
  const timer = setInterval(() => simulation.catchUp(), 1_000);
  timer.unref();

  return {
    url: server.url,
    lokiUrl: loki.url,
    actuatorUrl: actuator.url,
    controlUrl: control.url,
    controlCalls: control.calls,
    faults,
    calls: server.calls,
    madeUp: false,
    causesOf: (scenario) => {
      const known = BREAKABLE.find((id) => id === scenario);
      return known ? causesOf(known) : [];
    },
    break: (scenario, options) => simulation.break(scenario, options),
    heal: (scenario) => simulation.heal(scenario),
    broken: () => [...simulation.broken()],
    cured: () => [...simulation.cured()],
    controls: () => simulation.controls(),
    turn: (change) => simulation.turn(change),
    snapshot: () => simulation.snapshot(),
    recording: (lastMs) => {
      const to = now();
      const from = new Date(to.getTime() - lastMs);
      const signals = simulation.recorded(from.getTime(), to.getTime());
      return { version: 1, service: playbook.service.key, from: from.toISOString(), to: to.toISOString(), signals };
    },
    close: async () => {
      clearInterval(timer);
      await Promise.all([server.close(), loki.close(), actuator.close(), control.close()]);
    },
  };
}

function plain(status: number, body: string): StandInReply {
  return { status, body, headers: { 'content-type': 'text/plain; charset=utf-8' } };
}
