import { uptime } from 'node:os';
import type { HostClocks } from './domain/time/anchored-clock.ts';

/** The clocks of this machine. */
export const hostClocks: HostClocks = {
  monotonicMs: () => performance.now(),
  uptimeMs: () => uptime() * 1_000,
  wallMs: () => Date.now(),
};
