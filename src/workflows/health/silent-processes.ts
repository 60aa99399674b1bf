import type { ReadinessCheck } from '../runtime/readiness.ts';

/** Other processes of this deployment that stand still or cannot be reached. What they held is taken over after ten seconds. */
export const silentProcesses: ReadinessCheck =
  ({ storage }) =>
  async () =>
    storage.lease.troubled.map(({ number, host, pid, beatAt }) => ({
      code: 'silent-process',
      text: `Process ${pid} on ${host} (number ${number}) has not been heard of since ${beatAt.toISOString()}: it stands still, or its machine is cut off. What it was doing is taken over; look after it, or end it.`,
      unready: false,
    }));
