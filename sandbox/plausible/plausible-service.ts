import type { Playbook } from '../../src/domain/playbook/schema.ts';
import { type Break, type Breakable, causesOf } from '../coupon/conditions.ts';
import { CALM_CONTROLS } from '../coupon/controls.ts';
import type { CouponService, CouponServiceOptions } from '../coupon/coupon-service.ts';
import { History } from '../coupon/history.ts';
import { createPrometheusApi, json, labelValues, refusal } from '../coupon/prometheus-api.ts';
import { Faults } from '../faults.ts';
import { startLoki } from '../loki.ts';
import { startSettingsEndpoint } from '../settings-endpoint.ts';
import { type Route, type StandInRequest, startStandInServer } from '../stand-in-server.ts';
import { controlsOf } from './plausible-playbook.ts';
import { type PlausibleBreak, PlausibleSignals } from './plausible-signals.ts';

const KEEP_MS = 3 * 3_600_000;
const SAMPLE_MS = 1_000;
const CALM_SAMPLE_MS = 5_000;

type Described = Pick<Playbook, 'signals' | 'service'> & Partial<Pick<Playbook, 'scenarios' | 'mitigations' | 'analysis'>>;

/** Whether there is a model that breaks as this playbook says; a playbook without a cause is taken for the coupon service's. */
export function hasModel({ scenarios }: { scenarios?: Readonly<Record<string, { causes?: readonly { key?: string }[] }>> }): boolean {
  const causes = Object.values(scenarios ?? {}).flatMap((scenario) => (scenario.causes ?? []).map(({ key = '' }) => key));
  const modelled = new Set<string>((['S1', 'S2', 'S3', 'S4', 'S5'] as const).flatMap(causesOf));
  return causes.length === 0 || causes.some((cause) => modelled.has(cause));
}

/** A service that no model knows, behind the same doors as the coupon service: made-up numbers, nothing in its logs, and controls that cure what the playbook says they help against. */
export async function startPlausibleService({
  playbook,
  port = 0,
  seed = 1,
  speed = 4,
  now = () => new Date(),
  calmMs = 3_600_000,
  webhookSecret = 'coupon-control-secret',
}: Omit<CouponServiceOptions, 'playbook'> & { playbook: Described }): Promise<CouponService> {
  const faults = new Faults();
  const signals = new PlausibleSignals(playbook, seed);
  const history = new History(Object.keys(playbook.signals), KEEP_MS);
  const atFirst = controlsOf(playbook);
  const control = await startSettingsEndpoint({ secret: webhookSecret, settings: Object.fromEntries(atFirst), etag: 'none', now });
  const pushNow = (at: number) => {
    const values = signals.read();
    history.push(at, () => values);
  };
  let atMs = now().getTime() - calmMs;
  for (; atMs < now().getTime() - CALM_SAMPLE_MS; atMs += CALM_SAMPLE_MS) pushNow(atMs);

  /** The mitigations of which a control stands otherwise than at first. */
  function applied(): Set<string> {
    const settings = control.settings();
    const turned = [...atFirst].filter(([name, value]) => settings[name] !== value);
    return new Set(turned.map(([name]) => name.slice(0, name.lastIndexOf('_'))));
  }

  function catchUp(): void {
    const nowMs = now().getTime();
    if (nowMs - atMs > 15 * 60_000) atMs = nowMs - SAMPLE_MS;
    const by = applied();
    for (; atMs + SAMPLE_MS <= nowMs; ) {
      atMs += SAMPLE_MS;
      signals.advance((SAMPLE_MS / 1_000) * speed, by);
      pushNow(atMs);
    }
  }

  const expressions = new Map(Object.entries(playbook.signals).map(([key, { query }]) => [query, key]));
  const query = createPrometheusApi({ history, catchUp }, { expressions, traffic: [] }, now);
  function route({ method, path, query: search, text }: StandInRequest): Route {
    const fields = new URLSearchParams([...search, ...new URLSearchParams(method === 'POST' ? text : '')]);
    return {
      name: `GET ${path}`,
      args: Object.fromEntries(fields),
      run: () => {
        if (path === '/api/v1/query' || path === '/api/v1/query_range')
          return query(path === '/api/v1/query' ? 'query' : 'query_range', fields);
        if (path === '/api/v1/status/buildinfo') return json(200, { status: 'success', data: { version: '2.42.0', revision: 'sandbox' } });
        return labelValues(path) ?? { status: 404, body: '404 page not found\n', headers: { 'content-type': 'text/plain; charset=utf-8' } };
      },
    };
  }
  const [server, loki] = await Promise.all([
    startStandInServer({ faults, route, refusal, port }),
    startLoki({ streams: () => [], faults }),
  ]);
  const timer = setInterval(catchUp, 1_000);
  timer.unref();
  return {
    url: server.url,
    lokiUrl: loki.url,
    actuatorUrl: `${server.url}/actuator`,
    controlUrl: control.url,
    controlCalls: control.calls,
    faults,
    calls: server.calls,
    madeUp: true,
    causesOf: (scenario) => signals.causesOf(scenario),
    break: (scenario, options) => {
      catchUp();
      return asBreak(signals.break(scenario, options));
    },
    heal: (scenario) => {
      catchUp();
      signals.heal(scenario);
    },
    broken: () => signals.breaks.map(asBreak),
    cured: () => signals.cured(applied()).map(asBreak),
    controls: () => CALM_CONTROLS,
    turn: () => {},
    snapshot: () => {
      catchUp();
      return signals.read();
    },
    recording: (lastMs) => {
      catchUp();
      const to = now();
      const from = new Date(to.getTime() - lastMs);
      const recorded = history.between(from.getTime(), to.getTime());
      return { version: 1, service: playbook.service.key, from: from.toISOString(), to: to.toISOString(), signals: recorded };
    },
    close: async () => {
      clearInterval(timer);
      await Promise.all([server.close(), loki.close(), control.close()]);
    },
  };
}

/** Any scenario of the playbook, not only those that the model of the coupon service has. */
function asBreak({ scenario, ...rest }: PlausibleBreak): Break {
  return { scenario: scenario as Breakable, ...rest };
}
