import type { Runtime } from '../../../src/workflows/runtime/runtime.ts';
import { createServices } from '../../../src/workflows/runtime/services.ts';

/** A runtime that a test has put together, as the only service of its process. */
export function oneService(parts: object): Runtime {
  const runtime = { playbook: { service: { key: 'coupon' } }, scope: '', ...parts } as unknown as Runtime;
  const { key: home } = runtime.playbook.service;
  // Nobody asks where an incident belongs while there is one service.
  runtime.services = createServices([runtime], { home, routes: [] }, { servicesOf: async () => [] });
  return runtime;
}
