import { type Edit, set } from './edit-playbook.ts';
import { CALM, type Scenario, type ScenarioOptions } from './scenario.ts';

/** What the bot of `quiet` takes. */
export const TOKEN = 'alert-token-0123456789';
/** A bot that takes alerts and is quiet otherwise. */
export const quiet = (...edits: Edit[]) =>
  ({
    ...CALM,
    environment: { ...CALM.environment, ALERT_TOKEN: TOKEN },
    playbook: [...CALM.playbook, ...edits],
  }) satisfies ScenarioOptions;
/** The playbook's alerts block, with these in place of its own. */
export const rules = (alerts: Readonly<Record<string, unknown>>): Edit => set('alerts', alerts);

export interface Sent {
  name: string;
  labels?: Record<string, string>;
  status?: 'firing' | 'resolved';
  startsAt?: Date;
  summary?: string;
}

/** A body as Alertmanager writes it. */
export function body(s: Scenario, alerts: readonly Sent[]): object {
  return {
    version: '4',
    groupKey: '{}:{}',
    truncatedAlerts: 0,
    status: alerts.some(({ status }) => status !== 'resolved') ? 'firing' : 'resolved',
    receiver: 'bongsu',
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example:9093',
    alerts: alerts.map(({ name, labels, status = 'firing', startsAt = s.now(), summary }) => ({
      status,
      labels: { alertname: name, ...labels },
      annotations: { ...(summary && { summary }) },
      startsAt: startsAt.toISOString(),
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus.example:9090/graph?g0.expr=up',
      fingerprint: Buffer.from(JSON.stringify([name, labels]))
        .toString('hex')
        .slice(0, 60),
    })),
  };
}

export async function post(
  s: Scenario,
  path: string,
  payload: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; error: string; reply: Record<string, unknown>; headers: Headers }> {
  const response = await fetch(`${s.app.url}/alerts/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
    body: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
  const reply = (await response.json()) as Record<string, unknown> & { error?: string };
  return { status: response.status, error: reply.error ?? '', reply, headers: response.headers };
}

export async function fire(s: Scenario, ...alerts: Sent[]): Promise<void> {
  const { status } = await post(s, 'alertmanager', body(s, alerts));
  expect(status).toBe(202);
  await settled(s);
}

/** The first notice waits a moment for the channel that is being opened. */
export async function settled(s: Scenario): Promise<void> {
  await s.settle();
  await s.advance('3s');
}

export const openIncidents = async (s: Scenario) => await s.app.runtime.storage.incidents.list(['open', 'reopened', 'mitigated'], 100);
export const alertsOf = async (s: Scenario) => await s.app.runtime.storage.alerts.all();
