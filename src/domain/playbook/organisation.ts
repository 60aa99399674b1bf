import type { Playbook } from './schema.ts';

/** What several services share, taken together: one playbook for each, with its team in it. */
export interface Organisation {
  /** In the order of their keys; each key once. */
  services: readonly Playbook[];
  /** Key of the service of what names none. */
  home: string;
  /** Which service an alert is about, where its label `service` is no service's key: the first that matches. */
  routes: readonly ServiceRoute[];
  /** What is written of each service, its team included, and a digest of that; absent for what was never a file. */
  versions?: ReadonlyMap<string, { version: string; content: unknown }>;
}

/** An alert whose labels match is about this service. A value between slashes is a regular expression for the whole value. */
export interface ServiceRoute {
  match: Readonly<Record<string, string>>;
  service: string;
}

/** An organisation with one service. */
export function organisationOf(playbook: Playbook): Organisation {
  return { services: [playbook], home: playbook.service.key, routes: [] };
}
