import type { DialValue } from '../../src/domain/mitigation/targets.ts';
import type { Playbook } from '../../src/domain/playbook/schema.ts';

interface Mitigation {
  title?: unknown;
  does?: string | undefined;
  enabled?: boolean | undefined;
  on?: readonly unknown[] | undefined;
  with?: Readonly<Record<string, unknown>> | undefined;
  limits?: { choices?: readonly string[] | undefined } | undefined;
  verify?: Record<string, unknown> | undefined;
}

interface Written {
  signals?: Record<string, object>;
  mitigations?: Record<string, Mitigation>;
}

/** Of kinds whose targets are values of any kind: where each of them stands at first. Programs, webhooks and sessions are nothing that is simulated. */
const AT_FIRST: Readonly<Record<string, (mitigation: Mitigation) => DialValue>> = {
  'rate-limit': () => 0,
  'restart-consumers': () => null,
  'scale-consumers': () => 3,
  'spread-load': () => 3,
  'grow-db-pool': () => 20,
  'scale-workload': () => 3,
  'restart-workload': () => null,
  'set-value': ({ with: given, limits }) => (typeof given?.value === 'number' ? given.value * 2 : (limits?.choices?.[0] ?? 'as usual')),
  'feature-flag': ({ with: given }) => (given?.on ?? true) as DialValue,
  'roll-back': () => 'present',
};

/** The controls of the simulated service: one for each entry of `on`, by the mitigation's name and its place. */
export function controlsOf({ mitigations = {} }: Partial<Pick<Playbook, 'mitigations'>>): Map<string, DialValue> {
  return new Map(
    Object.entries(mitigations).flatMap(([name, mitigation]) => {
      const first = AT_FIRST[mitigation.does ?? name];
      return first === undefined ? [] : placesOf(mitigation).map((at): [string, DialValue] => [controlName(name, at), first(mitigation)]);
    }),
  );
}

/** The playbook, as its file says it, with all its signals asked of one place and its mitigations switched on and pointed at the controls; what is not simulated stays as it is. */
export function plausible<Given extends Written>(playbook: Given, controlUrl: string): Given {
  const signals = Object.entries(playbook.signals ?? {}).map(([key, signal]) => [key, { ...signal, source: 'prometheus' }]);
  const mitigations = Object.entries(playbook.mitigations ?? {}).map(([name, mitigation]) => {
    if (AT_FIRST[mitigation.does ?? name] === undefined) return [name, mitigation];
    const on = placesOf(mitigation).map((at) => ({
      ...titleIn(mitigation, at),
      http: { url: controlUrl, field: controlName(name, at) },
    }));
    const version = (mitigation.does ?? name) === 'roll-back' ? { with: { version: 'previous', ...mitigation.with } } : {};
    return [name, { ...mitigation, enabled: true, on, ...version }];
  });
  return { ...playbook, signals: Object.fromEntries(signals), mitigations: Object.fromEntries(mitigations) };
}

function placesOf({ on = [] }: Mitigation): number[] {
  return on.length === 0 ? [0] : on.map((_, at) => at);
}

function controlName(mitigation: string, at: number): string {
  return `${mitigation}_${at}`;
}

/** What people call it, since the name of a control tells nothing. */
function titleIn({ title, on = [] }: Mitigation, at: number): { title?: unknown } {
  const own = (on[at] ?? {}) as { title?: unknown };
  const said = own.title ?? title;
  return said === undefined ? {} : { title: said };
}
