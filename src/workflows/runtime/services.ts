import { SERVICE_LABEL } from '../../domain/alerts/alert.ts';
import { matches } from '../../domain/alerts/judge-alert.ts';
import type { Organisation } from '../../domain/playbook/organisation.ts';
import { own } from '../../domain/text/own.ts';
import type { IncidentRow, Stores } from '../../storage/index.ts';
import type { Runtime, Services, WholeRuntime } from './runtime.ts';

/** So many incidents are remembered; what is remembered of one never changes. */
const REMEMBERED = 10_000;

type OfIncident = Pick<IncidentRow, 'service' | 'playbookVersion'>;

/** What whoever reads playbooks may do besides. */
export interface ReplaceableServices extends Services {
  /** From now on these are the services; incidents under way keep the playbook that they were opened with. At least one. */
  replace(runtimes: readonly Runtime[], organisation: Pick<Organisation, 'home' | 'routes'>): void;
  /** Has incidents that were opened with this version of a playbook looked after by it. */
  keepVersion(runtime: Runtime): void;
}

/** The services of a process: at least one. */
export function createServices(
  runtimes: readonly Runtime[],
  organisation: Pick<Organisation, 'home' | 'routes'>,
  incidents: Pick<Stores['incidents'], 'servicesOf'>,
): ReplaceableServices {
  const versions = new Map<string, Runtime>();
  const remembered = new Map<number, OfIncident>();
  let now = current(runtimes, organisation);
  for (const runtime of runtimes) keepVersion(runtime);

  function keepVersion(runtime: Runtime): void {
    versions.set(versionKey(runtime.playbook.service.key, runtime.version), runtime);
  }

  function of({ service, playbookVersion: version }: OfIncident): Runtime {
    return (version === null ? undefined : versions.get(versionKey(service, version))) ?? now.byKey.get(service) ?? now.home;
  }

  /** While there is one playbook nobody needs to ask which. */
  const isOnly = () => now.byKey.size === 1 && versions.size === 1;

  function known(id: number | null): Runtime | undefined {
    if (id === null || isOnly()) return now.home;
    const row = remembered.get(id);
    return row && of(row);
  }

  async function ofIncidents(ids: readonly (number | null)[], stores?: Pick<Stores, 'incidents'>): Promise<Map<number | null, Runtime>> {
    const missing = isOnly() ? [] : [...new Set(ids)].filter((id): id is number => id !== null && !remembered.has(id));
    if (missing.length > 0) {
      if (remembered.size + missing.length > REMEMBERED) remembered.clear();
      for (const { id, ...row } of await (stores?.incidents ?? incidents).servicesOf(missing)) remembered.set(id, row);
    }
    return new Map(ids.map((id): [number | null, Runtime] => [id, known(id) ?? now.home]));
  }

  function saidBy(labels: Readonly<Record<string, string>>): Runtime | undefined {
    const named = now.byKey.get(own(labels, SERVICE_LABEL) ?? '');
    const route = named ? undefined : now.routes.find(({ match }) => matches(match, labels));
    return named ?? (route && now.byKey.get(route.service));
  }

  return {
    get all() {
      return now.all;
    },
    get home() {
      return now.home;
    },
    ofChannel: (channel) => now.all.find(({ playbook }) => playbook.service.channels.includes(channel)),
    find: (key) => now.byKey.get(key),
    newest: (key) => now.byKey.get(key) ?? now.home,
    ofAlert: (labels) => saidBy(labels) ?? now.home,
    isRouted: (labels) => now.byKey.size === 1 || saidBy(labels) !== undefined,
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
    ofIncident: async (id) => known(id) ?? (await ofIncidents([id])).get(id) ?? now.home,
    keepVersion,
    replace(next, changed) {
      now = current(next, changed);
      for (const runtime of next) keepVersion(runtime);
    },
  };
}

function versionKey(service: string, version: string): string {
  return `${service} ${version}`;
}

function current(runtimes: readonly Runtime[], { home, routes }: Pick<Organisation, 'home' | 'routes'>) {
  const byKey = new Map(runtimes.map((runtime) => [runtime.playbook.service.key, runtime]));
  const all = [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
  const found = byKey.get(home) ?? all[0];
  if (!found) throw new Error('There is no service.');
  return { byKey, all, home: found, routes };
}

/** What a runtime has of its own. */
const OF_SERVICE = ['playbook', 'version', 'scope', 'bridge', 'evidence', 'pagers', 'present'] as const satisfies readonly Exclude<
  keyof Runtime,
  keyof WholeRuntime
>[];

/** The home service as it is at any moment, for what lives as long as the process. */
export function homeOf(services: Services): Runtime {
  const view = { ...services.home };
  for (const name of OF_SERVICE)
    Object.defineProperty(view, name, { enumerable: true, configurable: true, get: () => services.home[name] });
  return view;
}

/** What opens the rows of each kind, for the service of a row; made once for each playbook. */
export function openersFor<T>(
  list: Readonly<Record<string, { for: (runtime: Runtime) => T }>>,
): (runtime: Runtime) => Readonly<Record<string, T>> {
  const made = new WeakMap<Runtime, Readonly<Record<string, T>>>();
  return (runtime) => {
    const known = made.get(runtime) ?? Object.fromEntries(Object.entries(list).map(([kind, one]) => [kind, one.for(runtime)]));
    made.set(runtime, known);
    return known;
  };
}
