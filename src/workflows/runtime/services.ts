import { SERVICE_LABEL } from '../../domain/alerts/alert.ts';
import { matches } from '../../domain/alerts/judge-alert.ts';
import type { Organisation } from '../../domain/playbook/organisation.ts';
import { own } from '../../domain/text/own.ts';
import type { Stores } from '../../storage/index.ts';
import type { Runtime, Services } from './runtime.ts';

/** So many incidents are remembered; the service of one never changes. */
const REMEMBERED = 10_000;

/** The services of a process. `runtimes` has at least one; The home of the organisation is one of them. */
export function createServices(
  runtimes: readonly Runtime[],
  organisation: Pick<Organisation, 'home' | 'routes'>,
  incidents: Pick<Stores['incidents'], 'servicesOf'>,
): Services {
  const byKey = new Map(runtimes.map((runtime) => [runtime.playbook.service.key, runtime]));
  const [first] = runtimes;
  const home = mustBe(byKey.get(organisation.home) ?? first);
  const remembered = new Map<number, Runtime>();
  const of = ({ service }: { service: string }): Runtime => byKey.get(service) ?? home;
  const isOnly = runtimes.length === 1;

  async function ofIncidents(ids: readonly (number | null)[], stores?: Pick<Stores, 'incidents'>): Promise<Map<number | null, Runtime>> {
    const missing = isOnly ? [] : [...new Set(ids)].filter((id): id is number => id !== null && !remembered.has(id));
    if (missing.length > 0) {
      if (remembered.size + missing.length > REMEMBERED) remembered.clear();
      for (const { id, service } of await (stores?.incidents ?? incidents).servicesOf(missing)) remembered.set(id, of({ service }));
    }
    return new Map(ids.map((id): [number | null, Runtime] => [id, known(id) ?? home]));
  }

  function saidBy(labels: Readonly<Record<string, string>>): Runtime | undefined {
    const named = byKey.get(own(labels, SERVICE_LABEL) ?? '');
    const route = named ? undefined : organisation.routes.find(({ match }) => matches(match, labels));
    return named ?? (route && byKey.get(route.service));
  }

  function known(id: number | null): Runtime | undefined {
    return id === null || isOnly ? home : remembered.get(id);
  }

  return {
    all: [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []),
    home,
    ofChannel: (channel) => runtimes.find(({ playbook }) => playbook.service.channels.includes(channel)),
    find: (key) => byKey.get(key),
    ofAlert: (labels) => saidBy(labels) ?? home,
    isRouted: (labels) => isOnly || saidBy(labels) !== undefined,
    of,
    known,
    ofIncidents,
    each: async (rows, stores) => {
      const services = await ofIncidents(
        rows.map(({ incidentId }) => incidentId),
        stores,
      );
      return [...new Set(services.values())].map((runtime) => [
        runtime,
        rows.filter(({ incidentId }) => services.get(incidentId) === runtime),
      ]);
    },
    ofIncident: async (id) => known(id) ?? (await ofIncidents([id])).get(id) ?? home,
  };
}

function mustBe(runtime: Runtime | undefined): Runtime {
  if (!runtime) throw new Error('There is no service.');
  return runtime;
}

/** What opens the rows of each kind, for the service of a row; made once for each service. */
export function openersFor<T>(
  list: Readonly<Record<string, { for: (runtime: Runtime) => T }>>,
): (runtime: Runtime) => Readonly<Record<string, T>> {
  const made = new Map<Runtime, Readonly<Record<string, T>>>();
  return (runtime) => {
    const known = made.get(runtime) ?? Object.fromEntries(Object.entries(list).map(([kind, one]) => [kind, one.for(runtime)]));
    made.set(runtime, known);
    return known;
  };
}
